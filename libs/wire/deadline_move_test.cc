#include "wire/deadline_move.h"

#include <gtest/gtest.h>

#include "domain/testing/town.h"
#include "wire/time.h"

namespace wangge::wire {
namespace {

using domain::EditionId;
namespace town = domain::testing;

TEST(DeadlineMove, TellsTheDeadlineBeforeAndAfterAndByWhichEditionItIsCounted) {
  town::Town place;
  place.editions.calendars.Activate("plain", EditionId{17},
                                    std::make_shared<const domain::Calendar>(domain::Calendar::Bare(Hours(8))));
  const domain::Case before = town::LampAtWorks(place);
  domain::Case after = before;
  domain::ClockRun& run = after.clocks.back();
  run.due = run.due + Hours(1);
  cases::v1::HistoryEntry entry;
  AddDeadlineMoves(before, after, PinnedBy(place.editions, after), entry);
  ASSERT_EQ(entry.deadlines_size(), 1) << "the clock that has stopped is left out";
  EXPECT_EQ(entry.deadlines(0).clock(), "repair");
  EXPECT_EQ(FromProto(entry.deadlines(0).due_before()), before.clocks.back().due);
  EXPECT_EQ(FromProto(entry.deadlines(0).due_at()), run.due);
  EXPECT_EQ(entry.deadlines(0).calendar(), "town") << "local days";
  EXPECT_EQ(entry.deadlines(0).limit(), "2uh");
}

TEST(DeadlineMove, NothingIsToldOfWhatStays) {
  town::Town place;
  const domain::Case before = town::LampAtWorks(place);
  domain::Case after = before;
  after.clocks.back().passed = true;
  cases::v1::HistoryEntry entry;
  AddDeadlineMoves(before, after, PinnedBy(place.editions, after), entry);
  EXPECT_EQ(entry.deadlines_size(), 0);
}

}  // namespace
}  // namespace wangge::wire
