// Places: evidence in integers for commands and the feed, degrees and metres for people. Pure; thread-safe.
#pragma once

#include "domain/place.h"
#include "wangge/cases/v1/place.pb.h"
#include "wangge/ledger/v1/command.pb.h"
#include "wire/fault.h"

namespace wangge::wire {

ledger::v1::LocationEvidence ToEvidence(const domain::Location& location);

// Faults are named from `field` on ("location"). With any fault the result means nothing.
domain::Location FromEvidence(const ledger::v1::LocationEvidence& evidence, std::string_view field, Faults& faults);

// As Case and Receipt show a place.
cases::v1::Position ToPosition(const domain::Location& location);
cases::v1::GridAssignment ToAssignment(const domain::Placement& placement);
cases::v1::GridGap ToGap(const domain::Gap& gap);

}  // namespace wangge::wire
