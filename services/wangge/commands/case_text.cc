#include "services/wangge/commands/case_text.h"

#include <cctype>
#include <cstdio>
#include <map>

#include "base/rfc3339.h"
#include "services/wangge/calendar/explanation.h"
#include "services/wangge/commands/message_json.h"
#include "wire/time.h"

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
  if (field == cases::v1::ACTION_FIELD_PROOF) return "--at LON,LAT";
  if (field == cases::v1::ACTION_FIELD_CO_UNITS) return "--co-unit";
  return "--" + ShortName(cases::v1::ActionField_Name(field), "ACTION_FIELD_");
}

std::string FieldsOf(const google::protobuf::RepeatedField<int>& fields) {
  std::string text;
  for (const int field : fields) {
    text.append(text.empty() ? "" : ", ").append(OptionOf(static_cast<cases::v1::ActionField>(field)));
  }
  return text;
}

std::string LampOf(const cases::v1::Clock& clock) {
  if (clock.lamp() == cases::v1::LAMP_UNSPECIFIED) return {};
  return ", " + ShortName(cases::v1::Lamp_Name(clock.lamp()), "LAMP_");
}

std::string PlaceText(const google::protobuf::RepeatedPtrField<cases::v1::GridAssignment>& cells,
                      const google::protobuf::RepeatedPtrField<cases::v1::GridGap>& gaps) {
  std::string text;
  for (const auto& cell : cells) {
    text += (text.empty() ? "" : ", ") + cell.layer() + " " + cell.code() + " (version " +
            std::to_string(cell.version()) + ")";
  }
  for (const auto& gap : gaps) {
    text += (text.empty() ? "" : ", ") + ("in no cell of " + gap.layer()) + " (version " +
            std::to_string(gap.version()) + ")";
  }
  return text;
}

void PrintPlaces(const Case& c) {
  for (const auto& cell : c.assignments()) Line(cell.layer().c_str(), cell.code());
  for (const auto& gap : c.gaps()) Line(gap.layer().c_str(), "in no cell; nearest " + gap.nearest_code());
  for (const auto& place : c.earlier_places()) {
    Line("before", PlaceText(place.assignments(), place.gaps()) + ", until " + TimeText(place.until()));
  }
}

// What it is about, and who answers for it.
void PrintComponent(const Case& c) {
  const auto& component = c.component();
  if (component.component().empty()) {
    return Line("component", component.reason().empty() ? "" : "none: " + component.reason());
  }
  std::string text =
      component.component() + " (" + component.edition() + " " + std::to_string(component.version()) + ")";
  const auto add = [&text](const char* verb, const std::string& unit) {
    if (!unit.empty()) text.append(", ").append(verb).append(" by ").append(unit);
  };
  add("maintained", component.bodies().maintaining());
  add("owned", component.bodies().owning());
  add("supervised", component.bodies().supervising());
  Line("component", text);
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
    const bool stands = clock.state() == cases::v1::CLOCK_STATE_PAUSED;
    Line("clock", clock.clock() + " " + clock.limit() + (stands ? ", was due " : ", due ") + TimeText(clock.due_at()) +
                      ", " + state + (clock.late() ? ", late" : "") + (clock.provisional() ? ", provisional" : "") +
                      (clock.due_not_after_start() ? ", recorded as due no later than its start" : "") + LampOf(clock));
    for (const auto& pause : clock.pauses()) {
      Line("", "  paused " + TimeText(pause.from()) + " to " + (pause.has_to() ? TimeText(pause.to()) : "now") +
                   " by " + pause.by());
    }
    for (const auto& extension : clock.extensions()) {
      Line("", "  extended by " + extension.limit() + " from " + TimeText(extension.due_before()) + " by " +
                   extension.by());
    }
  }
}

// ", shuffled 1": what was counted against the unit, by id.
std::string CountedOf(const cases::v1::UnitAssignment& assignment) {
  const std::map<std::string, std::uint32_t> in_order(assignment.counters().begin(), assignment.counters().end());
  std::string text;
  for (const auto& [counter, count] : in_order) text.append(", ").append(counter).append(" " + std::to_string(count));
  return text;
}

