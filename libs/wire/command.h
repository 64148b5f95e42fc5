// Commands without their personal text: what is asked, and of what shape it must be. Personal fields are the caller's
// to seal (services/ledger); only their lengths are looked at here. Pure; thread-safe.
#pragma once

#include <string>

#include "domain/command.h"
#include "domain/organisation.h"
#include "wangge/ledger/v1/command.pb.h"
#include "wire/fault.h"

namespace wangge::wire {

ledger::v1::RoutingAnswer ToProto(const domain::RoutingAnswer& answer);
ledger::v1::Actor ToProto(const domain::Actor& actor);
// A fault: no id, or an id over limits::kIdBytesMax.
domain::Actor FromProto(const ledger::v1::Actor& actor, Faults& faults);

// `system` of the result is empty: the contract leaves it to the configuration. Faults have the reasons FIELD_INVALID
// or <FIELD>_TOO_LONG; with any the result means nothing.
domain::SubmitReport FromProto(const ledger::v1::SubmitReportCommand& command, Faults& faults);
ledger::v1::SubmitReportCommand ToProto(const domain::SubmitReport& report);

// CASE_NOT_FOUND is not known here: a name of another form gives case id 0, which no case has.
domain::PerformAction FromProto(const ledger::v1::PerformActionCommand& command, Faults& faults);
ledger::v1::PerformActionCommand ToProto(const domain::PerformAction& action);

}  // namespace wangge::wire
