#include "wire/command.h"

#include "base/limits.h"
#include "wire/component.h"
#include "wire/enums.h"
#include "wire/names.h"
#include "wire/place.h"
#include "wire/time.h"

namespace wangge::wire {
namespace {

// A field with the most bytes that it may have, and the reason that its excess gets.
struct Bounded {
  std::string_view field;
  const std::string& text;
  std::size_t bytes_max;
  std::string_view reason;
};

void CheckLength(const Bounded& bounded, Faults& faults) {
  if (bounded.text.size() <= bounded.bytes_max) return;
  AddFault(faults, std::string(bounded.field),
           "Expected at most " + std::to_string(bounded.bytes_max) + " bytes, but there are " +
               std::to_string(bounded.text.size()) + ".",
           bounded.reason);
}

void CheckGiven(std::string_view field, const std::string& text, Faults& faults) {
  if (text.empty()) AddFault(faults, std::string(field), "Expected a value, but it is empty.");
}

void CheckAttachments(int attachments, Faults& faults) {
  if (static_cast<std::size_t>(attachments) <= limits::kAttachmentsMax) return;
  AddFault(faults, "attachments",
           "Expected at most " + std::to_string(limits::kAttachmentsMax) + " attachments, but there are " +
               std::to_string(attachments) + ".");
}

void CheckCoUnits(const google::protobuf::RepeatedPtrField<std::string>& units, Faults& faults) {
  if (static_cast<std::size_t>(units.size()) > limits::kCoUnitsMax) {
    AddFault(faults, "input.co_units",
             "Expected at most " + std::to_string(limits::kCoUnitsMax) + " units that help, but there are " +
                 std::to_string(units.size()) + ".");
  }
  for (const std::string& unit : units)
    CheckLength({"input.co_units", unit, limits::kIdBytesMax, "UNIT_TOO_LONG"}, faults);
}

std::optional<Timestamp> TimeOf(std::string_view field, bool given, const google::protobuf::Timestamp& t,
                                Faults& faults) {
  if (!given) return std::nullopt;
  const auto time = FromProto(t);
  if (!time) AddFault(faults, std::string(field), "Expected a time in the years 1 to 9999, but it is none.");
  return time;
}

std::optional<domain::RoutingAnswer> RoutingOf(const ledger::v1::PerformActionCommand& command, Faults& faults) {
  if (!command.has_routing()) return std::nullopt;
  const auto fault = FromProto(command.routing().fault());
  if (!fault) AddFault(faults, "routing.fault", "Expected a fault of routing, but it is none.");
  return domain::RoutingAnswer{.fault = fault.value_or(domain::RoutingFault::kNone),
                               .unit = command.routing().unit(),
                               .rule = command.routing().rule()};
}

}  // namespace

ledger::v1::Actor ToProto(const domain::Actor& actor) {
  ledger::v1::Actor proto;
  proto.set_id(actor.id);
  proto.set_organisation(actor.organisation);
  proto.set_area(actor.area);
  for (const std::string& role : actor.roles) proto.add_roles(role);
  proto.set_on_behalf_of(actor.on_behalf_of);
  return proto;
}

domain::Actor FromProto(const ledger::v1::Actor& actor, Faults& faults) {
  CheckGiven("actor.id", actor.id(), faults);
  constexpr std::size_t kMax = limits::kIdBytesMax;
  CheckLength({"actor.id", actor.id(), kMax, kFieldInvalid}, faults);
  CheckLength({"actor.organisation", actor.organisation(), kMax, kFieldInvalid}, faults);
  CheckLength({"actor.area", actor.area(), kMax, kFieldInvalid}, faults);
  CheckLength({"actor.on_behalf_of", actor.on_behalf_of(), kMax, kFieldInvalid}, faults);
  for (const std::string& role : actor.roles()) CheckLength({"actor.roles", role, kMax, kFieldInvalid}, faults);
  return {.id = actor.id(),
          .organisation = actor.organisation(),
          .area = actor.area(),
          .roles = {actor.roles().begin(), actor.roles().end()},
          .on_behalf_of = actor.on_behalf_of()};
}

ledger::v1::RoutingAnswer ToProto(const domain::RoutingAnswer& answer) {
  ledger::v1::RoutingAnswer proto;
  proto.set_unit(answer.unit);
  proto.set_fault(ToProto(answer.fault));
  proto.set_rule(answer.rule);
  return proto;
}

domain::SubmitReport FromProto(const ledger::v1::SubmitReportCommand& command, Faults& faults) {
  CheckGiven("category", command.category(), faults);
  CheckGiven("source", command.source(), faults);
  CheckLength({"category", command.category(), limits::kIdBytesMax, "CATEGORY_TOO_LONG"}, faults);
  CheckLength({"source", command.source(), limits::kIdBytesMax, "SOURCE_TOO_LONG"}, faults);
  CheckLength({"description", command.description(), limits::kDescriptionBytesMax, "DESCRIPTION_TOO_LONG"}, faults);
  CheckLength({"address", command.address(), limits::kAddressBytesMax, "ADDRESS_TOO_LONG"}, faults);
  const auto& reporter = command.reporter();
  CheckLength({"reporter.name", reporter.name(), limits::kPersonNameBytesMax, "REPORTER_NAME_TOO_LONG"}, faults);
  CheckLength({"reporter.contact", reporter.contact(), limits::kContactBytesMax, "REPORTER_CONTACT_TOO_LONG"}, faults);
  CheckAttachments(command.attachments_size(), faults);
  return {.system = {},
          .source = command.source(),
          .category = command.category(),
          .location = FromEvidence(command.location(), "location", faults),
          .occurred_at = TimeOf("occurred_at", command.has_occurred_at(), command.occurred_at(), faults),
          .captured_at = TimeOf("captured_at", command.has_captured_at(), command.captured_at(), faults),
          .attachments = static_cast<std::uint8_t>(command.attachments_size()),
          .component = FromProto(command.component(), "component", faults)};
}

ledger::v1::SubmitReportCommand ToProto(const domain::SubmitReport& report) {
  ledger::v1::SubmitReportCommand command;
  command.set_category(report.category);
  command.set_source(report.source);
  *command.mutable_location() = ToEvidence(report.location);
  if (report.occurred_at) *command.mutable_occurred_at() = ToProto(*report.occurred_at);
  if (report.captured_at) *command.mutable_captured_at() = ToProto(*report.captured_at);
  *command.mutable_component() = ToProto(report.component);
  return command;
}

domain::PerformAction FromProto(const ledger::v1::PerformActionCommand& command, Faults& faults) {
  constexpr std::size_t kMax = limits::kIdBytesMax;
  const auto& input = command.input();
  CheckGiven("action", command.action(), faults);
  CheckLength({"action", command.action(), kMax, "ACTION_TOO_LONG"}, faults);
  CheckLength({"input.unit", input.unit(), kMax, "UNIT_TOO_LONG"}, faults);
  CheckLength({"input.condition", input.condition(), kMax, "CONDITION_TOO_LONG"}, faults);
  CheckLength({"input.inspector", input.inspector(), kMax, "INSPECTOR_TOO_LONG"}, faults);
  CheckLength({"input.handler", input.handler(), kMax, "HANDLER_TOO_LONG"}, faults);
  CheckCoUnits(input.co_units(), faults);
  CheckLength({"input.reason", input.reason(), kMax, "REASON_TOO_LONG"}, faults);
  CheckLength({"input.note", input.note(), limits::kNoteBytesMax, "NOTE_TOO_LONG"}, faults);
  CheckAttachments(command.attachments_size(), faults);
  const auto desk = FromProto(command.desk());
  if (!desk) AddFault(faults, "desk", "Expected the desk that was asked, but it is not given.");
  const auto etag = ParseEtag(command.etag());
  if (!etag) AddFault(faults, "etag", "Expected the etag of the case as it was answered, but it is none.");
  const auto master = input.master().empty() ? domain::CaseId{} : ParseCaseName(input.master());
  if (!master) AddFault(faults, "input.master", "Expected the name of a case, but it is none.");
  return {.case_id = ParseCaseName(command.name()).value_or(domain::CaseId{}),
          .action = command.action(),
          .desk = desk.value_or(domain::Desk::kReport),
          .etag = etag,
          .unit = input.unit(),
          .condition = input.condition(),
          .inspector = input.inspector(),
          .co_units = {input.co_units().begin(), input.co_units().end()},
          .handler = input.handler(),
          .until = TimeOf("input.until", input.has_until(), input.until(), faults),
          .proof = std::nullopt,     // made at the edge, which knows the case's place
          .location = std::nullopt,  // found at the edge, which knows the layers
          .master = master.value_or(domain::CaseId{}),
          .routing = RoutingOf(command, faults),
          .has_note = !input.note().empty(),
          .attachments = static_cast<std::uint8_t>(command.attachments_size())};
}

ledger::v1::PerformActionCommand ToProto(const domain::PerformAction& action) {
  ledger::v1::PerformActionCommand command;
  command.set_name(CaseName(action.case_id));
  command.set_action(action.action);
  command.set_desk(ToProto(action.desk));
  if (action.etag) command.set_etag(Etag(*action.etag));
  command.mutable_input()->set_unit(action.unit);
  command.mutable_input()->set_condition(action.condition);
  command.mutable_input()->set_inspector(action.inspector);
  for (const std::string& unit : action.co_units) command.mutable_input()->add_co_units(unit);
  command.mutable_input()->set_handler(action.handler);
  if (action.routing) *command.mutable_routing() = ToProto(*action.routing);
  if (action.until) *command.mutable_input()->mutable_until() = ToProto(*action.until);
  if (action.master.value != 0) command.mutable_input()->set_master(CaseName(action.master));
  return command;
}

}  // namespace wangge::wire
