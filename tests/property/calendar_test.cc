// Deadlines and working time of the shipped calendar against a walk that knows no table: minute by minute and day by
// day. WANGGE_PROPERTY_SEED repeats a run; WANGGE_PROPERTY_ROUNDS makes it longer.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <set>
#include <string>

#include "base/file/file.h"
#include "base/limits.h"
#include "base/rfc3339.h"
#include "catalog/load.h"
#include "domain/calendar/deadline.h"
#include "domain/calendar/explain.h"
#include "gtest/gtest.h"

namespace wangge {
namespace {

using domain::Day;
using domain::Limit;
using domain::LimitUnit;

constexpr std::uint64_t kRounds = 3'000;

std::uint64_t Number(const char* variable, std::uint64_t otherwise) {
  const char* text = std::getenv(variable);
  return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

const domain::Calendar& China() {
  static const domain::Calendar kChina = [] {
    const auto body = ReadFile(WANGGE_SOURCE_DIR "/config/calendars/cn.textproto", limits::kConfigBodyBytesMax);
    return *catalog::LoadCalendar(*body, "cn.textproto");
  }();
  return kChina;
}

// The rules of the shipped calendar, told again without the library's tables.
bool IsWorked(Day day) {
  const domain::MarkedDay* mark = China().MarkOf(day);
  if (mark != nullptr) return mark->mark == domain::DayMark::kMakeUp;
  return domain::WeekdayOf(day) < 5;
}

bool IsWorkedMinute(Timestamp t) {
  const Day day = domain::LocalDay(t, Hours(8));
  const std::int64_t minute = (t - domain::StartOf(day, Hours(8))).micros / Minutes(1).micros;
  return IsWorked(day) && ((minute >= 480 && minute < 720) || (minute >= 840 && minute < 1080));
}

bool IsPaused(Timestamp t, const std::vector<domain::Interval>& pauses) {
  for (const domain::Interval& pause : pauses) {
    if (t >= pause.from && t < pause.to) return true;
  }
  return false;
}

// The end of the last of so many minutes that count.
Timestamp WalkMinutes(Timestamp t, std::int64_t minutes, bool urgent, const std::vector<domain::Interval>& pauses) {
  for (;; t = t + Minutes(1)) {
    if (IsPaused(t, pauses) || (!urgent && !IsWorkedMinute(t))) continue;
    if (--minutes == 0) return t + Minutes(1);
  }
}

Day RollOn(Day day) {
  while (!IsWorked(day)) day = day + 1;
  return day;
}

Day WalkDays(Day day, const Limit& limit) {
  if (limit.unit == LimitUnit::kNaturalDay) return day + limit.amount;
  if (limit.unit == LimitUnit::kStatutoryDay) return RollOn(day + limit.amount);
  for (std::int32_t left = limit.amount; left > 0; left -= IsWorked(day) ? 1 : 0) day = day + 1;
  return day;
}

class CalendarProperty : public ::testing::Test {
 protected:
  CalendarProperty() : seed_(Number("WANGGE_PROPERTY_SEED", std::random_device{}())), random_(seed_) {}

  std::int64_t Below(std::int64_t n) { return std::uniform_int_distribution<std::int64_t>(0, n - 1)(random_); }

  // A minute of 2011 to 2026, often at the turn of a working day or around a marked day.
  Timestamp Start() {
    const Day first = China().first();
    Day day = first + 3 + static_cast<std::int32_t>(Below(China().provisional_from() - first - 60));
    while (Below(3) != 0 && China().MarkOf(day) == nullptr) day = day + 1;
    constexpr std::int64_t kTurns[] = {0, 479, 480, 719, 720, 839, 840, 1079, 1080, 1439};
    const std::int64_t minute = Below(2) == 0 ? kTurns[Below(10)] : Below(1440);
    return domain::StartOf(day - static_cast<std::int32_t>(Below(3)), Hours(8)) + Minutes(minute);
  }

  std::vector<domain::Interval> Pauses(Timestamp start) {
    std::vector<domain::Interval> pauses;
    for (std::int64_t n = Below(4); n > 0; --n) {
      const Timestamp from = start + Minutes(Below(4'000) - 1'000);
      pauses.push_back({from, from + Minutes(Below(3'000))});
    }
    return pauses;
  }

  static Timestamp Due(Timestamp start, const Limit& limit, const std::vector<domain::Interval>& pauses = {}) {
    return std::get<domain::Deadline>(domain::DeadlineOf(China(), start, limit, pauses)).at;
  }

  const std::uint64_t rounds_ = Number("WANGGE_PROPERTY_ROUNDS", kRounds);
  const std::uint64_t seed_;
  std::mt19937_64 random_;
};

TEST_F(CalendarProperty, MinutesAndHoursAndWorkingDaysAreThoseOfAWalkMinuteByMinute) {
  constexpr LimitUnit kUnits[] = {LimitUnit::kUrgentMinute, LimitUnit::kUrgentHour, LimitUnit::kWorkingMinute,
                                  LimitUnit::kWorkingHour, LimitUnit::kWorkingDay};
  for (std::uint64_t round = 0; round < rounds_; ++round) {
    const Limit limit{kUnits[Below(5)], static_cast<std::int32_t>(1 + Below(15))};
    const Timestamp start = Start();
    const auto pauses = Pauses(start);
    const std::int64_t minutes = domain::WorthOf(China(), limit).micros / Minutes(1).micros;
    const bool urgent = limit.unit == LimitUnit::kUrgentMinute || limit.unit == LimitUnit::kUrgentHour;
    ASSERT_EQ(FormatRfc3339(Due(start, limit, pauses), Hours(8)),
              FormatRfc3339(WalkMinutes(start, minutes, urgent, pauses), Hours(8)))
        << FormatLimit(limit) << " from " << FormatRfc3339(start, Hours(8)) << ", WANGGE_PROPERTY_SEED=" << seed_;
  }
}

TEST_F(CalendarProperty, DaysAreThoseOfAWalkDayByDay) {
  constexpr LimitUnit kUnits[] = {LimitUnit::kNaturalDay, LimitUnit::kStatutoryDay, LimitUnit::kStatutoryWorkingDay};
  for (std::uint64_t round = 0; round < 10 * rounds_; ++round) {
    const Limit limit{kUnits[Below(3)], static_cast<std::int32_t>(1 + Below(20))};
    const Timestamp start = Start();
    const Day last = WalkDays(domain::LocalDay(start, Hours(8)), limit);
    ASSERT_EQ(FormatRfc3339(Due(start, limit), Hours(8)), FormatRfc3339(domain::StartOf(last + 1, Hours(8)), Hours(8)))
        << FormatLimit(limit) << " from " << FormatRfc3339(start, Hours(8)) << ", WANGGE_PROPERTY_SEED=" << seed_;
  }
}

TEST_F(CalendarProperty, AddingWhatWasMeasuredReachesWhereItWasMeasuredTo) {
  for (std::uint64_t round = 0; round < 10 * rounds_; ++round) {
    const Timestamp start = Start();
    // Sessions are open at their start and closed at their end.
    Timestamp end = start + Minutes(1 + Below(20'000));
    while (!IsWorkedMinute(end - Minutes(1))) end = end + Minutes(1);
    const Duration work = China().Measure(start, end);
    ASSERT_EQ(FormatRfc3339(China().Add(start, work).at), FormatRfc3339(end)) << "WANGGE_PROPERTY_SEED=" << seed_;
  }
}

// -- every limit that is in use, and every unit around every marked day ----------------------------------------------

// Civil Code art. 202: the corresponding day, or the month's last.
Day WalkMonths(Day day, std::int32_t months) {
  const std::string date = domain::FormatDay(day);
  int year = std::stoi(date.substr(0, 4));
  int month = std::stoi(date.substr(5, 2)) - 1 + months;
  year += month / 12;
  month = month % 12 + 1;
  for (int number = std::stoi(date.substr(8, 2));; --number) {
    char text[16];
    std::snprintf(text, sizeof text, "%04d-%02d-%02d", year, month, number);
    if (const auto found = domain::ParseDay(text)) return *found;
  }
}

// The deadline of any limit by a walk.
Timestamp Walk(Timestamp start, const Limit& limit) {
  const Day day = domain::LocalDay(start, Hours(8));
  switch (limit.unit) {
    case LimitUnit::kUrgentMinute:
    case LimitUnit::kUrgentHour:
    case LimitUnit::kUrgentDay:
      return WalkMinutes(start, domain::WorthOf(China(), limit).micros / Minutes(1).micros, true, {});
    case LimitUnit::kWorkingMinute:
    case LimitUnit::kWorkingHour:
    case LimitUnit::kWorkingDay:
      return WalkMinutes(start, domain::WorthOf(China(), limit).micros / Minutes(1).micros, false, {});
    case LimitUnit::kNaturalDay:
    case LimitUnit::kStatutoryDay:
    case LimitUnit::kStatutoryWorkingDay:
      return domain::StartOf(WalkDays(day, limit) + 1, Hours(8));
    case LimitUnit::kStatutoryMonth:
      return domain::StartOf(RollOn(WalkMonths(day, limit.amount)) + 1, Hours(8));
  }
  return {};
}

void ExpectWalked(Timestamp start, const Limit& limit) {
  const auto deadline = std::get<domain::Deadline>(domain::DeadlineOf(China(), start, limit));
  ASSERT_EQ(FormatRfc3339(deadline.at, Hours(8)), FormatRfc3339(Walk(start, limit), Hours(8)))
      << FormatLimit(limit) << " from " << FormatRfc3339(start, Hours(8));
}

TEST_F(CalendarProperty, EveryLimitOfTheUrbanCatalogueIsThatOfAWalk) {
  const auto body = ReadFile(WANGGE_SOURCE_DIR "/config/systems/urban/catalogue.csv", limits::kConfigBodyBytesMax);
  ASSERT_TRUE(body.ok()) << body.status();
  const auto urban = catalog::LoadCatalogue(*body, "catalogue.csv");
  ASSERT_TRUE(urban.ok()) << urban.status();
  std::set<Limit> in_use;
  for (const domain::Condition& condition : urban->conditions()) {
    if (condition.limit) in_use.insert(*condition.limit);
    if (condition.secure_limit) in_use.insert(*condition.secure_limit);
  }
  EXPECT_GE(in_use.size(), 10u);
  const std::uint64_t starts = std::max<std::uint64_t>(rounds_ / 10, 1);
  for (const Limit& limit : in_use) {
    for (std::uint64_t i = 0; i < starts; ++i) {
      ExpectWalked(Start(), limit);
      ASSERT_FALSE(HasFatalFailure()) << "WANGGE_PROPERTY_SEED=" << seed_;
    }
  }
}

TEST_F(CalendarProperty, EveryUnitAroundEveryHolidayAndMakeUpDayIsThatOfAWalk) {
  std::uint64_t checked = 0;
  for (Day day = China().first() + 2; day < China().provisional_from() - 40; day = day + 1) {
    if (China().MarkOf(day) == nullptr) continue;
    for (int before = -1; before <= 1; ++before) {
      for (const std::int64_t minute : {600, 1020}) {
        const Timestamp start = domain::StartOf(day + before, Hours(8)) + Minutes(minute);
        for (int unit = 1; unit <= static_cast<int>(LimitUnit::kStatutoryMonth); ++unit) {
          for (const std::int32_t amount : {1, 3}) {
            if (unit == static_cast<int>(LimitUnit::kStatutoryMonth) && amount == 3) continue;  // past the last list
            ExpectWalked(start, {static_cast<LimitUnit>(unit), amount});
            ASSERT_FALSE(HasFatalFailure());
            ++checked;
          }
        }
      }
    }
  }
  std::printf("%llu deadlines checked\n", static_cast<unsigned long long>(checked));
  EXPECT_GT(checked, 50'000u);
}

// -- explanations -----------------------------------------------------------------------------------------------------

bool IsOfDays(LimitUnit unit) { return domain::MeasureOf(China(), unit) == domain::Measure::kDays; }

// The last day of a limit in days without a pause and without a roll.
Day UnrolledLast(Day first, const Limit& limit) {
  if (limit.unit == LimitUnit::kStatutoryMonth) return WalkMonths(first, limit.amount);
  return WalkDays(first, {limit.unit == LimitUnit::kStatutoryDay ? LimitUnit::kNaturalDay : limit.unit, limit.amount});
}

// The merged pauses that count, as they are to be told: cut at the start, and in days whole days.
std::vector<domain::Interval> PausesToTell(Timestamp start, const Limit& limit, Timestamp due,
                                           const std::vector<domain::Interval>& pauses) {
  std::vector<domain::Interval> told;
  Day last = UnrolledLast(domain::LocalDay(start, Hours(8)), limit);
  const auto end_of = [](Day day) { return domain::StartOf(day + 1, Hours(8)); };
  for (const domain::Interval& pause : domain::Merged(pauses)) {
    if (pause.to <= start) continue;
    const Timestamp begin = std::max(pause.from, start);
    if (!IsOfDays(limit.unit)) {
      if (begin < due) told.push_back({begin, pause.to});
      continue;
    }
    const Day rolled = domain::IsStatutory(limit.unit) ? RollOn(last) : last;
    if (begin >= end_of(rolled)) break;
    const Day from = domain::LocalDay(begin, Hours(8));
    const Day to = domain::LocalDay(pause.to, Hours(8));
    // Day `from` still counts, unless the limit was used up before it.
    const int counts = from <= last ? 1 : 0;
    told.push_back({end_of(from - 1 + counts), std::min(due, end_of(to - 1 + counts))});
    last = last + (to - from);
  }
  return domain::Merged(told);
}

TEST_F(CalendarProperty, AnExplanationHasNoGapSumsToTheLimitAndTellsThePausesThatCountWhereTheyWere) {
  for (std::uint64_t round = 0; round < 3 * rounds_; ++round) {
    const auto unit = static_cast<LimitUnit>(1 + Below(10));
    const Limit limit{unit, static_cast<std::int32_t>(1 + Below(unit == LimitUnit::kStatutoryMonth ? 3 : 15))};
    const Timestamp start = Start();
    const auto intervals = Pauses(start);
    std::vector<domain::Pause> pauses;
    for (const domain::Interval& interval : intervals) {
      pauses.push_back({interval, "person-" + std::to_string(pauses.size())});
    }
    SCOPED_TRACE(FormatLimit(limit) + " from " + FormatRfc3339(start, Hours(8)) +
                 ", WANGGE_PROPERTY_SEED=" + std::to_string(seed_));
    const auto explained = domain::Explain(China(), start, limit, pauses);
    const auto& e = std::get<domain::Explanation>(explained);
    ASSERT_EQ(FormatRfc3339(e.deadline.at), FormatRfc3339(Due(start, limit, intervals)));
    Timestamp at = start;
    std::int64_t sum = 0;
    std::vector<domain::Interval> paused;
    for (const domain::Segment& segment : e.segments) {
      ASSERT_EQ(FormatRfc3339(segment.from), FormatRfc3339(at)) << "a gap, or out of order";
      ASSERT_LT(segment.from, segment.to);
      at = segment.to;
      sum += segment.count;
      const bool is_counted = domain::KindOf(segment.rule) == domain::SegmentKind::kCounted;
      ASSERT_TRUE(is_counted || segment.count == 0);
      if (domain::KindOf(segment.rule) != domain::SegmentKind::kPaused) continue;
      ASSERT_NE(segment.note.find("person-"), std::string::npos) << "who paused";
      paused.push_back({segment.from, segment.to});
    }
    ASSERT_EQ(FormatRfc3339(at), FormatRfc3339(e.deadline.at));
    ASSERT_EQ(sum, e.total);
    ASSERT_EQ(domain::Merged(paused), PausesToTell(start, limit, e.deadline.at, intervals));
  }
}

}  // namespace
}  // namespace wangge
