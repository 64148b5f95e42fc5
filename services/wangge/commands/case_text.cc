#include "services/wangge/commands/case_text.h"

#include <cctype>
#include <cstdio>

#include "services/wangge/commands/message_json.h"

namespace wangge::commands {
namespace {

using cases::v1::Case;

void Line(const char* title, const std::string& text) {
  if (!text.empty()) std::printf("%-12s %s\n", title, text.c_str());
}

std::string OutcomeOf(const Case& c) { return ShortName(cases::v1::Outcome_Name(c.outcome()), "OUTCOME_"); }

// How `case act` takes a field.
std::string OptionOf(cases::v1::ActionField field) {
  if (field == cases::v1::ACTION_FIELD_ATTACHMENTS) return "--photo";
  return "--" + ShortName(cases::v1::ActionField_Name(field), "ACTION_FIELD_");
}

std::string FieldsOf(const google::protobuf::RepeatedField<int>& fields) {
  std::string text;
  for (const int field : fields) {
    text.append(text.empty() ? "" : ", ").append(OptionOf(static_cast<cases::v1::ActionField>(field)));
  }
  return text;
}

void PrintPlaces(const Case& c) {
  for (const auto& cell : c.assignments()) Line(cell.layer().c_str(), cell.code());
  for (const auto& gap : c.gaps()) Line(gap.layer().c_str(), "in no cell; nearest " + gap.nearest_code());
}

void PrintTimes(const Case& c) {
  if (c.has_occurred_at()) Line("occurred", TimeText(c.occurred_at()));
  Line("received", TimeText(c.received_at()));
  for (const auto& reached : c.milestones()) {
    const std::string name = ShortName(cases::v1::Milestone_Name(reached.milestone()), "MILESTONE_");
    Line(name.c_str(), TimeText(reached.time()) + (reached.inferred() ? " (inferred)" : ""));
  }
  for (const auto& clock : c.clocks()) {
    const std::string state = ShortName(cases::v1::ClockState_Name(clock.state()), "CLOCK_STATE_");
    Line("clock", clock.clock() + " " + clock.limit() + ", due " + TimeText(clock.due_at()) + ", " + state +
                      (clock.late() ? ", late" : "") +
                      (clock.due_not_after_start() ? ", recorded as due no later than its start" : ""));
  }
}

}  // namespace

std::string ShortName(const std::string& name, const std::string& prefix) {
  std::string text = name.rfind(prefix, 0) == 0 ? name.substr(prefix.size()) : name;
  for (char& c : text) c = c == '_' ? ' ' : static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return text;
}

void PrintCase(const Case& c) {
  Line("case", c.name());
  Line("number", c.case_number());
  Line("receipt", c.receipt_number());
  Line("stage", c.stage() + " (" + OutcomeOf(c) + ", " + c.procedure() + ")");
  Line("category", c.category() + (c.condition().empty() ? "" : ", condition " + c.condition()));
  Line("source", c.source());
  Line("unit", c.unit());
  Line("inspector", c.inspector());
  PrintPlaces(c);
  PrintTimes(c);
  Line("description", c.description());
  Line("address", c.address());
  Line("reporter", c.reporter().name() + (c.reporter().contact().empty() ? "" : " " + c.reporter().contact()));
  for (const auto& photo : c.attachments()) Line("photo", photo.name() + " " + photo.content_type());
  Line("etag", c.etag());
}

namespace {

void PrintColumns(const Case& c, const std::string& outcome, const std::string& received, const std::string& due) {
  std::printf("%-20s %-18s %-12s %-18s %-14s %-20s %s\n", c.name().c_str(), c.receipt_number().c_str(),
              c.category().c_str(), c.stage().c_str(), outcome.c_str(), received.c_str(), due.c_str());
}

}  // namespace

void PrintCaseTitles() {
  Case titles;
  titles.set_name("CASE");
  titles.set_receipt_number("RECEIPT");
  titles.set_category("CATEGORY");
  titles.set_stage("STAGE");
  PrintColumns(titles, "OUTCOME", "RECEIVED (UTC)", "DUE NEXT (UTC)");
}

void PrintCaseLine(const Case& c) {
  PrintColumns(c, OutcomeOf(c), TimeText(c.received_at()), c.has_due_at() ? TimeText(c.due_at()) : "-");
}

void PrintStep(const cases::v1::HistoryEntry& entry) {
  std::printf("%-8llu %s  %-20s %s -> %s  %s %s%s%s%s\n", static_cast<unsigned long long>(entry.position()),
              TimeText(entry.time()).c_str(), entry.action().empty() ? "(report)" : entry.action().c_str(),
              entry.from_stage().c_str(), entry.to_stage().c_str(), entry.role().c_str(), entry.actor().c_str(),
              entry.note().empty() ? "" : "  ", entry.note().c_str(), entry.inferred() ? "  (inferred)" : "");
}

void PrintAction(const cases::v1::AllowedAction& action) {
  const std::string desk = ShortName(cases::v1::Desk_Name(action.desk()), "DESK_");
  std::printf("%-20s %s (%s desk, as %s) -> %s\n", action.action().c_str(), action.label().en().c_str(), desk.c_str(),
              action.role().c_str(), action.to_stage().c_str());
  if (action.required_size() > 0) std::printf("  needs  %s\n", FieldsOf(action.required()).c_str());
  if (action.optional_fields_size() > 0) std::printf("  takes  %s\n", FieldsOf(action.optional_fields()).c_str());
  for (const std::string& reason : action.reasons()) std::printf("  --reason %s\n", reason.c_str());
  for (const auto& condition : action.conditions()) {
    std::printf("  --condition %s  %s, %s\n", condition.condition().c_str(),
                condition.limit().empty() ? "no limit" : condition.limit().c_str(), condition.label().en().c_str());
  }
}

void PrintCandidate(const dispatch::v1::CandidateUnit& unit) {
  std::printf("  --unit %s  rank %u, %u open cases, %s\n", unit.unit().c_str(), unit.rank(), unit.open_cases(),
              unit.label().en().c_str());
}

}  // namespace wangge::commands
