#include "catalog/render.h"

#include <algorithm>
#include <functional>
#include <set>
#include <string_view>

#include "base/check.h"
#include "catalog/procedure_names.h"

namespace wangge::catalog {
namespace {

using domain::Action;
using domain::ClockIndex;
using domain::ClockRule;
using domain::Desk;
using domain::Move;
using domain::Outcome;
using domain::Procedure;
using domain::Span;

std::string NameOf(domain::Guard guard) { return NameIn(guard, kGuards, "GUARD_"); }
std::string NameOf(domain::Input input) { return NameIn(input, kInputs, "INPUT_"); }
std::string NameOf(domain::ActionEffect effect) { return NameIn(effect, kEffects, "EFFECT_"); }
std::string NameOf(domain::Milestone milestone) { return NameIn(milestone, kMilestones, "MILESTONE_"); }
std::string NameOf(domain::Part part) { return NameIn(part, kParts, "PART_"); }
std::string NameOf(Outcome outcome) { return NameIn(outcome, kOutcomes, "OUTCOME_"); }
std::string NameOf(Desk desk) { return NameIn(desk, kDesks, "DESK_"); }
std::string NameOf(domain::RequestStep step) { return NameIn(step, kRequestSteps, "REQUEST_STEP_"); }

std::string SpanOf(const ClockRule& clock) {
  if (clock.limit) return FormatLimit(*clock.limit);
  switch (clock.span) {
    case Span::kCondition:
      return "limit of the filing condition";
    case Span::kSecure:
      return "first step of the filing condition's limit in two steps";
    case Span::kUntil:
      return "to the instant that the request asked for";
  }
  CHECK(false);
}

// Appends "    name: a, b\n" unless there is nothing to name.
void AppendList(std::string_view name, const std::string& values, std::string& out) {
  if (!values.empty()) out.append("      ").append(name).append(": ").append(values).append("\n");
}

template <typename Values, typename Name>
std::string Join(const Values& values, const Name& name) {
  std::string joined;
  for (const auto& value : values) joined.append(joined.empty() ? "" : ", ").append(name(value));
  return joined;
}

class Renderer {
 public:
  explicit Renderer(const Procedure& procedure) : procedure_(procedure) {}

  std::string Render() && {
    out_.append("procedure ").append(procedure_.id).append("\n");
    out_.append("report -> ").append(procedure_.stages[procedure_.first_stage].id).append("\n");
    AppendList("roles", Join(procedure_.report_roles, std::identity{}), out_);
    AppendList("starts", ClockNames(procedure_.report_starts), out_);
    for (const domain::Entry& entry : procedure_.entries) AppendEntry(entry);
    for (std::size_t i = 0; i < procedure_.stages.size(); ++i) AppendStage(static_cast<domain::StageIndex>(i));
    AppendRequests();
    AppendProhibitions();
    AppendClocks();
    AppendLabels();
    return std::move(out_);
  }

  std::map<std::string, std::string> Elements() && {
    std::map<std::string, std::string> elements;
    elements["procedure " + procedure_.id] = TextOf(procedure_.label, [this] { AppendBeginning(); });
    for (const domain::Entry& entry : procedure_.entries) {
      elements["entry " + entry.id] = TextOf({}, [&] { AppendEntry(entry); });
    }
    for (const domain::Stage& stage : procedure_.stages) {
      elements["stage " + stage.id] = TextOf(stage.label, [&] { AppendList("ends", NameOf(stage.outcome), out_); });
    }
    for (const Action& action : procedure_.actions) {
      elements["action " + action.id] = TextOf(action.label, [&] {
        AppendList("from", Join(action.from, [this](auto stage) { return procedure_.stages[stage].id; }), out_);
        AppendAction(action);
      });
    }
    for (std::size_t i = 0; i < procedure_.clocks.size(); ++i) {
      const ClockRule& clock = procedure_.clocks[i];
      elements["clock " + clock.id] = TextOf(clock.label, [&] { AppendClock(i); });
    }
    for (const domain::RequestRule& rule : procedure_.requests) {
      elements["request " + rule.id] = TextOf(rule.label, [&] { AppendRequest(rule); });
    }
    for (const domain::Counter& counter : procedure_.counters) {
      elements["counter " + counter.id] = TextOf(counter.label, [] {});
    }
    for (const domain::Prohibition& rule : procedure_.prohibitions) {
      elements["prohibition " + rule.id] = TextOf(rule.label, [&] { AppendProhibition(rule); });
    }
    return elements;
  }

 private:
  // What is neither a stage nor any of the other tables.
  void AppendBeginning() {
    AppendList("begins", procedure_.stages[procedure_.first_stage].id, out_);
    AppendList("roles", Join(procedure_.report_roles, std::identity{}), out_);
    AppendList("starts", ClockNames(procedure_.report_starts), out_);
    AppendList("rework limit", NameIn(procedure_.rework_limit, kReworkLimits, "REWORK_LIMIT_"), out_);
    if (procedure_.proof_distance_max_cm) {
      AppendList("proof within", std::to_string(*procedure_.proof_distance_max_cm) + " cm", out_);
    }
  }

