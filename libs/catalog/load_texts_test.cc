// The text-format schemas: system, roles, procedure.
#include <string>

#include "base/limits.h"
#include "base/status/text.h"
#include "catalog/load.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace wangge::catalog {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::StartsWith;

// `text` with its first `from` replaced by `to`.
std::string With(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return at == std::string::npos ? text : text.replace(at, from.size(), to);
}

template <typename Loaded>
std::string Fault(const absl::StatusOr<Loaded>& loaded) {
  EXPECT_EQ(loaded.status().code(), absl::StatusCode::kInvalidArgument) << loaded.status();
  return std::string(ToStd(loaded.status().message()));
}

const std::string kSystem = R"(id: "urban"
label { zh: "城管" en: "Urban" }
procedure: "urban"
catalogue: "urban"
layers: "grid"
layers: "county"
area_root: "3311"
utc_offset_minutes: 480
sources { id: "patrol" label { zh: "巡查" en: "Patrol" } trusted: true }
sources { id: "phone" label { zh: "电话" en: "Phone" } }
)";

std::string SystemFault(const std::string& from, const std::string& to) {
  return Fault(LoadSystem(With(kSystem, from, to), "s"));
}

TEST(LoadSystem, EveryFieldArrives) {
  const auto system = LoadSystem(kSystem, "s");
  ASSERT_TRUE(system.ok()) << system.status();
  EXPECT_EQ(system->id, "urban");
  EXPECT_EQ(system->layers, (std::vector<std::string>{"grid", "county"}));
  EXPECT_EQ(system->area_root, "3311");
  EXPECT_EQ(system->local_days.utc_offset(), Hours(8));
  EXPECT_TRUE(system->sources.at("patrol").trusted);
  EXPECT_FALSE(system->sources.at("phone").trusted);
}

TEST(LoadSystem, AFaultStandsAtItsFieldOrAtTheMessageThatLacksIt) {
  EXPECT_THAT(SystemFault("\"urban\"", "\"Urban\""), StartsWith("s:1:1: Expected id as lower case"));
  EXPECT_THAT(SystemFault("utc_offset_minutes: 480", ""),
              StartsWith("s:1:1: Expected the field \"utc_offset_minutes\""));
  EXPECT_THAT(SystemFault("480", "900"), StartsWith("s:8:1: Expected -840 to 840 minutes, but got 900."));
  EXPECT_THAT(SystemFault("layers: \"county\"", "layers: \"grid\""), StartsWith("s:6:1: Expected each layer once"));
  EXPECT_THAT(SystemFault("\"phone\"", "\"patrol\""), StartsWith("s:10:11: Expected each source once"));
  EXPECT_THAT(SystemFault("en: \"Phone\"", ""), StartsWith("s:10:23: Expected a label in zh and en"));
  EXPECT_THAT(SystemFault("label { zh: \"电话\" en: \"Phone\" }", ""),
              StartsWith("s:10:1: Expected the field \"label\""));
  EXPECT_THAT(SystemFault("\"3311\"", "\"\""), StartsWith("s:7:1: "));
  EXPECT_THAT(SystemFault("\"Phone\"", "\"\\377\""), HasSubstr("UTF-8"));
}

TEST(LoadSystem, ATimeZoneIsOneThatTheMachineKnows) {
  const auto system = LoadSystem(kSystem + "time_zone: \"America/New_York\"\n", "s");
  ASSERT_TRUE(system.ok()) << system.status();
  EXPECT_EQ(system->time_zone, "America/New_York");
  EXPECT_THAT(Fault(LoadSystem(kSystem + "time_zone: \"Lishui\"\n", "s")),
              StartsWith("s:11:1: Expected the IANA name of a time zone"));
}

TEST(LoadRoles, EveryFieldArrives) {
  const auto roles = LoadRoles(R"(
roles { id: "a" label { zh: "甲" en: "A" } scope: SCOPE_AREA reads_personal: true reads_statistics: true
  patrols: true reads_presence: true }
roles { id: "b" label { zh: "乙" en: "B" } scope: SCOPE_UNIT administers: true })",
                               "r");
  ASSERT_TRUE(roles.ok()) << roles.status();
  const domain::Role& a = roles->at("a");
  const domain::Role& b = roles->at("b");
  EXPECT_TRUE(a.scope == domain::Scope::kArea && a.reads_personal && a.reads_statistics && !a.administers);
  EXPECT_TRUE(a.patrols && a.reads_presence && !b.patrols && !b.reads_presence);
  EXPECT_TRUE(b.scope == domain::Scope::kUnit && !b.reads_personal && !b.reads_statistics && b.administers);
}

