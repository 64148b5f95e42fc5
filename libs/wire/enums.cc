#include "wire/enums.h"

#include <array>
#include <utility>

#include "base/check.h"

namespace wangge::wire {
namespace {

using domain::EditionKind;

// Where the contract's enumerator of the same meaning has the number of the core's and one more.
template <typename Proto, typename Domain>
Proto NextOf(Domain value) {
  return static_cast<Proto>(static_cast<int>(value) + 1);
}

constexpr auto kKinds = std::to_array<std::pair<EditionKind, std::string_view>>({
    {EditionKind::kSystem, "system"},
    {EditionKind::kProcedure, "procedure"},
    {EditionKind::kCatalogue, "catalogue"},
    {EditionKind::kOrganisations, "organisations"},
    {EditionKind::kRoles, "roles"},
    {EditionKind::kLayer, "layer"},
    {EditionKind::kResponsibilities, "responsibilities"},
    {EditionKind::kCalendar, "calendar"},
    {EditionKind::kAbsences, "absences"},
    {EditionKind::kCampaign, "campaign"},
    {EditionKind::kComponents, "components"},
});

static_assert(static_cast<int>(domain::Outcome::kMerged) + 1 == cases::v1::OUTCOME_MERGED);
static_assert(static_cast<int>(domain::RequestState::kLapsed) + 1 == cases::v1::REQUEST_STATE_LAPSED);
static_assert(static_cast<int>(domain::AssignmentEnd::kWithdrawn) == cases::v1::ASSIGNMENT_END_WITHDRAWN);
static_assert(static_cast<int>(domain::RoutingFault::kAmbiguous) == cases::v1::ROUTING_FAULT_AMBIGUOUS);
static_assert(static_cast<int>(domain::Milestone::kEnded) == cases::v1::MILESTONE_ENDED);
static_assert(static_cast<int>(domain::PositionSource::kDefault) == cases::v1::POSITION_SOURCE_DEFAULT);

}  // namespace

cases::v1::Outcome ToProto(domain::Outcome outcome) { return NextOf<cases::v1::Outcome>(outcome); }

cases::v1::RequestState ToProto(domain::RequestState state) { return NextOf<cases::v1::RequestState>(state); }

cases::v1::AssignmentEnd ToProto(domain::AssignmentEnd end) {
  return static_cast<cases::v1::AssignmentEnd>(static_cast<int>(end));
}

cases::v1::Milestone ToProto(domain::Milestone milestone) {
  return static_cast<cases::v1::Milestone>(static_cast<int>(milestone));
}

cases::v1::PositionSource ToProto(domain::PositionSource source) {
  switch (source) {
    case domain::PositionSource::kNone:
      return cases::v1::POSITION_SOURCE_NONE;
    case domain::PositionSource::kGnss:
      return cases::v1::POSITION_SOURCE_GNSS;
    case domain::PositionSource::kMapPick:
      return cases::v1::POSITION_SOURCE_MAP_PICK;
    case domain::PositionSource::kAddressGeocode:
      return cases::v1::POSITION_SOURCE_ADDRESS_GEOCODE;
    case domain::PositionSource::kDefault:
      return cases::v1::POSITION_SOURCE_DEFAULT;
    case domain::PositionSource::kRecorded:
      return cases::v1::POSITION_SOURCE_RECORDED;
  }
  CHECK(false);
}

cases::v1::ActionField ToProto(domain::Input input) {
  switch (input) {
    case domain::Input::kUnit:
      return cases::v1::ACTION_FIELD_UNIT;
    case domain::Input::kCondition:
      return cases::v1::ACTION_FIELD_CONDITION;
    case domain::Input::kInspector:
      return cases::v1::ACTION_FIELD_INSPECTOR;
    case domain::Input::kNote:
      return cases::v1::ACTION_FIELD_NOTE;
    case domain::Input::kAttachment:
      return cases::v1::ACTION_FIELD_ATTACHMENTS;
    case domain::Input::kCoUnits:
      return cases::v1::ACTION_FIELD_CO_UNITS;
    case domain::Input::kHandler:
      return cases::v1::ACTION_FIELD_HANDLER;
    case domain::Input::kUntil:
      return cases::v1::ACTION_FIELD_UNTIL;
    case domain::Input::kProof:
      return cases::v1::ACTION_FIELD_PROOF;
    case domain::Input::kMaster:
      return cases::v1::ACTION_FIELD_MASTER;
    case domain::Input::kPosition:
      return cases::v1::ACTION_FIELD_POSITION;
  }
  CHECK(false);
}

cases::v1::Desk ToProto(domain::Desk desk) {
  switch (desk) {
    case domain::Desk::kReport:
      return cases::v1::DESK_UNSPECIFIED;
    case domain::Desk::kDispatch:
      return cases::v1::DESK_DISPATCH;
    case domain::Desk::kResolution:
      return cases::v1::DESK_RESOLUTION;
  }
  CHECK(false);
}

cases::v1::RoutingFault ToProto(domain::RoutingFault fault) {
  return static_cast<cases::v1::RoutingFault>(static_cast<int>(fault));
}

std::optional<domain::RoutingFault> FromProto(cases::v1::RoutingFault fault) {
  if (!cases::v1::RoutingFault_IsValid(fault)) return std::nullopt;
  return static_cast<domain::RoutingFault>(static_cast<int>(fault));
}

std::optional<domain::Outcome> FromProto(cases::v1::Outcome outcome) {
  if (outcome < cases::v1::OUTCOME_OPEN || outcome > cases::v1::OUTCOME_MERGED) return std::nullopt;
  return static_cast<domain::Outcome>(static_cast<int>(outcome) - 1);
}

std::optional<domain::Milestone> FromProto(cases::v1::Milestone milestone) {
  if (!cases::v1::Milestone_IsValid(milestone)) return std::nullopt;
  return static_cast<domain::Milestone>(static_cast<int>(milestone));
}

std::optional<domain::PositionSource> FromProto(cases::v1::PositionSource source) {
  switch (source) {
    case cases::v1::POSITION_SOURCE_GNSS:
      return domain::PositionSource::kGnss;
    case cases::v1::POSITION_SOURCE_MAP_PICK:
      return domain::PositionSource::kMapPick;
    case cases::v1::POSITION_SOURCE_ADDRESS_GEOCODE:
      return domain::PositionSource::kAddressGeocode;
    case cases::v1::POSITION_SOURCE_DEFAULT:
      return domain::PositionSource::kDefault;
    case cases::v1::POSITION_SOURCE_NONE:
      return domain::PositionSource::kNone;
    case cases::v1::POSITION_SOURCE_RECORDED:
      return domain::PositionSource::kRecorded;
    default:
      return std::nullopt;
  }
}

std::optional<domain::Desk> FromProto(cases::v1::Desk desk) {
  if (desk == cases::v1::DESK_DISPATCH) return domain::Desk::kDispatch;
  if (desk == cases::v1::DESK_RESOLUTION) return domain::Desk::kResolution;
  return std::nullopt;
}

std::string_view KindName(EditionKind kind) {
  for (const auto& [known, name] : kKinds) {
    if (known == kind) return name;
  }
  return {};
}

std::optional<EditionKind> KindNamed(std::string_view name) {
  for (const auto& [kind, known] : kKinds) {
    if (known == name) return kind;
  }
  return std::nullopt;
}

}  // namespace wangge::wire