  std::string ClockNames(const std::vector<ClockIndex>& clocks) const {
    return Join(clocks, [this](ClockIndex clock) { return procedure_.clocks[clock].id; });
  }

  void AppendEntry(const domain::Entry& entry) {
    out_.append("entry ").append(entry.id).append(" -> ").append(procedure_.stages[entry.stage].id).append("\n");
    AppendList("roles", Join(entry.roles, std::identity{}), out_);
    AppendList("starts", ClockNames(entry.starts), out_);
    if (entry.attachments_min > 0) AppendList("attachments", std::to_string(entry.attachments_min) + " or more", out_);
  }

  void AppendRequests() {
    if (!procedure_.requests.empty()) out_.append("\nrequests\n");
    for (const domain::RequestRule& rule : procedure_.requests) AppendRequest(rule);
  }

  void AppendRequest(const domain::RequestRule& rule) {
    out_.append("  ").append(rule.id).append(": ");
    out_.append(rule.quota == 0 ? "any number" : std::to_string(rule.quota));
    out_.append(rule.per_case ? " a case" : " an organisation");
    if (rule.refusals_count) out_.append(", refusals count");
    out_.append(", ").append(std::to_string(rule.approvals)).append(rule.approvals == 1 ? " approval" : " approvals");
    if (rule.until_max) out_.append(", at most ").append(FormatLimit(*rule.until_max)).append(" ahead");
    out_.append("\n");
  }

  void AppendProhibitions() {
    if (!procedure_.prohibitions.empty()) out_.append("\nprohibitions\n");
    for (const domain::Prohibition& rule : procedure_.prohibitions) AppendProhibition(rule);
  }

  void AppendProhibition(const domain::Prohibition& rule) {
    const auto names = [this](const std::vector<domain::ActionIndex>& actions) {
      return Join(actions, [this](auto action) { return procedure_.actions[action].id; });
    };
    out_.append("  ").append(rule.id).append("\n");
    AppendList("after", names(rule.after), out_);
    AppendList("until", names(rule.until), out_);
    AppendList("never", names(rule.never), out_);
    AppendList("by", Join(rule.by_roles, std::identity{}), out_);
    AppendList("basis", rule.basis, out_);
  }

  // What the action does to a list of clocks, or to all.
  void AppendClockList(std::string_view verb, const std::vector<ClockIndex>& clocks, bool all) {
    AppendList(verb, all ? "every clock" : ClockNames(clocks), out_);
  }

  std::string TargetOf(const Action& action) const {
    switch (action.move) {
      case Move::kTo:
        return procedure_.stages[action.to].id;
      case Move::kStay:
        return "(stays)";
      case Move::kBack:
        return "(the stage before)";
    }
    CHECK(false);
  }

  void AppendStage(domain::StageIndex index) {
    const domain::Stage& stage = procedure_.stages[index];
    out_.append("\n").append(stage.id);
    if (stage.outcome != Outcome::kOpen) out_.append(" (ends: ").append(NameOf(stage.outcome)).append(")");
    out_.append("\n");
    for (const Action& action : procedure_.actions) {
      if (std::ranges::find(action.from, index) != action.from.end()) AppendAction(action);
    }
  }

  // A text of its own for what `append` appends.
  template <typename Append>
  std::string TextOf(const domain::Label& label, const Append& append) {
    out_.clear();
    append();
    if (!label.zh.empty()) out_.append("  ").append(label.zh).append(" | ").append(label.en).append("\n");
    return std::move(out_);
  }

  void AppendAction(const Action& action) {
    const auto name = [](auto value) { return NameOf(value); };
    out_.append("  ").append(action.id).append(" -> ").append(TargetOf(action)).append("\n");
    AppendList("roles", action.roles.empty() ? "the engine alone" : Join(action.roles, std::identity{}), out_);
    if (action.desk != Desk::kResolution) AppendList("desk", NameOf(action.desk), out_);
    AppendList("guards", Join(action.guards, name), out_);
    AppendList("inputs", Join(action.inputs, name), out_);
    AppendList("effects", Join(action.effects, name), out_);
    if (action.request) {
      AppendList("request", procedure_.requests[*action.request].id + " " + NameOf(action.step), out_);
    }
    if (action.lapses) AppendList("request", "an open one lapses", out_);
    AppendClockList("stops", action.stops, action.stops_all);
    AppendClockList("pauses", action.pauses, action.pauses_all);
    AppendClockList("resumes", action.resumes, action.resumes_all);
    AppendClockList("extends", action.extends, false);
    AppendClockList("starts", action.starts, false);
    AppendList("counts", Join(action.counts, [this](auto counter) { return procedure_.counters[counter].id; }), out_);
    AppendList("milestone", NameOf(action.milestone), out_);
    AppendList("part", NameOf(action.part), out_);
    if (action.then) AppendList("then", procedure_.actions[*action.then].id + ", by the rules", out_);
  }

