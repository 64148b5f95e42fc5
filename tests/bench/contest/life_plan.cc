#include "tests/bench/contest/life_plan.h"

#include <algorithm>
#include <array>

#include "base/status/text.h"
#include "domain/plain_path.h"
#include "tests/bench/contest/told_report.h"

namespace wangge::bench {
namespace {

constexpr Duration kOfCondition = Hours(4);  // a contender that knows no calendar needs some limit

// Without a calendar: the same work to write it down, none to count it.
Duration LengthOf(const domain::ClockRule& clock) {
  if (!clock.limit) return kOfCondition;
  switch (clock.limit->unit) {
    case domain::LimitUnit::kUrgentMinute:
      return Minutes(clock.limit->amount);
    case domain::LimitUnit::kUrgentHour:
      return Hours(clock.limit->amount);
    default:
      return Days(clock.limit->amount);
  }
}

std::vector<StartedClock> StartsOf(const domain::Procedure& procedure, const std::vector<domain::ClockIndex>& clocks) {
  std::vector<StartedClock> started;
  for (const domain::ClockIndex index : clocks) {
    const domain::ClockRule& clock = procedure.clocks[index];
    if (clock.span != domain::Span::kSecure) started.push_back({clock.id, LengthOf(clock)});
  }
  return started;
}

PlannedStep StepOf(const domain::Procedure& procedure, domain::ActionIndex index, domain::StageIndex from) {
  const domain::Action& action = procedure.actions[index];
  PlannedStep step{.action = action.id,
                   .role = action.roles.front(),
                   .by_unit = action.IsOfUnit(),
                   .at_dispatch = action.desk == domain::Desk::kDispatch,
                   .names_unit = action.Asks(domain::Input::kUnit),
                   .names_condition = action.Asks(domain::Input::kCondition),
                   .has_note = action.Asks(domain::Input::kNote),
                   .has_proof = action.Asks(domain::Input::kProof),
                   .from = procedure.stages[from].id,
                   .to = procedure.stages[action.to].id,
                   .ends = procedure.stages[action.to].outcome != domain::Outcome::kOpen,
                   .starts = StartsOf(procedure, action.starts)};
  for (const domain::ClockIndex clock : action.stops) step.stops.push_back(procedure.clocks[clock].id);
  return step;
}

}  // namespace

absl::StatusOr<LifePlan> PlanLife(const simulate::City& city) {
  const domain::Procedure& procedure = *city.procedure;
  LifePlan plan{.first_stage = procedure.stages[procedure.first_stage].id,
                .first_clocks = StartsOf(procedure, procedure.report_starts)};
  const auto condition = std::ranges::find_if(city.catalogue->conditions(), [](const domain::Condition& c) {
    return c.category == ToldReport::kCategory && c.limit.has_value();
  });
  if (condition != city.catalogue->conditions().end()) plan.condition = condition->id;
  domain::StageIndex at = procedure.first_stage;
  for (const domain::ActionIndex index : domain::PlainPath(procedure)) {
    plan.steps.push_back(StepOf(procedure, index, at));
    at = procedure.actions[index].to;
  }
  const auto of_unit = std::ranges::find_if(plan.steps, &PlannedStep::by_unit);
  if (of_unit != plan.steps.end()) {
    const auto member = std::ranges::find_if(city.posts, [&](const domain::Actor& post) {
      return std::ranges::find(post.roles, of_unit->role) != post.roles.end();
    });
    if (member != city.posts.end()) plan.unit = member->organisation;
  }
  if (plan.steps.empty() || plan.condition.empty() || plan.unit.empty()) {
    return FailedPrecondition(
        "Expected a city with a unit, a condition with a limit and a way to the end, but one is missing.");
  }
  return plan;
}

}  // namespace wangge::bench
