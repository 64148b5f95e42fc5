// Enumerators of the contract and of the core, both ways. Numbers differ on purpose: the contract keeps 0 for "not
// given". Pure; thread-safe.
#pragma once

#include <optional>
#include <string_view>

#include "domain/case.h"
#include "domain/editions.h"
#include "domain/place.h"
#include "domain/procedure.h"
#include "wangge/cases/v1/action.pb.h"
#include "wangge/cases/v1/case.pb.h"
#include "wangge/cases/v1/place.pb.h"

namespace wangge::wire {

cases::v1::Outcome ToProto(domain::Outcome outcome);
cases::v1::RoutingFault ToProto(domain::RoutingFault fault);
std::optional<domain::RoutingFault> FromProto(cases::v1::RoutingFault fault);
cases::v1::RequestState ToProto(domain::RequestState state);
cases::v1::AssignmentEnd ToProto(domain::AssignmentEnd end);
cases::v1::Milestone ToProto(domain::Milestone milestone);
cases::v1::PositionSource ToProto(domain::PositionSource source);
cases::v1::ActionField ToProto(domain::Input input);
// DESK_UNSPECIFIED for the report desk, whose work is not an action.
cases::v1::Desk ToProto(domain::Desk desk);

// nullopt for 0 and for a number that the contract does not have.
std::optional<domain::Outcome> FromProto(cases::v1::Outcome outcome);
std::optional<domain::Milestone> FromProto(cases::v1::Milestone milestone);  // 0 is kNone
std::optional<domain::PositionSource> FromProto(cases::v1::PositionSource source);
std::optional<domain::Desk> FromProto(cases::v1::Desk desk);

// "system", "procedure" ...: as Edition.kind names it. Empty for a number that is none.
std::string_view KindName(domain::EditionKind kind);
std::optional<domain::EditionKind> KindNamed(std::string_view name);

}  // namespace wangge::wire
