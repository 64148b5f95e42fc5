#include "wire/case.h"

#include <gtest/gtest.h>

#include "wire/action.h"
#include "wire/time.h"

namespace wangge::wire {
namespace {

using domain::Guard;

// Two stages, one action of the unit that stops the only clock.
domain::Procedure SomeProcedure() {
  domain::Procedure procedure{.id = "p"};
  procedure.stages = {{.id = "begun"}, {.id = "done", .outcome = domain::Outcome::kClosed}};
  procedure.clocks = {{.id = "work"}};
  procedure.actions = {{.id = "finish",
                        .from = {0},
                        .to = 1,
                        .roles = {"worker", "chief"},
                        .guards = {Guard::kActorIsOfUnit},
                        .inputs = {domain::Input::kNote},
                        .effects = {domain::ActionEffect::kTask},
                        .stops = {0}}};
  return procedure;
}

domain::Case SomeCase() {
  domain::Case c{.id = domain::CaseId{7}, .last = domain::LogPosition{9}};
  c.procedure = domain::EditionId{3};
  c.unit = "u1";
  c.received_at = Timestamp{1'000'000};
  c.clocks = {{.clock = 0,
               .generation = 1,
               .start = Timestamp{0},
               .due = Timestamp{10},
               .stopped = Timestamp{11},
               .late = true},
              {.clock = 0, .generation = 2, .start = Timestamp{20}, .due = Timestamp{30}}};
  c.milestones[2].at = Timestamp{5};
  c.milestones[1].at = Timestamp{6};
  return c;
}

TEST(WireCase, ListsShowRunningClocksOnly) {
  const domain::Procedure procedure = SomeProcedure();
  const domain::System system{.id = "s"};
  const domain::Case c = SomeCase();
  const auto list = ToProto(c, {&system, &procedure}, {"R", "A"}, Timestamp{30}, Detail::kList);
  ASSERT_EQ(list.clocks_size(), 1);
  EXPECT_EQ(list.clocks(0).generation(), 2u);
  EXPECT_FALSE(list.clocks(0).late()) << "at the deadline itself one is on time";
  EXPECT_EQ(FromProto(list.due_at()), Timestamp{30});
  EXPECT_EQ(list.procedure(), "s/3");
  EXPECT_EQ(list.case_number(), "") << "not filed";
  EXPECT_FALSE(list.has_occurred_at()) << "not told";

  const auto whole = ToProto(c, {&system, &procedure}, {"R", "A"}, Timestamp{31}, Detail::kWhole);
  ASSERT_EQ(whole.clocks_size(), 2);
  EXPECT_TRUE(whole.clocks(0).late());
  EXPECT_TRUE(whole.clocks(1).late());
  EXPECT_EQ(whole.clocks(1).owner(), "u1");
  ASSERT_EQ(whole.milestones_size(), 2);
  EXPECT_EQ(whole.milestones(0).milestone(), cases::v1::MILESTONE_FILED) << "in the order reached";
}

TEST(WireCase, AClockTellsThatItsRecordedDueTimeIsNotAfterItsStart) {
  const domain::System system{.id = "s"};
  const domain::Procedure procedure = SomeProcedure();
  const Pinned pinned{&system, &procedure};
  domain::Case c = SomeCase();
  EXPECT_FALSE(ToProto(c.clocks[1], c, pinned, Timestamp{21}).due_not_after_start());
  c.clocks[1].due_not_after_start = true;
  EXPECT_TRUE(ToProto(c.clocks[1], c, pinned, Timestamp{21}).due_not_after_start());
}

TEST(WireAction, SaysWhatAnActionNeedsAndTakes) {
  const domain::Procedure procedure = SomeProcedure();
  const domain::Actor actor{.id = "a", .organisation = "u1", .roles = {"chief"}};
  const auto action = ToProto(procedure.actions[0], procedure, actor);
  EXPECT_EQ(action.role(), "chief");
  EXPECT_EQ(action.to_stage(), "done");
  ASSERT_EQ(action.required_size(), 1);
  EXPECT_EQ(action.required(0), cases::v1::ACTION_FIELD_NOTE);
  ASSERT_EQ(action.optional_fields_size(), 2);
  EXPECT_EQ(action.optional_fields(0), cases::v1::ACTION_FIELD_INSPECTOR);
  EXPECT_EQ(action.optional_fields(1), cases::v1::ACTION_FIELD_ATTACHMENTS);
}

TEST(WireAction, FilingConditionsAreThoseOfTheCategoryWithTheirLimits) {
  domain::Catalogue catalogue;
  catalogue.Add(domain::Condition{.id = "b-1", .category = "b", .label = {}});
  catalogue.Add(domain::Condition{.id = "a-2", .category = "a", .label = {.zh = "裂", .en = "cracked"}});
  catalogue.Add(domain::Condition{
      .id = "a-1", .category = "a", .label = {}, .limit = domain::Limit{domain::LimitUnit::kUrgentHour, 4}});
  ASSERT_EQ(catalogue.Seal(), "");
  cases::v1::AllowedAction action;
  AddConditions(catalogue, "a", action);
  ASSERT_EQ(action.conditions_size(), 2);
  EXPECT_EQ(action.conditions(0).condition() + " " + action.conditions(0).limit(), "a-1 4uh");
  EXPECT_EQ(action.conditions(1).condition() + " " + action.conditions(1).limit(), "a-2 ") << "no limit";
  EXPECT_EQ(action.conditions(1).label().en(), "cracked");
}

TEST(WireAction, ATimerIsNoStepOfAHistory) {
  const domain::Procedure procedure = SomeProcedure();
  const domain::Actor actor{.id = "a", .organisation = "u1", .roles = {"worker"}};
  cases::v1::HistoryEntry entry;
  const std::vector<domain::Event> timer{domain::DeadlinePassed{}};
  EXPECT_FALSE(ToProto(Step{domain::LogPosition{4}, Timestamp{1}, &actor, &timer}, procedure, entry));
  const std::vector<domain::Event> step{domain::ActionPerformed{.action = 0, .from = 0, .to = 1}};
  EXPECT_TRUE(ToProto(Step{domain::LogPosition{5}, Timestamp{1}, &actor, &step}, procedure, entry));
  EXPECT_EQ(entry.unit(), "u1");
  EXPECT_EQ(entry.role(), "worker");
  EXPECT_EQ(entry.from_stage() + entry.to_stage(), "begundone");
}

}  // namespace
}  // namespace wangge::wire
