#include "catalog/render.h"

#include <algorithm>
#include <string_view>

#include "base/check.h"

namespace wangge::catalog {
namespace {

using domain::Action;
using domain::ActionEffect;
using domain::ClockIndex;
using domain::ClockRule;
using domain::Desk;
using domain::Guard;
using domain::Input;
using domain::Milestone;
using domain::Outcome;
using domain::Part;
using domain::Procedure;

std::string_view NameOf(Guard guard) {
  switch (guard) {
    case Guard::kActorIsNotHandler:
      return "ACTOR_IS_NOT_HANDLER";
    case Guard::kActorIsOfUnit:
      return "ACTOR_IS_OF_UNIT";
    case Guard::kActorIsTasked:
      return "ACTOR_IS_TASKED";
    case Guard::kSourceIsTrusted:
      return "SOURCE_IS_TRUSTED";
    case Guard::kSourceIsNotTrusted:
      return "SOURCE_IS_NOT_TRUSTED";
    case Guard::kVerifiedOrTrusted:
      return "VERIFIED_OR_TRUSTED";
    case Guard::kNotVerified:
      return "NOT_VERIFIED";
  }
  CHECK(false);
}

std::string_view NameOf(Input input) {
  switch (input) {
    case Input::kUnit:
      return "UNIT";
    case Input::kCondition:
      return "CONDITION";
    case Input::kInspector:
      return "INSPECTOR";
    case Input::kNote:
      return "NOTE";
    case Input::kAttachment:
      return "ATTACHMENT";
  }
  CHECK(false);
}

std::string_view NameOf(ActionEffect effect) {
  switch (effect) {
    case ActionEffect::kFile:
      return "FILE";
    case ActionEffect::kDispatch:
      return "DISPATCH";
    case ActionEffect::kRelease:
      return "RELEASE";
    case ActionEffect::kTask:
      return "TASK";
    case ActionEffect::kRework:
      return "REWORK";
    case ActionEffect::kEndTask:
      return "END_TASK";
  }
  CHECK(false);
}

std::string_view NameOf(Milestone milestone) {
  switch (milestone) {
    case Milestone::kNone:
      return "";
    case Milestone::kAccepted:
      return "ACCEPTED";
    case Milestone::kFiled:
      return "FILED";
    case Milestone::kDispatched:
      return "DISPATCHED";
    case Milestone::kHandled:
      return "HANDLED";
    case Milestone::kConfirmed:
      return "CONFIRMED";
    case Milestone::kChecked:
      return "CHECKED";
    case Milestone::kEnded:
      return "ENDED";
  }
  CHECK(false);
}

std::string_view NameOf(Part part) {
  switch (part) {
    case Part::kNone:
      return "";
    case Part::kHandler:
      return "HANDLER";
    case Part::kChecker:
      return "CHECKER";
    case Part::kFiler:
      return "FILER";
    case Part::kVerifier:
      return "VERIFIER";
  }
  CHECK(false);
}

std::string_view NameOf(Outcome outcome) {
  switch (outcome) {
    case Outcome::kOpen:
      return "";
    case Outcome::kClosed:
      return "CLOSED";
    case Outcome::kNotAccepted:
      return "NOT_ACCEPTED";
    case Outcome::kVoided:
      return "VOIDED";
  }
  CHECK(false);
}

std::string_view NameOf(Desk desk) {
  switch (desk) {
    case Desk::kReport:
      return "REPORT";
    case Desk::kDispatch:
      return "DISPATCH";
    case Desk::kResolution:
      return "RESOLUTION";
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
    AppendList("roles", Join(procedure_.report_roles, [](const std::string& role) { return role; }), out_);
    AppendList("starts", ClockNames(procedure_.report_starts), out_);
    for (std::size_t i = 0; i < procedure_.stages.size(); ++i) AppendStage(static_cast<domain::StageIndex>(i));
    AppendClocks();
    AppendLabels();
    return std::move(out_);
  }

 private:
  std::string ClockNames(const std::vector<ClockIndex>& clocks) const {
    return Join(clocks, [this](ClockIndex clock) { return procedure_.clocks[clock].id; });
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

  void AppendAction(const Action& action) {
    const auto name = [](auto value) { return NameOf(value); };
    out_.append("  ").append(action.id).append(" -> ").append(procedure_.stages[action.to].id).append("\n");
    AppendList("roles", Join(action.roles, [](const std::string& role) { return role; }), out_);
    if (action.desk != Desk::kResolution) AppendList("desk", std::string(NameOf(action.desk)), out_);
    AppendList("guards", Join(action.guards, name), out_);
    AppendList("inputs", Join(action.inputs, name), out_);
    AppendList("effects", Join(action.effects, name), out_);
    AppendList("stops", ClockNames(action.stops), out_);
    AppendList("starts", ClockNames(action.starts), out_);
    AppendList("milestone", std::string(NameOf(action.milestone)), out_);
    AppendList("part", std::string(NameOf(action.part)), out_);
  }

  void AppendClocks() {
    out_.append("\nclocks\n");
    for (std::size_t i = 0; i < procedure_.clocks.size(); ++i) {
      const ClockRule& clock = procedure_.clocks[i];
      const std::string limit = clock.limit ? FormatLimit(*clock.limit) : "limit of the filing condition";
      out_.append("  ").append(clock.id).append(": ").append(limit);
      if (i == procedure_.disposal_clock) out_.append(" (its lateness is the case's)");
      out_.append("\n");
    }
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
  }

  const Procedure& procedure_;
  std::string out_;
};

}  // namespace

std::string RenderProcedure(const Procedure& procedure) { return Renderer(procedure).Render(); }

}  // namespace wangge::catalog
