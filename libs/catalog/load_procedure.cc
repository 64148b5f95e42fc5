#include <map>

#include "base/limits.h"
#include "catalog/load.h"
#include "catalog/prove.h"
#include "catalog/text_fields.h"
#include "wangge/config/v1/procedure.pb.h"

namespace wangge::catalog {
namespace {

namespace v1 = wangge::config::v1;

constexpr Pair<v1::Outcome, domain::Outcome> kOutcomes[] = {
    {v1::OUTCOME_CLOSED, domain::Outcome::kClosed},
    {v1::OUTCOME_NOT_ACCEPTED, domain::Outcome::kNotAccepted},
    {v1::OUTCOME_VOIDED, domain::Outcome::kVoided},
};
constexpr Pair<v1::Desk, domain::Desk> kDesks[] = {
    {v1::DESK_DISPATCH, domain::Desk::kDispatch},
    {v1::DESK_RESOLUTION, domain::Desk::kResolution},
};
constexpr Pair<v1::Guard, domain::Guard> kGuards[] = {
    {v1::GUARD_ACTOR_IS_NOT_HANDLER, domain::Guard::kActorIsNotHandler},
    {v1::GUARD_ACTOR_IS_OF_UNIT, domain::Guard::kActorIsOfUnit},
    {v1::GUARD_ACTOR_IS_TASKED, domain::Guard::kActorIsTasked},
    {v1::GUARD_SOURCE_IS_TRUSTED, domain::Guard::kSourceIsTrusted},
    {v1::GUARD_SOURCE_IS_NOT_TRUSTED, domain::Guard::kSourceIsNotTrusted},
    {v1::GUARD_VERIFIED_OR_TRUSTED, domain::Guard::kVerifiedOrTrusted},
    {v1::GUARD_NOT_VERIFIED, domain::Guard::kNotVerified},
};
constexpr Pair<v1::Input, domain::Input> kInputs[] = {
    {v1::INPUT_UNIT, domain::Input::kUnit},
    {v1::INPUT_CONDITION, domain::Input::kCondition},
    {v1::INPUT_INSPECTOR, domain::Input::kInspector},
    {v1::INPUT_NOTE, domain::Input::kNote},
    {v1::INPUT_ATTACHMENT, domain::Input::kAttachment},
};
constexpr Pair<v1::Effect, domain::ActionEffect> kEffects[] = {
    {v1::EFFECT_FILE, domain::ActionEffect::kFile},       {v1::EFFECT_DISPATCH, domain::ActionEffect::kDispatch},
    {v1::EFFECT_RELEASE, domain::ActionEffect::kRelease}, {v1::EFFECT_TASK, domain::ActionEffect::kTask},
    {v1::EFFECT_REWORK, domain::ActionEffect::kRework},   {v1::EFFECT_END_TASK, domain::ActionEffect::kEndTask},
};
constexpr Pair<v1::Milestone, domain::Milestone> kMilestones[] = {
    {v1::MILESTONE_ACCEPTED, domain::Milestone::kAccepted},     {v1::MILESTONE_FILED, domain::Milestone::kFiled},
    {v1::MILESTONE_DISPATCHED, domain::Milestone::kDispatched}, {v1::MILESTONE_HANDLED, domain::Milestone::kHandled},
    {v1::MILESTONE_CONFIRMED, domain::Milestone::kConfirmed},   {v1::MILESTONE_CHECKED, domain::Milestone::kChecked},
    {v1::MILESTONE_ENDED, domain::Milestone::kEnded},
};
constexpr Pair<v1::Part, domain::Part> kParts[] = {
    {v1::PART_HANDLER, domain::Part::kHandler},
    {v1::PART_CHECKER, domain::Part::kChecker},
    {v1::PART_FILER, domain::Part::kFiler},
    {v1::PART_VERIFIER, domain::Part::kVerifier},
};

// Repeated enumerators.
template <typename Numbers, typename Proto, typename Value, std::size_t n>
absl::StatusOr<std::vector<Value>> ReadEnums(const TextNode& node, const std::string& field, const Numbers& numbers,
                                             const Pair<Proto, Value> (&pairs)[n]) {
  std::vector<Value> values;
  for (int i = 0; i < numbers.size(); ++i) {
    WANGGE_ASSIGN_OR_RETURN(const Value value, ReadEnum(node, field, i, numbers[i], pairs));
    values.push_back(value);
  }
  return values;
}

class Compiler {
 public:
  Compiler(const v1::Procedure& text, const ParsedText& parsed) : text_(text), root_(text, parsed) {}

