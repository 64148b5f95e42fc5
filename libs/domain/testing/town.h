// A town small enough to be read at once, for tests of the rules: one system, one procedure, one catalogue, four
// people. Header only; tests alone include it.
#pragma once

#include <cstdlib>
#include <memory>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "base/check.h"
#include "domain/decide/decide.h"
#include "domain/evolve.h"

namespace wangge::domain::testing {

// Stages, clocks and actions of the procedure, in the order of their indexes.
namespace stage {
inline constexpr StageIndex kIntake = 0, kDesk = 1, kUnit = 2, kReview = 3, kShut = 4, kDropped = 5;
}
namespace clock {
inline constexpr ClockIndex kIntake = 0, kRepair = 1, kReview = 2;
}
namespace action {
inline constexpr ActionIndex kFile = 0, kSend = 1, kRepair = 2, kGiveBack = 3, kReview = 4, kRepeat = 5, kShut = 6,
                             kDrop = 7, kAsk = 8, kVerify = 9;
}

inline Action MakeAction(const char* id, StageIndex from, StageIndex to, const char* role) {
  return {.id = id, .label = {"动作", "Action"}, .from = {from}, .to = to, .roles = {role}};
}

// intake -file-> desk -send-> unit -repair-> review -review-> shut; with a way back, a repetition and a way out.
inline Procedure TownProcedure() {
  Procedure p{.id = "town", .label = {"流程", "Procedure"}, .report_roles = {"clerk", "watcher"}};
  for (const char* id : {"intake", "desk", "unit", "review", "shut", "dropped"}) {
    p.stages.push_back({.id = id, .label = {"阶段", "Stage"}});
  }
  p.stages[stage::kShut].outcome = Outcome::kClosed;
  p.stages[stage::kDropped].outcome = Outcome::kVoided;
  p.clocks = {{"intake", {"受理", "Intake"}, Limit{LimitUnit::kUrgentMinute, 15}},
              {"repair", {"处置", "Repair"}, std::nullopt},
              {"review", {"核查", "Review"}, Limit{LimitUnit::kUrgentMinute, 30}}};
  p.disposal_clock = clock::kRepair;
  p.report_starts = {clock::kIntake};
  p.actions = {MakeAction("file", stage::kIntake, stage::kDesk, "clerk"),
               MakeAction("send", stage::kDesk, stage::kUnit, "clerk"),
               MakeAction("repair", stage::kUnit, stage::kReview, "worker"),
               MakeAction("give_back", stage::kUnit, stage::kDesk, "worker"),
               MakeAction("review", stage::kReview, stage::kReview, "watcher"),
               MakeAction("repeat", stage::kReview, stage::kUnit, "watcher"),
               MakeAction("shut", stage::kReview, stage::kShut, "clerk"),
               MakeAction("drop", stage::kIntake, stage::kDropped, "clerk"),
               MakeAction("ask", stage::kIntake, stage::kIntake, "clerk"),
               MakeAction("verify", stage::kIntake, stage::kIntake, "watcher")};
  std::vector<Action>& a = p.actions;
  a[action::kFile].inputs = {Input::kCondition};
  a[action::kFile].effects = {ActionEffect::kFile};
  a[action::kFile].guards = {Guard::kVerifiedOrTrusted};
  a[action::kFile].stops = {clock::kIntake};
  a[action::kFile].milestone = Milestone::kFiled;
  a[action::kSend].desk = Desk::kDispatch;
  a[action::kSend].inputs = {Input::kUnit};
  a[action::kSend].effects = {ActionEffect::kDispatch};
  a[action::kSend].starts = {clock::kRepair};
  a[action::kSend].milestone = Milestone::kDispatched;
  a[action::kRepair].guards = {Guard::kActorIsOfUnit};
  a[action::kRepair].stops = {clock::kRepair};
  a[action::kRepair].starts = {clock::kReview};
  a[action::kRepair].part = Part::kHandler;
  a[action::kGiveBack].guards = {Guard::kActorIsOfUnit};
  a[action::kGiveBack].inputs = {Input::kNote};
  a[action::kGiveBack].effects = {ActionEffect::kRelease};
  a[action::kGiveBack].stops = {clock::kRepair};
  a[action::kReview].guards = {Guard::kActorIsTasked, Guard::kActorIsNotHandler};
  a[action::kReview].inputs = {Input::kAttachment};
  a[action::kReview].effects = {ActionEffect::kEndTask};
  a[action::kReview].part = Part::kChecker;
  a[action::kRepeat].effects = {ActionEffect::kRework};
  a[action::kRepeat].stops = {clock::kReview};
  a[action::kRepeat].starts = {clock::kRepair};
  a[action::kShut].guards = {Guard::kActorIsNotHandler};
  a[action::kShut].stops = {clock::kReview};
  a[action::kShut].milestone = Milestone::kEnded;
  a[action::kDrop].stops = {clock::kIntake};
  a[action::kAsk].inputs = {Input::kInspector};
  a[action::kAsk].effects = {ActionEffect::kTask};
  a[action::kAsk].guards = {Guard::kSourceIsNotTrusted};
  a[action::kVerify].guards = {Guard::kActorIsTasked};
  a[action::kVerify].effects = {ActionEffect::kEndTask};
  a[action::kVerify].part = Part::kVerifier;
  return p;
}

inline Catalogue TownCatalogue() {
  Catalogue catalogue;
  catalogue.Add(Category{.id = "lamp", .label = {"路灯", "Street lamp"}});
  catalogue.Add(Category{.id = "tree", .label = {"行道树", "Tree"}});
  catalogue.Add(Condition{"lamp-1", "lamp", {"不亮", "Dark"}, Limit{LimitUnit::kUrgentHour, 2}});
  catalogue.Add(Condition{"lamp-2", "lamp", {"倾斜", "Leaning"}, std::nullopt});
  catalogue.Add(Condition{"tree-1", "tree", {"枯死", "Dead"}, Limit{LimitUnit::kNaturalDay, 5}});
  CHECK(catalogue.Seal().empty());
  return catalogue;
}

inline System TownSystem() {
  System system{.id = "town", .label = {"系统", "System"}, .procedure = "town", .catalogue = "town"};
  system.layers = {"grid", "district"};
  system.area_root = "33";
  system.local_days = Calendar::Bare(Hours(8));
  system.sources = {{"patrol", {{"巡查", "Patrol"}, true}}, {"phone", {{"电话", "Telephone"}, false}}};
  return system;
}

inline constexpr EditionId kSystemEdition{1}, kProcedureEdition{2}, kCatalogueEdition{3};

inline Editions TownEditions() {
  Editions editions;
  editions.systems.Activate("town", kSystemEdition, std::make_shared<const System>(TownSystem()));
  editions.procedures.Activate("town", kProcedureEdition, std::make_shared<const Procedure>(TownProcedure()));
  editions.catalogues.Activate("town", kCatalogueEdition, std::make_shared<const Catalogue>(TownCatalogue()));
  editions.organisations = std::make_shared<const Organisations>(
      Organisations{{"works", {{"工务", "Works"}, OrganisationKind::kUnit, "hall"}},
                    {"parks", {{"园林", "Parks"}, OrganisationKind::kUnit, "hall"}},
                    {"hall", {{"市政厅", "Town hall"}, OrganisationKind::kOther, ""}}});
  editions.roles = std::make_shared<const Roles>(
      Roles{{"clerk", {.label = {"职员", "Clerk"}, .scope = Scope::kArea, .reads_personal = true}},
            {"watcher", {.label = {"监督员", "Watcher"}, .scope = Scope::kArea}},
            {"worker", {.label = {"工人", "Worker"}, .scope = Scope::kUnit}},
            {"keeper", {.label = {"管理员", "Keeper"}, .scope = Scope::kUnit, .administers = true}}});
  return editions;
}

inline const Actor kClerk{.id = "carla", .organisation = "hall", .area = "33", .roles = {"clerk"}};
inline const Actor kWatcher{.id = "wang", .organisation = "hall", .area = "3301", .roles = {"watcher"}};
inline const Actor kWorker{.id = "wolf", .organisation = "works", .area = "", .roles = {"worker"}};
inline const Actor kKeeper{.id = "kim", .organisation = "hall", .area = "", .roles = {"keeper"}};
inline const Actor kTimer{.id = "timer"};

// Decides and applies, as the engine does, with a clock that the test moves.
class Town {
 public:
  Town() : editions(TownEditions()) {}

