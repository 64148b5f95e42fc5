#include "tests/property/model.h"

#include <algorithm>

namespace wangge::property {
namespace {

struct Step {
  std::string from;
  std::string to;
  std::string role;
};

const std::map<std::string, Step>& Steps() {
  static const std::map<std::string, Step> steps = {
      {"book", {"fresh", "booked", "desk"}},     {"send", {"booked", "sent", "desk"}},
      {"give-back", {"sent", "booked", "crew"}}, {"finish", {"sent", "done", "crew"}},
      {"redo", {"done", "sent", "desk"}},        {"end", {"done", "ended", "either"}},
      {"drop", {"fresh", "dropped", "desk"}},
  };
  return steps;
}

const std::map<std::string, std::optional<Duration>>& Conditions() {
  static const std::map<std::string, std::optional<Duration>> conditions = {
      {"dark", Hours(1)}, {"flickers", Minutes(30)}, {"ugly", std::nullopt}};
  return conditions;
}

}  // namespace

domain::CaseId Model::Report(const std::string& area, Timestamp now) {
  const domain::CaseId id{next_++};
  ModelCase c{.area = area};
  c.clocks.push_back({.name = "answer", .due = now + Hours(2)});
  cases_[id] = c;
  return id;
}

std::string Model::Refusal(const ModelActor& actor, domain::CaseId id, const std::string& action,
                           const std::string& note) const {
  const auto found = cases_.find(id);
  if (found == cases_.end()) return "CASE_NOT_FOUND";
  const ModelCase& c = found->second;
  if (actor.role == "crew" && c.unit != actor.unit) return "CASE_NOT_FOUND";
  const Step& step = Steps().at(action);
  if (step.role != "either" && step.role != actor.role) return "ROLE_NOT_ALLOWED";
  if (step.from != c.stage) return "ACTION_NOT_ALLOWED";
  if (action == "end" && (actor.role == "crew" || std::ranges::count(c.handlers, actor.id) > 0))
    return "ACTOR_IS_HANDLER";
  if ((action == "book" || action == "send") && note.empty()) return "FIELD_REQUIRED";
  if (action == "book" && !Conditions().contains(note)) return "UNKNOWN_CONDITION";
  if (action == "send" && note != "u-1" && note != "u-2" && note != "u-3") return "UNKNOWN_UNIT";
  return {};
}

void Model::Start(ModelCase& c, Timestamp now) {
  const auto& limit = Conditions().at(c.condition);
  if (limit) c.clocks.push_back({.name = "work", .due = now + *limit});
}

void Model::Stop(ModelCase& c, const std::string& clock, Timestamp now) {
  for (ModelClock& run : c.clocks) {
    if (run.name == clock && !run.stopped) run.stopped = now;
  }
}

std::string Model::Act(const ModelActor& actor, domain::CaseId id, const std::string& action, const std::string& note,
                       Timestamp now) {
  if (std::string refusal = Refusal(actor, id, action, note); !refusal.empty()) return refusal;
  ModelCase& c = cases_[id];
  ++next_;
  ++c.changes;
  c.stage = Steps().at(action).to;
  if (action == "book" || action == "drop") Stop(c, "answer", now);
  if (action == "give-back" || action == "finish") Stop(c, "work", now);
  if (action == "book") c.condition = note;
  if (action == "send") c.unit = note;
  if (action == "finish") c.handlers.push_back(actor.id);
  if (action == "send" || action == "redo") Start(c, now);
  if (action == "redo") ++c.reworks;
  if (action == "give-back") {
    c.unit.clear();
    ++c.returns;
  }
  return {};
}

void Model::PassDeadlines(Timestamp until) {
  for (auto& [id, c] : cases_) {
    for (ModelClock& run : c.clocks) {
      if (run.stopped || run.passed || run.due >= until) continue;
      run.passed = true;
      ++c.changes;
      ++next_;
    }
  }
}

}  // namespace wangge::property
