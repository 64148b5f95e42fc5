// What a caller asks of a list of cases, as a query of the directory. Pure; thread-safe.
#pragma once

#include "engine/directory.h"
#include "wangge/resolution/v1/resolution.pb.h"
#include "wire/fault.h"

namespace wangge::resolution {

// Narrows `query`, which is of the caller's scope. `now`: what counts as overdue. `filter.number` is not looked at: a
// number names one case, not a list.
void Narrow(const v1::CaseFilter& filter, v1::CaseOrder order, Timestamp now, engine::CaseQuery& query,
            wire::Faults& faults);

// A fault where an id is longer than ids may be.
void CheckId(std::string_view field, const std::string& id, wire::Faults& faults);

// Whether a case that was found by its number has everything else that the filter asks for.
bool Fits(const v1::CaseFilter& filter, const cases::v1::Case& shown);

}  // namespace wangge::resolution