  Context As(const Actor& actor) const {
    return {.shard = ShardId{7}, .position = position, .now = now, .editions = &editions, .actor = &actor};
  }
  Decision Try(const Actor& actor, const Case* c, const Command& command) const {
    return Decide(As(actor), c, command);
  }
  // The events of a command that must be accepted.
  std::vector<Event> Events(const Actor& actor, const Case* c, const Command& command) const {
    const Decision decision = Try(actor, c, command);
    if (const auto* refusal = std::get_if<Rejection>(&decision)) {
      std::fprintf(stderr, "%s: %s\n", refusal->reason.c_str(), refusal->text.c_str());
      CHECK(false);
    }
    return std::get<std::vector<Event>>(decision);
  }
  // The reason of a command that must be refused; "" if it was accepted.
  std::string Reason(const Actor& actor, const Case* c, const Command& command) const {
    const Decision decision = Try(actor, c, command);
    const auto* refusal = std::get_if<Rejection>(&decision);
    return refusal == nullptr ? std::string{} : refusal->reason;
  }
  Case Report(const Actor& actor, const SubmitReport& command) {
    Case c{.id = MakeCaseId(ShardId{7}, position)};
    Apply(c, Events(actor, nullptr, command));
    return c;
  }
  void Do(const Actor& actor, Case& c, PerformAction command) {
    command.case_id = c.id;
    Apply(c, Events(actor, &c, command));
  }
  void Apply(Case& c, const std::vector<Event>& events) {
    EvolveAll(c, position, events);
    ++position.value;
  }

