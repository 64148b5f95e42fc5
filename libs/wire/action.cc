#include "wire/action.h"

#include <algorithm>
#include <array>

#include "wire/case.h"
#include "wire/enums.h"
#include "wire/place.h"
#include "wire/time.h"

namespace wangge::wire {
namespace {

using domain::ActionEffect;
using domain::Input;

constexpr std::array kInputs = {Input::kUnit,     Input::kCoUnits, Input::kCondition, Input::kInspector,
                                Input::kHandler,  Input::kUntil,   Input::kProof,     Input::kMaster,
                                Input::kPosition, Input::kNote,    Input::kAttachment};

// Fills the entry by what each event says of the step.
struct Visitor {
  const Step& step;
  const domain::Procedure& procedure;
  cases::v1::HistoryEntry& entry;
  bool& is_step;

  void operator()(const domain::Reported& e) const {
    is_step = true;
    entry.set_to_stage(procedure.stages[e.stage].id);
    entry.set_role(RoleOf(procedure.report_roles, *step.actor));
  }
  void operator()(const domain::ActionPerformed& e) const {
    is_step = true;
    const domain::Action& action = procedure.actions[e.action];
    entry.set_action(action.id);
    entry.set_from_stage(procedure.stages[e.from].id);
    entry.set_to_stage(procedure.stages[e.to].id);
    entry.set_role(RoleOf(action.roles, *step.actor));
    entry.set_inferred(e.inferred);
    if (action.IsOfUnit()) entry.set_unit(step.actor->organisation);
  }
  void operator()(const domain::Dispatched& e) const { entry.set_unit(e.unit); }
  void operator()(const domain::Released& e) const { entry.set_unit(e.unit); }
  void operator()(const domain::Migrated& e) const {
    is_step = true;
    entry.set_edition("procedure/" + std::to_string(e.procedure.value));
  }
  void operator()(const domain::Relocated& e) const {
    is_step = true;
    for (const domain::Placement& placement : e.location.placements) *entry.add_assignments() = ToAssignment(placement);
    for (const domain::Gap& gap : e.location.gaps) *entry.add_gaps() = ToGap(gap);
  }
  void operator()(const domain::CatalogueMigrated& e) const {
    is_step = true;
    entry.set_edition("catalogue/" + std::to_string(e.catalogue.value));
  }
  void operator()(const domain::RoutingFailed& e) const {
    is_step = true;
    *entry.mutable_incident() = ToProto(domain::Incident{e.fault, e.rule, e.at, std::nullopt});
  }
  void operator()(const domain::Routed& e) const { entry.set_rule(e.rule); }
  template <typename Other>
  void operator()(const Other&) const {}
};

}  // namespace

cases::v1::Label ToProto(const domain::Label& label) {
  cases::v1::Label proto;
  proto.set_zh_cn(label.zh);
  proto.set_en(label.en);
  return proto;
}

bool Takes(const domain::Action& action, Input input) {
  if (action.Asks(input)) return true;
  switch (input) {
    case Input::kUnit:
    case Input::kCoUnits:
      return action.Has(ActionEffect::kDispatch);
    case Input::kCondition:
      return action.Has(ActionEffect::kFile);
    case Input::kInspector:
      return action.Has(ActionEffect::kTask);
    case Input::kNote:
    case Input::kAttachment:
      return true;
    case Input::kHandler:
    case Input::kUntil:
    case Input::kProof:
    case Input::kMaster:
    case Input::kPosition:
      return false;  // only where it is asked for
  }
  return false;
}

std::string RoleOf(const std::vector<std::string>& allowed, const domain::Actor& actor) {
  for (const std::string& role : allowed) {
    if (std::ranges::find(actor.roles, role) != actor.roles.end()) return role;
  }
  return {};
}

domain::Actor PostOf(const domain::Actor& actor, const std::vector<domain::Event>& events) {
  domain::Actor post = actor;
  for (const domain::Event& event : events) {
    const auto* acted = std::get_if<domain::ActedOnBehalf>(&event);
    if (acted == nullptr) continue;
    post.on_behalf_of = acted->absent;
    post.organisation = acted->organisation;
    post.area = acted->area;
    post.roles = acted->roles;
  }
  return post;
}

cases::v1::AllowedAction ToProto(const domain::Action& action, const domain::Procedure& procedure,
                                 const domain::Actor& actor) {
  cases::v1::AllowedAction shown;
  shown.set_action(action.id);
  *shown.mutable_label() = ToProto(action.label);
  shown.set_desk(ToProto(action.desk));
  shown.set_role(RoleOf(action.roles, actor));
  if (action.move == domain::Move::kTo) shown.set_to_stage(procedure.stages[action.to].id);
  for (const Input input : kInputs) {
    if (action.Asks(input)) {
      shown.add_required(ToProto(input));
    } else if (Takes(action, input)) {
      shown.add_optional_fields(ToProto(input));
    }
  }
  return shown;
}

void AddConditions(const domain::Catalogue& catalogue, std::string_view category, cases::v1::AllowedAction& action) {
  for (const domain::Condition& condition : catalogue.conditions()) {
    if (condition.category != category) continue;
    auto& added = *action.add_conditions();
    added.set_condition(condition.id);
    *added.mutable_label() = ToProto(condition.label);
    if (condition.limit) added.set_limit(domain::FormatLimit(*condition.limit));
  }
}

bool ToProto(const Step& step, const domain::Procedure& procedure, cases::v1::HistoryEntry& entry) {
  entry.set_position(step.position.value);
  *entry.mutable_time() = ToProto(step.time);
  entry.set_actor(step.actor->id);
  bool is_step = false;
  const domain::Actor actor = PostOf(*step.actor, *step.events);
  entry.set_on_behalf_of(actor.on_behalf_of);
  const Step as_post{step.position, step.time, &actor, step.events};
  for (const domain::Event& event : *step.events) std::visit(Visitor{as_post, procedure, entry, is_step}, event);
  return is_step;
}

}  // namespace wangge::wire