TEST(LoadRoles, PresenceIsReadByAreaOnly) {
  EXPECT_THAT(Fault(CompileRoles(
                  "roles { id: \"a\" label { zh: \"甲\" en: \"A\" } scope: SCOPE_UNIT reads_presence: true }", "r")),
              AllOf(StartsWith("r:1:"), HasSubstr("`reads_presence` with SCOPE_AREA only")));
}

TEST(LoadRoles, SomebodyAdministers) {
  const std::string role = R"(roles { id: "a" label { zh: "甲" en: "A" } scope: SCOPE_AREA })";
  EXPECT_THAT(Fault(LoadRoles(role, "r")), StartsWith("r:1:1: Expected a role with `administers: true`"));
  EXPECT_TRUE(CompileRoles(role, "r").ok()) << "what is in force stays readable";
}

TEST(LoadRoles, AScopeIsChosenAndARoleStandsOnce) {
  const std::string role = R"(roles { id: "a" label { zh: "甲" en: "A" } scope: SCOPE_AREA })";
  EXPECT_THAT(Fault(LoadRoles(With(role, "SCOPE_AREA", "SCOPE_UNSPECIFIED"), "r")), StartsWith("r:1:"));
  EXPECT_THAT(Fault(LoadRoles(With(role, "scope: SCOPE_AREA", ""), "r")), StartsWith("r:1:1: "));
  EXPECT_THAT(Fault(LoadRoles(role + "\n" + role, "r")), StartsWith("r:2:9: Expected each role once"));
  EXPECT_THAT(Fault(LoadRoles("", "r")), StartsWith("r:1:1: "));
}

const std::string kProcedure = R"(id: "p"
label { zh: "流程" en: "Procedure" }
report { roles: "clerk" stage: "open" starts: "work" }
disposal_clock: "work"
clocks { id: "work" label { zh: "时限" en: "Work" } limit: "2uh" }
stages { id: "open" label { zh: "待办" en: "Open" } }
stages { id: "done" label { zh: "办结" en: "Done" } outcome: OUTCOME_CLOSED }
actions {
  id: "finish"
  label { zh: "办结" en: "Finish" }
  desk: DESK_RESOLUTION
  from: "open"
  to: "done"
  roles: "clerk"
  guards: GUARD_ACTOR_IS_NOT_HANDLER
  inputs: INPUT_NOTE
  stops: "work"
  milestone: MILESTONE_ENDED
  part: PART_CHECKER
}
)";

std::string ProcedureFault(const std::string& from, const std::string& to) {
  return Fault(LoadProcedure(With(kProcedure, from, to), "p"));
}

TEST(LoadProcedure, IdsBecomeIndexesInTheOrderOfTheFile) {
  const auto procedure = LoadProcedure(kProcedure, "p");
  ASSERT_TRUE(procedure.ok()) << procedure.status();
  EXPECT_EQ(procedure->first_stage, 0u);
  EXPECT_EQ(procedure->report_starts, (std::vector<domain::ClockIndex>{0}));
  ASSERT_EQ(procedure->actions.size(), 1u);
  const domain::Action& action = procedure->actions[0];
  EXPECT_EQ(action.from, (std::vector<domain::StageIndex>{0}));
  EXPECT_EQ(action.to, 1u);
  EXPECT_EQ(action.guards, (std::vector<domain::Guard>{domain::Guard::kActorIsNotHandler}));
  EXPECT_TRUE(action.Asks(domain::Input::kNote));
  EXPECT_EQ(action.milestone, domain::Milestone::kEnded);
  EXPECT_EQ(action.part, domain::Part::kChecker);
  EXPECT_EQ(procedure->stages[1].outcome, domain::Outcome::kClosed);
  EXPECT_EQ(procedure->clocks[0].limit, domain::ParseLimit("2uh"));
}

TEST(LoadProcedure, AClockTakesItsOwnLimitOrThatOfTheCondition) {
  const auto procedure = LoadProcedure(With(kProcedure, "limit: \"2uh\"", "limit_of_condition: true"), "p");
  ASSERT_TRUE(procedure.ok()) << procedure.status();
  EXPECT_EQ(procedure->clocks[0].limit, std::nullopt);
  EXPECT_THAT(ProcedureFault("limit: \"2uh\"", ""), StartsWith("p:5:1: Expected a limit, limit_of_condition, "));
  EXPECT_THAT(ProcedureFault("limit: \"2uh\"", "limit_of_condition: false"), StartsWith("p:5:55: "));
  EXPECT_THAT(ProcedureFault("2uh", "2h"), StartsWith("p:5:55: Expected a limit such as 30um"));
}