  Editions editions;
  LogPosition position{100};
  Timestamp now{1'767'225'600'000'000};  // 2026-01-01T00:00:00Z
};

// A lamp reported by a patrol in cell 330101.
inline SubmitReport LampReport() {
  SubmitReport report{.system = "town", .source = "patrol", .category = "lamp"};
  report.location.position = Position{.lon_e7 = 1'200'000'000, .lat_e7 = 280'000'000};
  report.location.source = PositionSource::kGnss;
  report.location.placements = {{.layer = "grid", .version = 1, .code = "330101"},
                                {.layer = "district", .version = 1, .code = "3301"}};
  return report;
}

inline PerformAction Perform(const char* id) { return {.action = id}; }
inline PerformAction FileAs(const char* condition) { return {.action = "file", .condition = condition}; }
inline PerformAction SendTo(const char* unit) { return {.action = "send", .desk = Desk::kDispatch, .unit = unit}; }

// A lamp that the works have in hand, with a limit of two urgent hours.
inline Case LampAtWorks(Town& town) {
  Case c = town.Report(kClerk, LampReport());
  town.Do(kClerk, c, FileAs("lamp-1"));
  town.Do(kClerk, c, SendTo("works"));
  return c;
}

// The one event of a kind among events; nullptr when there is none.
template <typename Kind>
const Kind* Only(const std::vector<Event>& events) {
  const Kind* only = nullptr;
  for (const Event& event : events) {
    const Kind* here = std::get_if<Kind>(&event);
    CHECK(here == nullptr || only == nullptr);
    if (here != nullptr) only = here;
  }
  return only;
}

}  // namespace wangge::domain::testing
