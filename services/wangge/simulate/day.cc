#include "services/wangge/simulate/day.h"

#include <algorithm>
#include <utility>

#include "base/check.h"
#include "base/status/text.h"
#include "domain/plain_path.h"

namespace wangge::simulate {
namespace {

using domain::ActionEffect;
using domain::Guard;

constexpr int kPlaceTries = 64;
constexpr Duration kRecurringSpan = Hours(24);

// What people do every day: not the engine's own, no request, nothing that ends a case beside the plain way.
bool IsEverydayWork(const domain::Action& action) {
  return !action.roles.empty() && action.step == domain::RequestStep::kNone && action.move == domain::Move::kTo &&
         !action.Has(ActionEffect::kReopen) && !action.Has(ActionEffect::kLink) && !action.Has(ActionEffect::kWithdraw);
}

bool BeginsIn(const domain::Action& action, domain::StageIndex stage) {
  return std::ranges::find(action.from, stage) != action.from.end();
}

bool AreaCovers(const std::string& area, const std::string& code) {
  return area == "*" || (!code.empty() && code.starts_with(area));
}

std::int32_t ToE7(double degrees) { return static_cast<std::int32_t>(degrees * 1e7); }

}  // namespace

CityDays::CityDays(const City& city, DayOptions options, Port& port)
    : city_(city),
      options_(std::move(options)),
      port_(port),
      dice_(options_.seed),
      end_(options_.start + Days(options_.days)),
      path_(domain::PlainPath(*city.procedure)) {
  if (options_.reports_per_day == 0) options_.reports_per_day = city.habits.reports_per_day;
}

absl::StatusOr<DayCounts> CityDays::Run() {
  PlanReports();
  const std::uint64_t total = options_.reports_per_day * options_.days;
  while (!tasks_.empty() && tasks_.top().at < end_) {
    const Task task = tasks_.top();
    tasks_.pop();
    WANGGE_RETURN_IF_ERROR(port_.AdvanceTo(task.at));
    WANGGE_RETURN_IF_ERROR(task.reports ? DoReport(task) : DoStep(task));
    if (options_.progress) options_.progress(counts_.reports, total);
  }
  WANGGE_RETURN_IF_ERROR(port_.AdvanceTo(end_));
  WANGGE_RETURN_IF_ERROR(port_.Finish());
  return counts_;
}

void CityDays::PlanReports() {
  std::uint64_t weights = 0;
  for (const SourceShare& source : city_.habits.sources) weights += source.weight;
  for (std::uint32_t day = 0; day < options_.days; ++day) {
    for (std::uint64_t i = 0; i < options_.reports_per_day; ++i) {
      const Session& session = dice_.Pick(city_.habits.sessions);
      const auto span = static_cast<std::uint64_t>((session.to - session.from).micros);
      const Duration into_day = session.from + Microseconds(static_cast<std::int64_t>(dice_.Below(span)));
      std::uint64_t ticket = dice_.Below(weights);
      const SourceShare* source = city_.habits.sources.data();
      while (ticket >= source->weight) ticket -= source++->weight;
      tasks_.push({.at = options_.start + Days(day) + into_day,
                   .order = next_order_++,
                   .reports = true,
                   .source = source->source,
                   .category = dice_.Pick(city_.catalogue->categories()).id});
    }
  }
}

absl::Status CityDays::DoReport(const Task& task) {
  const auto source = std::ranges::find(city_.habits.sources, task.source, &SourceShare::source);
  std::vector<const domain::Actor*> posts;
  for (const domain::Actor& post : city_.posts) {
    if (post.roles.front() == source->role) posts.push_back(&post);
  }
  if (posts.empty()) {
    return InvalidArgument("Expected a post of role \"" + source->role + "\" in posts.csv, but there is none.");
  }
  const std::uint64_t number = counts_.reports + 1;
  std::string category = task.category;
  std::optional<Position> position = dice_.Happens(city_.habits.no_place_share) ? std::nullopt : Place();
  // The share is of all reports, and those without a place do not recur.
  if (position && dice_.Happens(city_.habits.recurring_share / (1 - city_.habits.no_place_share))) {
    if (const auto earlier = Earlier(task.at)) {
      position = earlier->position;
      category = earlier->category;
    }
  }
  if (position) recent_.push_back({task.at, *position, category});
  const bool from_public = !city_.system->sources.find(task.source)->second.trusted;
  auto reported =
      port_.Report(*dice_.Pick(posts), {.source = task.source,
                                        .category = category,
                                        .position = position,
                                        .occurred_at = task.at - Minutes(2),
                                        .description = "模拟上报 simulated report " + std::to_string(number),
                                        .reporter_name = from_public ? "模拟市民" : "",
                                        .reporter_contact = from_public ? "000-0000" : ""});
  if (!reported.ok()) return reported.status();
  ++counts_.reports;
  Task done = task;
  done.category = category;
  PlanNext(done, *reported);
  return absl::OkStatus();
}

absl::Status CityDays::DoStep(const Task& task) {
  const domain::Action& action = city_.procedure->actions[task.action];
  const bool of_unit = action.IsOfUnit();
  const domain::Actor* actor = PostFor(action.roles, task.the_case.area, task.the_case.unit, of_unit);
  if (actor == nullptr) return absl::OkStatus();  // nobody's area holds it: the case waits in the gap queue
  const auto now = port_.Perform(*actor, task.the_case, WorkOf(task, action));
  if (!now.ok()) return WithContext(action.id, now.status());
  ++counts_.steps;
  PlanNext(task, *now);
  return absl::OkStatus();
}

// Actions that somebody could take next, without those that were a detour once already.
std::vector<domain::ActionIndex> CityDays::LeadingOn(const Task& task, domain::StageIndex stage) const {
  const bool trusted = city_.system->sources.find(task.source)->second.trusted;
  std::vector<domain::ActionIndex> actions;
  for (std::size_t i = 0; i < city_.procedure->actions.size(); ++i) {
    const domain::Action& action = city_.procedure->actions[i];
    const auto index = static_cast<domain::ActionIndex>(i);
    if (!IsEverydayWork(action) || !BeginsIn(action, stage) || action.to == stage) continue;
    if (action.Needs(Guard::kSourceIsNotTrusted) && trusted) continue;
    if (action.Needs(Guard::kSourceIsTrusted) && !trusted) continue;
    if (task.avoid.contains(index)) continue;
    actions.push_back(index);
  }
  return actions;
}

bool CityDays::Draw(bool& is_drawn, double share) {
  if (is_drawn) return false;
  is_drawn = true;
  return dice_.Happens(share);
}

template <typename Does>
std::optional<domain::ActionIndex> CityDays::AskFor(domain::StageIndex stage, const Does& does) const {
  const auto& actions = city_.procedure->actions;
  for (const domain::Action& grant : actions) {
    if (grant.step != domain::RequestStep::kGrant || !does(grant)) continue;
    for (std::size_t i = 0; i < actions.size(); ++i) {
      const bool asks = actions[i].step == domain::RequestStep::kAsk && actions[i].request == grant.request;
      if (asks && BeginsIn(actions[i], stage)) return static_cast<domain::ActionIndex>(i);
    }
  }
  return std::nullopt;
}

std::deque<domain::ActionIndex> CityDays::DecisionsOn(domain::RequestIndex request, domain::StageIndex stage) const {
  std::deque<domain::ActionIndex> decisions;
  for (const auto step : {domain::RequestStep::kEndorse, domain::RequestStep::kGrant}) {
    for (std::size_t i = 0; i < city_.procedure->actions.size(); ++i) {
      const domain::Action& action = city_.procedure->actions[i];
      if (action.step != step || action.request != request || !BeginsIn(action, stage)) continue;
      decisions.push_back(static_cast<domain::ActionIndex>(i));
    }
  }
  return decisions;
}

domain::ActionIndex CityDays::Choose(Task& task, domain::StageIndex stage, std::vector<domain::ActionIndex> allowed) {
  const auto& actions = city_.procedure->actions;
  const Habits& habits = city_.habits;
  const bool trusted = city_.system->sources.find(task.source)->second.trusted;
  const auto with = [&](auto&& wanted) {
    const auto found = std::ranges::find_if(allowed, [&](domain::ActionIndex i) { return wanted(actions[i]); });
    return found == allowed.end() ? std::optional<domain::ActionIndex>{} : *found;
  };
  const auto returns = AskFor(stage, [](const domain::Action& a) { return a.Has(ActionEffect::kRelease); });
  if (returns && Draw(task.is_return_drawn, habits.return_share)) return *returns;
  const auto extends = AskFor(stage, [](const domain::Action& a) { return !a.extends.empty(); });
  if (extends && Draw(task.is_extension_drawn, habits.extension_share)) return *extends;
  const auto reworks = with([](const domain::Action& a) { return a.Has(ActionEffect::kRework); });
  if (reworks && Draw(task.is_rework_drawn, habits.rework_share)) return *reworks;
  const auto refuses = with([this](const domain::Action& a) {
    return city_.procedure->stages[a.to].outcome == domain::Outcome::kNotAccepted;
  });
  if (refuses && !trusted && stage == city_.procedure->first_stage && dice_.Happens(habits.refusal_share)) {
    return *refuses;
  }
  // Reports that need it are verified on site before anything else.
  const auto verifies = with([](const domain::Action& a) { return a.part == domain::Part::kVerifier; });
  if (verifies) return *verifies;
  const auto asks_verification = with([](const domain::Action& a) { return a.Needs(Guard::kSourceIsNotTrusted); });
  if (asks_verification) return *asks_verification;
  for (const domain::ActionIndex step : path_) {
    if (std::ranges::find(allowed, step) != allowed.end()) return step;
  }
  return allowed.front();
}

void CityDays::PlanNext(const Task& task, const CaseState& now) {
  const auto stage = city_.procedure->FindStage(now.stage);
  CHECK(stage.has_value());
  if (city_.procedure->stages[*stage].outcome != domain::Outcome::kOpen) return;
  Task next{.at = task.at,
            .order = next_order_++,
            .the_case = now,
            .avoid = task.avoid,
            .decisions = task.decisions,
            .is_return_drawn = task.is_return_drawn,
            .is_extension_drawn = task.is_extension_drawn,
            .is_rework_drawn = task.is_rework_drawn,
            .source = task.source,
            .category = task.category};
  if (!task.reports && std::ranges::find(path_, task.action) == path_.end()) next.avoid.insert(task.action);
  const domain::Action& done = city_.procedure->actions[task.action];
  if (!task.reports && done.step == domain::RequestStep::kAsk) next.decisions = DecisionsOn(*done.request, *stage);
  if (!next.decisions.empty()) {
    next.action = next.decisions.front();
    next.decisions.pop_front();
  } else {
    const auto allowed = LeadingOn(next, *stage);
    if (allowed.empty()) return;
    next.action = Choose(next, *stage, allowed);
  }
  next.at = WhenDone(city_.procedure->actions[next.action], now, task.at);
  tasks_.push(std::move(next));
}

Timestamp CityDays::WhenDone(const domain::Action& action, const CaseState& now, Timestamp from) {
  const Habits& habits = city_.habits;
  if (action.milestone == domain::Milestone::kHandled && now.disposal_limit) {
    const double share = dice_.Happens(habits.late_share)
                             ? dice_.Between(1.05, 1.5)
                             : dice_.Between(habits.handling_share_min, habits.handling_share_max);
    return from + Microseconds(static_cast<std::int64_t>(share * static_cast<double>(now.disposal_limit->micros)));
  }
  const auto minutes = habits.minutes.find(action.milestone);
  const double mean = minutes == habits.minutes.end() ? habits.other_minutes : minutes->second;
  return from + Microseconds(static_cast<std::int64_t>(dice_.Exponential(mean) * 60e6) + 1);
}

std::optional<CityDays::Reported> CityDays::Earlier(Timestamp now) {
  while (!recent_.empty() && recent_.front().at + kRecurringSpan < now) recent_.pop_front();
  if (recent_.empty()) return std::nullopt;
  return recent_[dice_.Below(recent_.size())];
}

// A point inside a random cell of the first layer, or beside all of them.
std::optional<Position> CityDays::Place() {
  const geo::Layer& layer = *city_.layers.front();
  const bool gap = dice_.Happens(city_.habits.gap_share);
  Position point{};
  for (int i = 0; i < kPlaceTries; ++i) {
    const auto cell = static_cast<std::uint32_t>(dice_.Below(layer.codes().size()));
    const geo::Box& box = layer.BoxOf(cell);
    const double reach = gap ? 40 : 1;  // far outside, but in the city's neighbourhood
    point.lon_e7 = ToE7(box.lon_min + (box.lon_max - box.lon_min) * dice_.Unit() * reach);
    point.lat_e7 = ToE7(box.lat_min + (box.lat_max - box.lat_min) * dice_.Unit() * reach);
    if (layer.Locate(point, {}).code.empty() == gap) return point;
  }
  return point;
}

const domain::Actor* CityDays::PostFor(const std::vector<std::string>& roles, const std::string& area,
                                       const std::string& unit, bool of_unit) {
  std::vector<const domain::Actor*> fit;
  for (const domain::Actor& post : city_.posts) {
    const bool has_role = std::ranges::find(roles, post.roles.front()) != roles.end();
    const bool in_place = of_unit ? post.organisation == unit : AreaCovers(post.area, area);
    if (has_role && in_place) fit.push_back(&post);
  }
  return fit.empty() ? nullptr : dice_.Pick(fit);
}

Work CityDays::WorkOf(const Task& task, const domain::Action& action) {
  Work work{.action = action.id, .desk = action.desk};
  if (action.Asks(domain::Input::kCondition)) {
    std::vector<std::string> conditions;
    for (const domain::Condition& condition : city_.catalogue->conditions()) {
      if (condition.category == task.category) conditions.push_back(condition.id);
    }
    if (!conditions.empty()) work.condition = dice_.Pick(conditions);
  }
  if (action.Asks(domain::Input::kUnit)) {
    // A case in no cell goes to whoever answers for the category somewhere: the desk decides, here by lot.
    const std::string area =
        task.the_case.area.empty()
            ? std::string(city_.layers.front()->codes()[dice_.Below(city_.layers.front()->codes().size())])
            : task.the_case.area;
    const std::string* unit = city_.responsibilities.Find(task.category, area);
    if (unit != nullptr) work.unit = *unit;
  }
  work.proof = action.Asks(domain::Input::kProof);
  if (action.Asks(domain::Input::kNote)) work.note = "模拟意见 simulated note";
  return work;
}

}  // namespace wangge::simulate
