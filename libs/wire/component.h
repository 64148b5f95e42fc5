// What reports say of components: evidence for commands, and what a case keeps, for people. Pure; thread-safe.
#pragma once

#include "domain/component.h"
#include "wangge/cases/v1/place.pb.h"
#include "wangge/ledger/v1/command.pb.h"
#include "wire/fault.h"

namespace wangge::wire {

ledger::v1::ComponentClaim ToProto(const domain::ComponentClaim& claim);

// Faults are named from `field` on ("component"): an id, a reason or a code that is too long, more evidence than
// limits::kLayersMax. With any fault the result means nothing.
domain::ComponentClaim FromProto(const ledger::v1::ComponentClaim& claim, std::string_view field, Faults& faults);

cases::v1::ComponentBodies ToProto(const domain::ComponentBodies& bodies);
domain::ComponentBodies FromProto(const cases::v1::ComponentBodies& bodies);
cases::v1::ReportedComponent ToProto(const domain::NamedComponent& component);

}  // namespace wangge::wire