  absl::StatusOr<domain::Procedure> Compile() {
    WANGGE_RETURN_IF_ERROR(CheckId(root_, "id", -1, text_.id()));
    procedure_.id = text_.id();
    WANGGE_ASSIGN_OR_RETURN(procedure_.label, ReadLabel(root_, text_));
    WANGGE_RETURN_IF_ERROR(CheckPresent(root_, "stages", text_.stages_size() > 0));
    WANGGE_RETURN_IF_ERROR(CheckPresent(root_, "actions", text_.actions_size() > 0));
    if (std::max({text_.stages_size(), text_.actions_size(), text_.clocks_size()}) > limits::kProcedureEntriesMax) {
      return root_.Fault("Expected at most 1000 stages, actions and clocks each, but there are more.");
    }
    WANGGE_RETURN_IF_ERROR(AddClocks());
    WANGGE_RETURN_IF_ERROR(AddStages());
    WANGGE_RETURN_IF_ERROR(SetReport());
    WANGGE_ASSIGN_OR_RETURN(procedure_.disposal_clock,
                            Find(root_, "disposal_clock", -1, text_.disposal_clock(), clocks_));
    for (int i = 0; i < text_.actions_size(); ++i) {
      WANGGE_RETURN_IF_ERROR(AddAction(root_.Child("actions", i, text_.actions(i)), text_.actions(i)));
    }
    return std::move(procedure_);
  }

 private:
  using Index = std::uint16_t;
  using Indexes = std::map<std::string, Index, std::less<>>;
  using Strings = google::protobuf::RepeatedPtrField<std::string>;

  absl::StatusOr<Index> Find(const TextNode& node, const std::string& field, int index, const std::string& id,
                             const Indexes& indexes) const {
    const auto found = indexes.find(id);
    if (found != indexes.end()) return found->second;
    return node.Fault(field, index,
                      "Expected the id of a " + std::string(&indexes == &clocks_ ? "clock" : "stage") +
                          " of this procedure, but \"" + id + "\" is none.");
  }

  absl::StatusOr<std::vector<Index>> FindAll(const TextNode& node, const std::string& field, const Strings& ids,
                                             const Indexes& indexes) const {
    std::vector<Index> found;
    for (int i = 0; i < ids.size(); ++i) {
      WANGGE_ASSIGN_OR_RETURN(const Index index, Find(node, field, i, ids[i], indexes));
      found.push_back(index);
    }
    return found;
  }

  static absl::StatusOr<std::vector<std::string>> ReadRoles(const TextNode& node, const Strings& roles) {
    WANGGE_RETURN_IF_ERROR(CheckPresent(node, "roles", !roles.empty()));
    for (int i = 0; i < roles.size(); ++i) WANGGE_RETURN_IF_ERROR(CheckId(node, "roles", i, roles[i]));
    return std::vector<std::string>(roles.begin(), roles.end());
  }

  // The id of a stage, action or clock.
  static absl::Status Register(const TextNode& node, const std::string& id, Indexes& indexes) {
    WANGGE_RETURN_IF_ERROR(CheckId(node, "id", -1, id));
    if (indexes.emplace(id, static_cast<Index>(indexes.size())).second) return absl::OkStatus();
    return node.Fault("id", "Expected each id once, but \"" + id + "\" stands twice.");
  }

  absl::Status AddClocks() {
    for (int i = 0; i < text_.clocks_size(); ++i) {
      const v1::Clock& clock = text_.clocks(i);
      const TextNode node = root_.Child("clocks", i, clock);
      WANGGE_RETURN_IF_ERROR(Register(node, clock.id(), clocks_));
      domain::ClockRule rule{.id = clock.id()};
      WANGGE_ASSIGN_OR_RETURN(rule.label, ReadLabel(node, clock));
      if (clock.has_limit()) {
        rule.limit = domain::ParseLimit(clock.limit());
        if (!rule.limit) {
          return node.Fault("limit",
                            "Expected a limit such as 30um, 2uh, 1ud or 5nd, but got \"" + clock.limit() + "\".");
        }
      } else if (!clock.limit_of_condition()) {
        return node.Fault("limit_of_condition", "Expected a limit or limit_of_condition: true, but clock \"" +
                                                    clock.id() + "\" has neither.");
      }
      procedure_.clocks.push_back(std::move(rule));
    }
    return absl::OkStatus();
  }

  absl::Status AddStages() {
    for (int i = 0; i < text_.stages_size(); ++i) {
      const v1::Stage& stage = text_.stages(i);
      const TextNode node = root_.Child("stages", i, stage);
      WANGGE_RETURN_IF_ERROR(Register(node, stage.id(), stages_));
      domain::Stage value{.id = stage.id()};
      WANGGE_ASSIGN_OR_RETURN(value.label, ReadLabel(node, stage));
      if (stage.has_outcome()) {
        WANGGE_ASSIGN_OR_RETURN(value.outcome, ReadEnum(node, "outcome", -1, stage.outcome(), kOutcomes));
      }
      procedure_.stages.push_back(std::move(value));
    }
    return absl::OkStatus();
  }

