#include "wire/feed.h"

#include <gtest/gtest.h>

namespace wangge::wire {
namespace {

TEST(WireFeed, AThreadHoldsWhatCommandsLeave) {
  Thread thread;
  Follow(thread, {domain::Reported{.procedure = domain::EditionId{3}, .category = "c"},
                  domain::ClockStarted{.clock = 1, .generation = 1}});
  Follow(thread, {domain::Dispatched{"u", 2}, domain::Tasked{"i"}, domain::ClockStopped{.clock = 1},
                  domain::ClockStarted{.clock = 0, .generation = 2}});
  EXPECT_EQ(thread.unit, "u");
  EXPECT_EQ(thread.inspector, "i");
  EXPECT_EQ(thread.round, 2u);
  ASSERT_EQ(thread.running.size(), 1u);
  EXPECT_EQ(thread.running.front().second, 2u);
  Follow(thread, {domain::Released{"u"}, domain::Tasked{}});
  EXPECT_EQ(thread.unit + thread.inspector, "");
}

TEST(WireFeed, AStepTellsWhatHoldsAfterIt) {
  domain::Procedure procedure;
  procedure.stages = {{.id = "a"}, {.id = "b"}};
  procedure.clocks = {{.id = "k"}};
  procedure.actions = {{.id = "go", .roles = {"r"}}};
  const domain::System system{.id = "s"};
  const domain::Actor actor{.id = "post", .roles = {"r"}};
  Thread before;
  Follow(before, {domain::ClockStarted{.clock = 0, .generation = 5}, domain::Dispatched{"u", 1}});
  const std::vector<domain::Event> events{domain::ClockStopped{.clock = 0, .at = Timestamp{1}, .late = true},
                                          domain::ActionPerformed{.from = 0, .to = 1, .actor = "post"}};
  Thread after = before;
  Follow(after, events);
  ledger::v1::FeedRecord record;
  const Pinned pinned{&system, &procedure};
  const CaseNumbers numbers{"R", "A"};
  AppendEvents({actor, events, before, after, pinned, numbers}, record);
  ASSERT_EQ(record.events_size(), 2);
  EXPECT_EQ(record.events(0).clock_stopped().generation(), 5u);
  EXPECT_EQ(record.events(0).clock_stopped().clock(), "k");
  EXPECT_EQ(record.events(1).action_performed().unit(), "u");
  EXPECT_EQ(record.events(1).action_performed().role(), "r");
  EXPECT_EQ(KindOf(record.events(1)), "action_performed");
  EXPECT_TRUE(IsFeedKind("clock_stopped"));
  EXPECT_FALSE(IsFeedKind("kind"));
}

}  // namespace
}  // namespace wangge::wire
