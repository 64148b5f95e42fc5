#include <gtest/gtest.h>

#include "domain/calendar/testing/calendars.h"
#include "domain/testing/town.h"

namespace wangge::domain {
namespace {

using testing::Town;

constexpr EditionId kOld{11};
constexpr EditionId kNew{12};

// A town that counts by the calendar `china`, in which a lamp has four working hours.
class RecountTest : public ::testing::Test {
 protected:
  RecountTest() {
    System system = testing::TownSystem();
    system.calendar = "china";
    town_.editions.systems.Activate("town", testing::kSystemEdition, std::make_shared<const System>(system));
    Catalogue catalogue;
    catalogue.Add(Category{.id = "lamp", .label = {"路灯", "Street lamp"}});
    catalogue.Add(Condition{"lamp-1", "lamp", {"不亮", "Dark"}, Limit{LimitUnit::kWorkingHour, 4}});
    EXPECT_TRUE(catalogue.Seal().empty());
    town_.editions.catalogues.Activate("town", testing::kCatalogueEdition,
                                       std::make_shared<const Catalogue>(std::move(catalogue)));
    Put(kOld, testing::ChinaSpec());
    town_.now = Timestamp{1'798'700'400'000'000};  // 2026-12-31T15:00:00+08:00
  }

  void Put(EditionId id, CalendarSpec spec) {
    town_.editions.calendars.Activate("china", id,
                                      std::make_shared<const Calendar>(testing::Compiled(std::move(spec))));
  }

  // The list of the next year has come, with the first of January.
  void PublishNextYear() {
    CalendarSpec spec = testing::ChinaSpec();
    spec.last_year = 2027;
    spec.days.push_back({*ParseDay("2027-01-01"), DayMark::kHoliday, "元旦"});
    Put(kNew, std::move(spec));
  }

  Town town_;
};

TEST_F(RecountTest, AProvisionalDeadlineIsCountedAnewWhenTheYearsListArrives) {
  Case c = testing::LampAtWorks(town_);
  const ClockRun before = c.clocks.back();
  EXPECT_TRUE(before.provisional) << "three hours are left on the last day: one falls into an unpublished year";
  EXPECT_EQ(before.due, Timestamp{1'798'765'200'000'000}) << "2027-01-01T09:00:00+08:00, by the week pattern";
  PublishNextYear();
  town_.Apply(c, town_.Events(testing::kTimer, &c, RecountClocks{c.id}));
  const ClockRun& after = c.clocks.back();
  EXPECT_EQ(after.due, Timestamp{1'799'024'400'000'000}) << "Monday 2027-01-04T09:00:00+08:00";
  EXPECT_FALSE(after.provisional);
  EXPECT_EQ(after.calendar, kNew);
}

TEST_F(RecountTest, WhatDoesNotMoveIsLeftAlone) {
  town_.now = Timestamp{1'798'426'800'000'000};  // Monday 2026-12-28T11:00:00+08:00
  const Case c = testing::LampAtWorks(town_);
  PublishNextYear();
  EXPECT_TRUE(RecountedClocks(town_.editions, c, town_.now).empty());
}

TEST_F(RecountTest, ADeadlineThatHadPassedRunsAgainWhenItMovesAhead) {
  Case c = testing::LampAtWorks(town_);
  town_.now = c.clocks.back().due + Seconds(1);
  town_.Apply(
      c, town_.Events(testing::kTimer, &c, ExpireClock{c.id, testing::clock::kRepair, c.clocks.back().generation}));
  EXPECT_TRUE(c.clocks.back().passed);
  PublishNextYear();
  town_.Apply(c, town_.Events(testing::kTimer, &c, RecountClocks{c.id}));
  EXPECT_FALSE(c.clocks.back().passed);
  EXPECT_FALSE(c.clocks.back().late);
}

TEST_F(RecountTest, AStoppedClockKeepsItsFact) {
  Case c = testing::LampAtWorks(town_);
  town_.Do(testing::kWorker, c, testing::Perform("repair"));
  PublishNextYear();
  for (const Event& event : RecountedClocks(town_.editions, c, town_.now)) {
    EXPECT_NE(std::get<ClockRecounted>(event).clock, testing::clock::kRepair);
  }
}

// -- whose calendar ---------------------------------------------------------------------------------------------------

class CalendarRules : public RecountTest {
 protected:
  // Weekdays from nine to twelve only, by this id.
  void PutMornings(const char* id, EditionId edition) {
    CalendarSpec spec = testing::ChinaSpec();
    spec.id = id;
    spec.hours = {testing::OfficeWeek({{9 * 3600, 12 * 3600}})};
    spec.working_day = Hours(3);
    town_.editions.calendars.Activate(id, edition,
                                      std::make_shared<const Calendar>(testing::Compiled(std::move(spec))));
  }
  void Rule(CalendarRule rule) {
    System system = *town_.editions.systems.Find(testing::kSystemEdition);
    system.calendar_rules.push_back(std::move(rule));
    town_.editions.systems.Activate("town", testing::kSystemEdition, std::make_shared<const System>(system));
  }
  static constexpr EditionId kMornings{21};
};

TEST_F(CalendarRules, AUnitMayHaveACalendarOfItsOwn) {
  PutMornings("mornings", kMornings);
  Rule({.calendar = "mornings", .organisation = "works"});
  Case c = testing::LampAtWorks(town_);
  EXPECT_EQ(c.clocks.front().calendar, kOld) << "before the dispatch nobody is responsible";
  EXPECT_EQ(c.clocks.back().calendar, kMornings);
  town_.Do(testing::kWorker, c, [] {
    PerformAction back = testing::Perform("give_back");
    back.has_note = true;
    return back;
  }());
  town_.Do(testing::kClerk, c, testing::SendTo("parks"));
  EXPECT_EQ(c.clocks.back().calendar, kOld);
}

TEST_F(CalendarRules, AnAreaMayHaveACalendarOfItsOwn) {
  PutMornings("mornings", kMornings);
  Rule({.calendar = "mornings", .area_prefix = "3302"});
  EXPECT_EQ(testing::LampAtWorks(town_).clocks.back().calendar, kOld);
  Rule({.calendar = "mornings", .area_prefix = "3301"});
  EXPECT_EQ(testing::LampAtWorks(town_).clocks.back().calendar, kMornings);
}

}  // namespace
}  // namespace wangge::domain