  absl::Status SetReport() {
    WANGGE_RETURN_IF_ERROR(CheckPresent(root_, "report", text_.has_report()));
    const v1::Report& report = text_.report();
    const TextNode node = root_.Child("report", -1, report);
    WANGGE_ASSIGN_OR_RETURN(procedure_.report_roles, ReadRoles(node, report.roles()));
    WANGGE_ASSIGN_OR_RETURN(procedure_.report_starts, FindAll(node, "starts", report.starts(), clocks_));
    WANGGE_ASSIGN_OR_RETURN(procedure_.first_stage, Find(node, "stage", -1, report.stage(), stages_));
    return absl::OkStatus();
  }

  absl::Status AddAction(const TextNode& node, const v1::Action& action) {
    WANGGE_RETURN_IF_ERROR(Register(node, action.id(), actions_));
    domain::Action value{.id = action.id()};
    WANGGE_ASSIGN_OR_RETURN(value.label, ReadLabel(node, action));
    WANGGE_ASSIGN_OR_RETURN(value.desk, ReadEnum(node, "desk", -1, action.desk(), kDesks));
    WANGGE_RETURN_IF_ERROR(CheckPresent(node, "from", action.from_size() > 0));
    WANGGE_ASSIGN_OR_RETURN(value.from, FindAll(node, "from", action.from(), stages_));
    WANGGE_ASSIGN_OR_RETURN(value.to, Find(node, "to", -1, action.to(), stages_));
    WANGGE_ASSIGN_OR_RETURN(value.roles, ReadRoles(node, action.roles()));
    WANGGE_ASSIGN_OR_RETURN(value.guards, ReadEnums(node, "guards", action.guards(), kGuards));
    WANGGE_ASSIGN_OR_RETURN(value.inputs, ReadEnums(node, "inputs", action.inputs(), kInputs));
    WANGGE_ASSIGN_OR_RETURN(value.effects, ReadEnums(node, "effects", action.effects(), kEffects));
    WANGGE_ASSIGN_OR_RETURN(value.stops, FindAll(node, "stops", action.stops(), clocks_));
    WANGGE_ASSIGN_OR_RETURN(value.starts, FindAll(node, "starts", action.starts(), clocks_));
    if (action.has_milestone()) {
      WANGGE_ASSIGN_OR_RETURN(value.milestone, ReadEnum(node, "milestone", -1, action.milestone(), kMilestones));
    }
    if (action.has_part()) {
      WANGGE_ASSIGN_OR_RETURN(value.part, ReadEnum(node, "part", -1, action.part(), kParts));
    }
    procedure_.actions.push_back(std::move(value));
    return absl::OkStatus();
  }

  const v1::Procedure& text_;
  TextNode root_;
  domain::Procedure procedure_;
  Indexes stages_;
  Indexes clocks_;
  Indexes actions_;
};

// The place of what a fault is about.
absl::Status At(const TextNode& root, const v1::Procedure& text, const Fault& fault) {
  const auto index = static_cast<int>(fault.index);
  switch (fault.element) {
    case Fault::Element::kProcedure:
      return root.Fault(fault.text);
    case Fault::Element::kStage:
      return root.Child("stages", index, text.stages(index)).Fault("id", fault.text);
    case Fault::Element::kAction:
      return root.Child("actions", index, text.actions(index)).Fault("id", fault.text);
    case Fault::Element::kClock:
      return root.Child("clocks", index, text.clocks(index)).Fault("id", fault.text);
  }
  return root.Fault(fault.text);
}

absl::StatusOr<domain::Procedure> Load(std::string_view body, std::string_view file_name, bool prove) {
  v1::Procedure text;
  ParsedText parsed{.file_name = std::string(file_name)};
  WANGGE_RETURN_IF_ERROR(ParseTextFormat(body, text, parsed));
  WANGGE_ASSIGN_OR_RETURN(domain::Procedure procedure, Compiler(text, parsed).Compile());
  if (!prove) return procedure;
  std::string faults;
  for (const Fault& fault : Prove(procedure)) {
    if (!faults.empty()) faults += '\n';
    faults += ToStd(At(TextNode(text, parsed), text, fault).message());
  }
  if (faults.empty()) return procedure;
  return InvalidArgument(faults);
}

}  // namespace

absl::StatusOr<domain::Procedure> LoadProcedure(std::string_view body, std::string_view file_name) {
  return Load(body, file_name, true);
}

absl::StatusOr<domain::Procedure> CompileProcedure(std::string_view body, std::string_view file_name) {
  return Load(body, file_name, false);
}

}  // namespace wangge::catalog