void PrintAssignments(const Case& c) {
  for (const auto& assignment : c.unit_assignments()) {
    const std::string end = ShortName(cases::v1::AssignmentEnd_Name(assignment.end()), "ASSIGNMENT_END_");
    Line("assignment", assignment.unit() + ", round " + std::to_string(assignment.round()) +
                           (assignment.lead() ? "" : ", helping") + (assignment.rework() ? ", rework" : "") + ", " +
                           (assignment.end() == cases::v1::ASSIGNMENT_END_UNSPECIFIED ? "going on" : end) +
                           (assignment.late() ? ", late" : "") + (assignment.exempt() ? ", exempt" : "") +
                           CountedOf(assignment));
  }
  for (const auto& counter : c.counters()) {
    Line("counted", counter.counter() + " " + std::to_string(counter.count()) + ", " + counter.label().en());
  }
}

void PrintRequests(const Case& c) {
  for (const auto& request : c.requests()) {
    const std::string state = ShortName(cases::v1::RequestState_Name(request.state()), "REQUEST_STATE_");
    Line("request", request.request() + " by " + request.applicant() + " at " + TimeText(request.asked_at()) +
                        (request.has_until() ? ", until " + TimeText(request.until()) : "") + ", " + state +
                        (request.endorsers_size() > 0 ? ", endorsed by " + request.endorsers(0) : "") +
                        (request.decided_by().empty() ? "" : " by " + request.decided_by()));
  }
}

}  // namespace

std::string ShortName(const std::string& name, const std::string& prefix) {
  std::string text = name.rfind(prefix, 0) == 0 ? name.substr(prefix.size()) : name;
  for (char& c : text) c = c == '_' ? ' ' : static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return text;
}

std::string IncidentText(const cases::v1::CaseIncident& incident) {
  const auto why = [&]() -> std::string {
    switch (incident.fault()) {
      case cases::v1::ROUTING_FAULT_NO_RULE:
        return "no rule fits";
      case cases::v1::ROUTING_FAULT_INACTIVE_UNIT:
        return "the rule names no unit in force";
      case cases::v1::ROUTING_FAULT_AMBIGUOUS:
        return "equally good rules name different units";
      default:
        return "the rules fail";
    }
  };
  return why() + " (" + incident.rule() + ")";
}