TEST(LoadProcedure, StagesActionsAndClocksHaveALimit) {
  std::string stages;
  for (int i = 0; i <= limits::kProcedureEntriesMax; ++i) {
    stages += "stages { id: \"s" + std::to_string(i) + "\" label { zh: \"甲\" en: \"A\" } }\n";
  }
  EXPECT_THAT(Fault(LoadProcedure(kProcedure + stages, "p")), HasSubstr("at most 1000 stages"));
}

TEST(LoadProcedure, AReferenceThatLeadsNowhereIsNamedAtItsPlace) {
  EXPECT_THAT(ProcedureFault("stage: \"open\"", "stage: \"opne\""), StartsWith("p:3:25: Expected the id of a stage"));
  EXPECT_THAT(ProcedureFault("disposal_clock: \"work\"", "disposal_clock: \"wrk\""), StartsWith("p:4:1: "));
  EXPECT_THAT(ProcedureFault("from: \"open\"", "from: \"opne\""), StartsWith("p:12:3: "));
  EXPECT_THAT(ProcedureFault("to: \"done\"", "to: \"dnoe\""), StartsWith("p:13:3: "));
  EXPECT_THAT(ProcedureFault("stops: \"work\"", "stops: \"wrk\""), StartsWith("p:17:3: Expected the id of a clock"));
}

TEST(LoadProcedure, TheUnspecifiedEnumeratorIsRefusedEverywhere) {
  EXPECT_THAT(ProcedureFault("DESK_RESOLUTION", "DESK_UNSPECIFIED"), StartsWith("p:11:3: "));
  EXPECT_THAT(ProcedureFault("GUARD_ACTOR_IS_NOT_HANDLER", "GUARD_UNSPECIFIED"), StartsWith("p:15:3: "));
  EXPECT_THAT(ProcedureFault("INPUT_NOTE", "INPUT_UNSPECIFIED"), StartsWith("p:16:3: "));
  EXPECT_THAT(ProcedureFault("INPUT_NOTE", "INPUT_NOTE effects: EFFECT_UNSPECIFIED"), StartsWith("p:16:22: "));
  EXPECT_THAT(ProcedureFault("MILESTONE_ENDED", "MILESTONE_UNSPECIFIED"), StartsWith("p:18:3: "));
  EXPECT_THAT(ProcedureFault("PART_CHECKER", "PART_UNSPECIFIED"), StartsWith("p:19:3: "));
  EXPECT_THAT(ProcedureFault("OUTCOME_CLOSED", "OUTCOME_UNSPECIFIED"), StartsWith("p:7:55: "));
}

TEST(LoadProcedure, ARequiredFieldThatIsMissingIsNamed) {
  for (const char* line : {"label { zh: \"流程\" en: \"Procedure\" }\n", "  from: \"open\"\n", "  to: \"done\"\n",
                           "  roles: \"clerk\"\n", "  desk: DESK_RESOLUTION\n", "disposal_clock: \"work\"\n",
                           "report { roles: \"clerk\" stage: \"open\" starts: \"work\" }\n"}) {
    EXPECT_THAT(ProcedureFault(line, ""), StartsWith("p:")) << line;
  }
}

TEST(LoadProcedure, AFaultOfTheProofsStandsWhereItsStageActionOrClockDoes) {
  EXPECT_THAT(ProcedureFault("  stops: \"work\"\n", ""), StartsWith("p:5:10: Expected every clock to be stopped"));
  EXPECT_THAT(ProcedureFault("  guards: GUARD_ACTOR_IS_NOT_HANDLER\n", ""), StartsWith("p:9:3: Expected the guard"));
  EXPECT_THAT(ProcedureFault(" outcome: OUTCOME_CLOSED", ""), HasSubstr("p:6:10: Expected an exit"));
}

TEST(LoadProcedure, EveryFaultOfTheProofsIsGivenOneALine) {
  const std::string faults = ProcedureFault(
      "  guards: GUARD_ACTOR_IS_NOT_HANDLER\n  inputs: INPUT_NOTE\n  stops: \"work\"\n", "  inputs: INPUT_UNIT\n");
  EXPECT_EQ(std::count(faults.begin(), faults.end(), '\n'), 2) << faults;
}

TEST(CompileProcedure, LeavesTheProofsToTheDayTheEditionCameIntoForce) {
  const std::string unproved = With(kProcedure, "  stops: \"work\"\n", "");
  EXPECT_FALSE(LoadProcedure(unproved, "p").ok());
  EXPECT_TRUE(CompileProcedure(unproved, "p").ok());
}

}  // namespace
}  // namespace wangge::catalog
