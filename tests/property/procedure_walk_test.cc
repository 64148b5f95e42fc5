// Every way through the urban procedure, by Decide and Evolve themselves: breadth first over distinct abstract states
// of a case (stage, clocks, open request, what has been granted, who took which part), where "the next deadline passes"
// is a step like any other, until no state is new. Deterministic; no seed.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "base/digest/sha256.h"
#include "catalog/config_files.h"
#include "domain/decide/decide.h"
#include "domain/evolve.h"
#include "domain/project.h"
#include "services/wangge/state_files.h"

namespace wangge {
namespace {

using namespace domain;  // NOLINT: the walk is about nothing but the core

// How a walk begins: its source, and what it is filed under.
struct Beginning {
  std::string source;
  std::string category;
  std::string condition;
};

constexpr Timestamp kStart{1'780'300'800'000'000};  // a Monday morning
constexpr std::size_t kStatesMax = 2'000'000;

// One person a role and unit; two where one must not do what the other did.
std::vector<Actor> People() {
  return {{"inspector", "JD", "*", {"inspector"}},
          {"acceptor", "JDZX", "*", {"acceptor"}},
          {"leader-on-shift", "JDZX", "*", {"shift_leader"}},
          {"dispatcher", "ZHZX", "*", {"dispatcher"}},
          {"handler", "331102-SZ", "*", {"unit_handler"}},
          {"coordinator", "331102-SZ", "*", {"unit_coordinator"}},
          {"helper", "331102-SW", "*", {"unit_handler"}},
          // Somebody with too many hats, of the unit that handles: what must never be possible would be by them.
          {"too-many-hats", "331102-SZ", "*", {"unit_handler", "inspector", "shift_leader", "leader", "acceptor"}},
          {"supervisor", "JDZX", "*", {"supervisor"}},
          {"leader", "3311", "*", {"leader"}}};
}

class Walk {
 public:
  explicit Walk(Beginning beginning) : beginning_(std::move(beginning)), people_(People()) {
    const auto files = catalog::ReadConfigFiles(std::string(WANGGE_SOURCE_DIR) + "/config/demo/lishui/city.textproto");
    EXPECT_TRUE(files.ok()) << files.status();
    std::uint64_t position = 0;
    for (const catalog::ConfigEdition& file : *files) {
      if (file.kind == EditionKind::kLayer) continue;
      const EditionActivated activated{
          .kind = file.kind, .name = file.name, .hash = Sha256::Of(file.body), .version = 1};
      const auto loaded = CatalogLoader()(editions_, activated, EditionId{++position}, kStart, file.body);
      EXPECT_TRUE(loaded.ok()) << loaded;
    }
    procedure_ = editions_.procedures.Active("urban")->body.get();
    SubmitReport report{.system = "urban", .source = beginning_.source, .category = beginning_.category};
    report.attachments = 2;
    const Actor& reporter = beginning_.source == "public" ? people_[1] : people_[0];
    Case first{.id = MakeCaseId({}, LogPosition{1})};
    Apply(first, std::get<std::vector<Event>>(DecideReport(At(reporter, kStart), report)));
    Node node{std::move(first), kStart, {}};
    for (const Prohibition& rule : procedure_->prohibitions) node.bound.push_back(rule.after.empty());
    Reach(std::move(node));
  }

  void Run() {
    while (!open_.empty() && seen_.size() < kStatesMax) {
      std::vector<Node> level;
      level.swap(open_);
      for (const Node& node : level) Expand(node);
    }
  }

  std::size_t states() const { return seen_.size(); }
  std::size_t steps() const { return steps_; }
  const std::set<std::string>& stages() const { return stages_; }
  const std::set<std::string>& actions() const { return actions_; }

 private:
  struct Node {
    Case c;
    Timestamp now;
    std::vector<bool> bound{};  // by each prohibition
  };

  Context At(const Actor& actor, Timestamp now) const {
    return {.position = LogPosition{2}, .now = now, .editions = &editions_, .actor = &actor};
  }

  static void Apply(Case& c, const std::vector<Event>& events) {
    for (const Event& event : events) Evolve(c, event);
  }

  // What tells states apart: where the case stands, which clocks run, whether the disposal deadline has passed, the
  // request that waits, what has been granted up to its quota, which units still have a share, who was late, and which
  // roles have handled. Times, and how often it went round, do not.
  std::string KeyOf(const Case& c) const {
    std::string key = std::to_string(c.stage) + "|" + std::to_string(c.stage_before.value_or(999));
    for (const bool bit : {c.filed, c.returned, c.returns > 0, !c.unit.empty(), !c.handler.empty(),
                           !c.inspector.empty(), Was(c, "331102-SZ", &Assignment::late)}) {
      key += bit ? '1' : '0';
    }
    for (std::size_t clock = 0; clock < procedure_->clocks.size(); ++clock) {
      const ClockRun* run = LatestRun(c, static_cast<ClockIndex>(clock));
      const bool is_over = run == nullptr || run->stopped;
      key += is_over ? (run != nullptr && procedure_->clocks[clock].once ? 's' : '.') : run->paused() ? 'p' : 'r';
      if (!is_over && clock == procedure_->disposal_clock && run->passed) key += '!';
    }
    if (const Request* open = OpenRequest(c)) {
      key += "?" + std::to_string(open->request) + "/" + std::to_string(open->endorsers.size());
    }
    for (std::size_t r = 0; r < procedure_->requests.size(); ++r) {
      const RequestRule& rule = procedure_->requests[r];
      const auto used = std::ranges::count_if(c.requests, [&](const Request& request) {
        return request.request == r && (request.state == RequestState::kGranted ||
                                        (rule.refusals_count && request.state == RequestState::kRefused));
      });
      key += "+" + std::to_string(std::min<std::int64_t>(used, rule.quota));
    }
    for (const Assignment& share : c.assignments) {
      if (!share.lead && share.round == c.round) key += share.end == AssignmentEnd::kOpen ? "h" : "H";
    }
    std::set<std::string> roles;
    for (const PartTaken& taken : c.parts) {
      if (taken.part == Part::kHandler) roles.insert(RoleOf(taken.actor));
      if (taken.part == Part::kVerifier) roles.insert("v");
    }
    for (const std::string& role : roles) key += "|" + role;
    return key;
  }

  static bool Was(const Case& c, const std::string& unit, bool Assignment::*fact) {
    return std::ranges::any_of(c.assignments,
                               [&](const Assignment& a) { return a.unit == unit && a.*fact && !a.exempt; });
  }

  std::string RoleOf(const std::string& actor) const {
    const auto found = std::ranges::find(people_, actor, &Actor::id);
    return found == people_.end() ? actor : found->roles.front();
  }

  PerformAction CommandFor(const Action& action, const Node& node) const {
    PerformAction command{.case_id = node.c.id, .action = action.id, .desk = action.desk};
    command.condition = beginning_.condition;
    command.unit = "331102-SZ";
    if (node.c.returns == 0) command.co_units = {"331102-SW"};
    command.handler = "handler";
    command.inspector = action.Asks(Input::kInspector) ? "inspector" : "";
    command.until = node.now + Days(3);
    command.proof = Proof{node.now, 0};
    command.location = Location{.position = Position{1'199'000'000, 284'500'000}, .source = PositionSource::kMapPick};
    command.master = CaseId{77};
    command.has_note = true;
    command.attachments = 1;
    return command;
  }

  void Expand(const Node& node) {
    bool moved = false;
    for (const Actor& actor : people_) {
      for (const ActionIndex index : AllowedActions(At(actor, node.now), node.c)) {
        const Action& action = procedure_->actions[index];
        const Decision decision = DecideAction(At(actor, node.now), &node.c, CommandFor(action, node));
        const auto* events = std::get_if<std::vector<Event>>(&decision);
        ASSERT_NE(events, nullptr) << action.id << ": " << std::get<Rejection>(decision).text;
        Step(node, *events, node.now + Seconds(1));
        CheckActor(action, actor, node.c);
        CheckProhibitions(node, index, actor);
        actions_.insert(action.id);
        moved = true;
      }
    }
    if (const auto timer = TimerOf(node.c)) {
      const Timestamp after = std::max(node.now, timer->due + Microseconds(1));
      static const Actor kTimer{.id = "timer"};
      const Decision decision = DecideExpiry(
          At(kTimer, after), &node.c, {.case_id = node.c.id, .clock = timer->clock, .generation = timer->generation});
      const auto& events = std::get<std::vector<Event>>(decision);
      ASSERT_FALSE(events.empty()) << "a deadline that has passed is recorded";
      for (const Event& event : events) {
        if (const auto* performed = std::get_if<ActionPerformed>(&event)) {
          actions_.insert(procedure_->actions[performed->action].id);
        }
      }
      Step(node, events, after);
      moved = true;
    }
    const bool is_open = procedure_->stages[node.c.stage].outcome == Outcome::kOpen;
    EXPECT_TRUE(moved || !is_open) << "a dead end: " << KeyOf(node.c);
  }

  // Who handled, or belongs to a unit that did, never checks, never closes.
  void CheckActor(const Action& action, const Actor& actor, const Case& before) const {
    const Outcome outcome = procedure_->stages[action.to].outcome;
    const bool closes = action.move == Move::kTo && (outcome == Outcome::kClosed || outcome == Outcome::kForceClosed);
    if (action.part != Part::kChecker && !closes) return;
    EXPECT_NE(actor.organisation, before.unit) << action.id;
    for (const PartTaken& taken : before.parts) {
      EXPECT_FALSE(taken.part == Part::kHandler && taken.actor == actor.id) << action.id << " by who handled";
    }
  }

  // Whoever may do it by another of their roles does it by that one.
  void CheckProhibitions(const Node& node, ActionIndex index, const Actor& actor) const {
    const Action& action = procedure_->actions[index];
    for (std::size_t i = 0; i < node.bound.size(); ++i) {
      const Prohibition& rule = procedure_->prohibitions[i];
      if (!node.bound[i] || std::ranges::find(rule.never, index) == rule.never.end()) continue;
      const bool may = !rule.by_roles.empty() && std::ranges::any_of(actor.roles, [&](const std::string& role) {
        return std::ranges::find(action.roles, role) != action.roles.end() &&
               std::ranges::find(rule.by_roles, role) == rule.by_roles.end();
      });
      EXPECT_TRUE(may) << rule.id << " forbids " << action.id << " by " << actor.id << " in " << KeyOf(node.c);
    }
  }

  std::vector<bool> BoundAfter(std::vector<bool> bound, const std::vector<Event>& events) const {
    for (const Event& event : events) {
      const auto* performed = std::get_if<ActionPerformed>(&event);
      if (performed == nullptr) continue;
      for (std::size_t i = 0; i < bound.size(); ++i) {
        const Prohibition& rule = procedure_->prohibitions[i];
        if (std::ranges::find(rule.until, performed->action) != rule.until.end()) bound[i] = false;
        if (std::ranges::find(rule.after, performed->action) != rule.after.end()) bound[i] = true;
      }
    }
    return bound;
  }

  void Step(const Node& node, const std::vector<Event>& events, Timestamp now) {
    ++steps_;
    Node next{node.c, now, BoundAfter(node.bound, events)};
    Apply(next.c, events);
    CheckEnd(next.c);
    Reach(std::move(next));
  }

  // After the end nothing runs but the deadline of an appeal that waits.
  void CheckEnd(const Case& c) const {
    if (c.outcome == Outcome::kOpen) return;
    for (const ClockRun& run : c.clocks) {
      if (!run.running()) continue;
      const bool is_of_request = OpenRequest(c) != nullptr && run.start == OpenRequest(c)->asked_at;
      EXPECT_TRUE(is_of_request) << "clock " << procedure_->clocks[run.clock].id << " runs after the end";
    }
  }

  void Reach(Node node) {
    stages_.insert(procedure_->stages[node.c.stage].id);
    std::string key = KeyOf(node.c);
    for (const bool binds : node.bound) key += binds ? '!' : '.';
    if (seen_.insert(std::move(key)).second) open_.push_back(std::move(node));
  }

  Beginning beginning_;
  Editions editions_;
  const Procedure* procedure_ = nullptr;
  std::vector<Actor> people_;
  std::set<std::string> seen_;
  std::vector<Node> open_;
  std::set<std::string> stages_;
  std::set<std::string> actions_;
  std::size_t steps_ = 0;

 public:
  const Procedure& procedure() const { return *procedure_; }
};

TEST(ProcedureWalk, EveryStateThatACaseCanReachKeepsTheRules) {
  std::set<std::string> stages;
  std::set<std::string> actions;
  std::size_t all = 0;
  const Procedure* procedure = nullptr;
  std::vector<std::unique_ptr<Walk>> walks;
  // A limit in one step, one in two, and what was fixed on the spot.
  const Beginning beginnings[] = {
      {"public", "100101", "100101-1"}, {"inspector", "200122", "200122-1"}, {"on_the_spot", "100101", "100101-1"}};
  for (const Beginning& beginning : beginnings) {
    walks.push_back(std::make_unique<Walk>(beginning));
    Walk& walk = *walks.back();
    walk.Run();
    ASSERT_FALSE(::testing::Test::HasFailure());
    EXPECT_LT(walk.states(), kStatesMax) << "not walked to the end";
    std::printf("%-12s %-9s %zu states, %zu steps\n", beginning.source.c_str(), beginning.condition.c_str(),
                walk.states(), walk.steps());
    all += walk.states();
    stages.insert(walk.stages().begin(), walk.stages().end());
    actions.insert(walk.actions().begin(), walk.actions().end());
    procedure = &walk.procedure();
  }
  std::printf("%zu distinct states in all\n", all);
  for (const Stage& stage : procedure->stages)
    EXPECT_TRUE(stages.contains(stage.id)) << stage.id << " is never reached";
  for (const Action& action : procedure->actions) {
    EXPECT_TRUE(actions.contains(action.id)) << action.id << " is never possible";
  }
}

}  // namespace
}  // namespace wangge
