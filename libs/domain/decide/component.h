// What a report must say of the component that it is about.
#pragma once

#include <variant>

#include "domain/catalogue.h"
#include "domain/component.h"
#include "domain/editions.h"
#include "domain/rejection.h"

namespace wangge::domain {

// What the case keeps: empty where nothing is asked for, which is where the system has no components, where no edition
// of them is in force, and for categories of another kind; naming one is refused there (COMPONENT_NOT_EXPECTED).
// Else COMPONENT_REQUIRED, COMPONENT_REASON_UNKNOWN, COMPONENT_VERSION_CHANGED (found in another version than the one
// in force), COMPONENT_UNKNOWN, COMPONENT_CATEGORY_DIFFERS.
std::variant<NamedComponent, Rejection> DecideComponent(const Editions& editions, const System& system,
                                                        const Category& category, const ComponentClaim& claim);

}  // namespace wangge::domain