void PrintCase(const Case& c) {
  Line("case", c.name());
  Line("number", c.case_number());
  Line("receipt", c.receipt_number());
  Line("stage", c.stage() + " (" + OutcomeOf(c) + ", " + c.procedure() + ")");
  Line("category", c.category() + (c.condition().empty() ? "" : ", condition " + c.condition()));
  PrintComponent(c);
  Line("source", c.source());
  Line("unit", c.unit());
  Line("handler", c.handler());
  Line("inspector", c.inspector());
  Line("repeats", c.master().empty() || c.master_outcome() == cases::v1::OUTCOME_UNSPECIFIED
                      ? c.master()
                      : c.master() + " (" + ShortName(cases::v1::Outcome_Name(c.master_outcome()), "OUTCOME_") +
                            (c.has_master_ended_at() ? " " + TimeText(c.master_ended_at()) : "") + ")");
  PrintPlaces(c);
  PrintTimes(c);
  PrintAssignments(c);
  for (const auto& campaign : c.campaigns()) {
    Line("campaign", campaign.campaign() + ", " + campaign.label().zh_cn() + ", " + campaign.label().en());
  }
  PrintRequests(c);
  for (const auto& incident : c.incidents()) {
    const bool is_open = !incident.has_resolved_at();
    Line("incident", TimeText(incident.raised_at()) + " " + IncidentText(incident) +
                         (is_open ? "" : ", resolved " + TimeText(incident.resolved_at())));
  }
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

namespace {

std::string StepName(const cases::v1::HistoryEntry& entry) {
  if (entry.has_incident()) return "(incident)";
  if (!entry.action().empty()) return entry.action();
  if (!entry.edition().empty()) return "(to " + entry.edition() + ")";
  if (entry.assignments_size() + entry.gaps_size() > 0) return "(placed again)";
  return entry.from_stage().empty() ? "(report)" : "(deadline counted anew)";
}

}  // namespace

void PrintStep(const cases::v1::HistoryEntry& entry) {
  const std::string actor = entry.actor() + (entry.on_behalf_of().empty() ? "" : " for " + entry.on_behalf_of()) +
                            (entry.rule().empty() ? "" : " by " + entry.rule()) +
                            (entry.has_incident() ? "  " + IncidentText(entry.incident()) : "");
  std::printf("%-8llu %s  %-20s %s -> %s  %s %s%s%s%s\n", static_cast<unsigned long long>(entry.position()),
              TimeText(entry.time()).c_str(), StepName(entry).c_str(), entry.from_stage().c_str(),
              entry.to_stage().c_str(), entry.role().c_str(), actor.c_str(), entry.note().empty() ? "" : "  ",
              entry.note().c_str(), entry.inferred() ? "  (inferred)" : "");
  if (entry.assignments_size() + entry.gaps_size() > 0) {
    std::printf("         placed in %s\n", PlaceText(entry.assignments(), entry.gaps()).c_str());
  }
  for (const auto& move : entry.deadlines()) {
    std::printf("         clock %s: due %s -> %s%s%s, calendar %s%s\n", move.clock().c_str(),
                TimeText(move.due_before()).c_str(), TimeText(move.due_at()).c_str(), move.limit().empty() ? "" : ", ",
                move.limit().c_str(), move.calendar().c_str(), move.provisional() ? ", provisional" : "");
  }
}

namespace {

domain::CountUnit UnitOf(cases::v1::CountUnit unit) {
  if (unit == cases::v1::COUNT_UNIT_DAY) return domain::CountUnit::kDay;
  return unit == cases::v1::COUNT_UNIT_MONTH ? domain::CountUnit::kMonth : domain::CountUnit::kMicrosecond;
}

}  // namespace

std::string ExplanationHead(const cases::v1::DeadlineExplanation& explanation) {
  const auto local = [&explanation](const google::protobuf::Timestamp& time) {
    return FormatRfc3339(wire::FromProto(time).value_or(Timestamp{}), Minutes(explanation.utc_offset_minutes()));
  };
  std::string head = explanation.clock() + ", run " + std::to_string(explanation.generation()) + ": ";
  const std::string calendar = " (" + explanation.calendar() + ")\n";
  if (!explanation.has_standstill()) {
    head += "due " + local(explanation.due_at()) + (explanation.provisional() ? ", provisional" : "") + calendar;
    if (explanation.may_move_from().empty()) return head;
    return head + "  " + calendars::MayMoveText(explanation.may_move_from()) + "\n";
  }
  const cases::v1::Standstill& standstill = explanation.standstill();
  head += "stands still since " + local(standstill.since()) + " by " + standstill.by() + calendar;
  if (standstill.has_until()) {
    head += "  asked for until " + local(standstill.until());
    if (standstill.has_due_at_then()) {
      head += "; if it goes on then, it will be due " + local(standstill.due_at_then()) +
              (standstill.provisional_then() ? ", provisional" : "");
    }
    head += "\n";
  } else {
    head += "  no end is known: it goes on when somebody says so\n";
  }
  for (const auto& part : explanation.parts()) {
    if (!part.has_left()) continue;
    head += "  left " + calendars::CountText(UnitOf(part.unit()), part.left()) + " of " + part.limit() + "\n";
  }
  return head + "  was due " + local(explanation.due_at()) + " before, which holds no more\n";
}

void PrintExplanation(const cases::v1::DeadlineExplanation& explanation) {
  const Duration offset = Minutes(explanation.utc_offset_minutes());
  const auto local = [offset](const google::protobuf::Timestamp& time) {
    return FormatRfc3339(wire::FromProto(time).value_or(Timestamp{}), offset);
  };
  std::fputs(ExplanationHead(explanation).c_str(), stdout);
  if (explanation.parts().empty()) std::printf("  promised by a record, or asked for: nothing is counted\n");
  for (const auto& part : explanation.parts()) {
    std::printf("  %s from %s gives %s%s\n", part.limit().c_str(), local(part.start()).c_str(),
                local(part.due_at()).c_str(), explanation.has_standstill() ? " if it goes on now" : "");
    for (const auto& segment : part.segments()) {
      std::string line("    ");
      calendars::AppendSegmentLine({.from = wire::FromProto(segment.from()).value_or(Timestamp{}),
                                    .to = wire::FromProto(segment.to()).value_or(Timestamp{}),
                                    .kind = ShortName(cases::v1::SegmentKind_Name(segment.kind()), "SEGMENT_KIND_"),
                                    .count = segment.count(),
                                    .unit = UnitOf(part.unit()),
                                    .rule = segment.rule(),
                                    .note = segment.note(),
                                    .moved_days = segment.moved_days()},
                                   offset, line);
      std::printf("%s\n", line.c_str());
    }
  }
}

void PrintAction(const cases::v1::AllowedAction& action) {
  const std::string desk = ShortName(cases::v1::Desk_Name(action.desk()), "DESK_");
  std::printf("%-20s %s (%s desk, as %s) -> %s\n", action.action().c_str(), action.label().en().c_str(), desk.c_str(),
              action.role().c_str(), action.to_stage().empty() ? "(stays)" : action.to_stage().c_str());
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