  void AppendClocks() {
    out_.append("\nclocks\n");
    for (std::size_t i = 0; i < procedure_.clocks.size(); ++i) AppendClock(i);
  }

  void AppendClock(std::size_t i) {
    const ClockRule& clock = procedure_.clocks[i];
    out_.append("  ").append(clock.id).append(": ").append(SpanOf(clock));
    if (clock.once) out_.append(", once");
    if (!clock.owner.empty()) out_.append(", owner ").append(clock.owner);
    if (clock.on_expiry) out_.append(", then ").append(procedure_.actions[*clock.on_expiry].id);
    if (i == procedure_.disposal_clock) out_.append(" (its lateness is the case's)");
    out_.append("\n");
  }

  void AppendLabels() {
    out_.append("\nlabels\n");
    const auto append = [this](const std::string& id, const domain::Label& label) {
      out_.append("  ").append(id).append(": ").append(label.zh).append(" | ").append(label.en).append("\n");
    };
    append(procedure_.id, procedure_.label);
    for (const auto& stage : procedure_.stages) append(stage.id, stage.label);
    for (const auto& action : procedure_.actions) append(action.id, action.label);
    for (const auto& clock : procedure_.clocks) append(clock.id, clock.label);
    for (const auto& request : procedure_.requests) append(request.id, request.label);
    for (const auto& counter : procedure_.counters) append(counter.id, counter.label);
    for (const auto& prohibition : procedure_.prohibitions) append(prohibition.id, prohibition.label);
  }

  const Procedure& procedure_;
  std::string out_;
};

std::vector<std::string> LinesOf(const std::string& text) {
  std::vector<std::string> lines;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = text.find('\n', at);
    const std::size_t begin = text.find_first_not_of(' ', at);
    lines.push_back(text.substr(begin, end - begin));
    at = end + 1;
  }
  return lines;
}

void AppendMissing(std::string_view mark, const std::vector<std::string>& lines, const std::vector<std::string>& others,
                   std::string& out) {
  for (const std::string& line : lines) {
    if (std::ranges::find(others, line) == others.end()) out.append(mark).append(line).append("\n");
  }
}

}  // namespace

std::string RenderProcedure(const Procedure& procedure) { return Renderer(procedure).Render(); }

std::string RenderMermaid(const Procedure& procedure) {
  std::string out = "stateDiagram-v2\n";
  for (const domain::Stage& stage : procedure.stages) {
    out.append("  ").append(stage.id).append(": ").append(stage.label.zh).append("\n");
  }
  const auto arrow = [&out](const std::string& from, const std::string& to, const std::string& label) {
    out.append("  ").append(from).append(" --> ").append(to);
    if (!label.empty()) out.append(": ").append(label);
    out.append("\n");
  };
  arrow("[*]", procedure.stages[procedure.first_stage].id, "");
  for (const domain::Entry& entry : procedure.entries) arrow("[*]", procedure.stages[entry.stage].id, entry.id);
  for (const Action& action : procedure.actions) {
    if (action.move != Move::kTo) continue;
    for (const domain::StageIndex from : action.from) {
      arrow(procedure.stages[from].id, procedure.stages[action.to].id, action.label.zh);
    }
  }
  for (const domain::Stage& stage : procedure.stages) {
    if (stage.outcome != Outcome::kOpen) arrow(stage.id, "[*]", "");
  }
  return out;
}

std::map<std::string, std::string> RenderElements(const Procedure& procedure) { return Renderer(procedure).Elements(); }

std::string RenderDifference(const Procedure& before, const Procedure& after) {
  const std::map<std::string, std::string> old = RenderElements(before);
  const std::map<std::string, std::string> now = RenderElements(after);
  std::set<std::string> names;
  for (const auto* elements : {&old, &now}) {
    for (const auto& [name, text] : *elements) names.insert(name);
  }
  std::string out;
  for (const std::string& name : names) {
    const auto was = old.find(name);
    const auto is = now.find(name);
    if (was != old.end() && is != now.end() && was->second == is->second) continue;
    out.append(was == old.end() ? "+ " : is == now.end() ? "- " : "~ ").append(name).append("\n");
    const auto was_lines = was == old.end() ? std::vector<std::string>{} : LinesOf(was->second);
    const auto is_lines = is == now.end() ? std::vector<std::string>{} : LinesOf(is->second);
    AppendMissing("  - ", was_lines, is_lines, out);
    AppendMissing("  + ", is_lines, was_lines, out);
  }
  return out;
}

}  // namespace wangge::catalog
