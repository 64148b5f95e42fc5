#include "engine/directory.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "engine/testing/test_shard.h"

namespace wangge::engine {
namespace {

constexpr Timestamp At(std::int64_t minutes) { return kStart + Minutes(minutes); }

domain::View ByArea(std::string area) { return {.by_area = true, .area = std::move(area)}; }
domain::View ByUnit(std::string unit) { return {.by_unit = true, .unit = std::move(unit)}; }

class DirectoryTest : public ::testing::Test {
 protected:
  // Brings the directory up to what is published.
  const Directory& Now() {
    for (; applied_ < shard_.published.size(); ++applied_) directory_.Apply(shard_.published[applied_]);
    return directory_;
  }
  std::vector<domain::CaseId> Listed(CaseQuery query) {
    if (query.area_root.empty()) query.area_root = "11";
    std::vector<domain::CaseId> ids;
    for (const CaseEntry& entry : Now().List(query).entries) ids.push_back(entry.id);
    return ids;
  }
  domain::CaseId Sent(std::string area, std::string unit, std::string condition = "dark", std::int64_t minute = 0) {
    domain::Actor desk = Desk();
    desk.area = "*";  // also where the city's codes do not reach
    const domain::CaseId id = shard_.DoReport(At(minute), std::move(area));
    shard_.Do(Act(desk, id, "book", std::move(condition)), At(minute));
    shard_.Do(Act(desk, id, "send", std::move(unit)), At(minute));
    return id;
  }

  using Ids = std::vector<domain::CaseId>;
  TestShard shard_;
  Directory directory_;
  std::size_t applied_ = 0;
};

TEST_F(DirectoryTest, AnAreaIsSeenByItsPrefix) {
  const auto a = shard_.DoReport(At(0), "1101");
  const auto b = shard_.DoReport(At(0), "110102");
  const auto c = shard_.DoReport(At(0), "1102");
  EXPECT_EQ(Listed({.view = ByArea("1101")}), (Ids{b, a}));
  EXPECT_EQ(Listed({.view = ByArea("1102")}), (Ids{c}));
  EXPECT_EQ(Listed({.view = ByArea("*")}), (Ids{c, b, a}));
  EXPECT_EQ(Listed({.view = ByArea("")}), Ids{});
  EXPECT_EQ(Listed({.view = {}}), Ids{});
}

TEST_F(DirectoryTest, ACaseInAGapIsSeenByThoseWhoSeeTheWholeCity) {
  const auto gap = shard_.DoReport(At(0), "");
  const auto cell = shard_.DoReport(At(0), "1101");
  EXPECT_EQ(Listed({.view = ByArea("*")}), (Ids{cell, gap}));
  EXPECT_EQ(Listed({.view = ByArea("11")}), (Ids{cell, gap}));
  EXPECT_EQ(Listed({.view = ByArea("1")}), (Ids{cell, gap}));
  EXPECT_EQ(Listed({.view = ByArea("1101")}), (Ids{cell}));
  EXPECT_EQ(Listed({.view = ByArea("*"), .in_gap_only = true}), (Ids{gap}));
}

TEST_F(DirectoryTest, AUnitSeesWhatItWasSentUntilItGivesItBack) {
  const auto mine = Sent("1101", "u-1");
  Sent("1101", "u-2");
  EXPECT_EQ(Listed({.view = ByUnit("u-1")}), (Ids{mine}));
  shard_.Do(Act(Crew("u-1"), mine, "give-back"), At(1));
  EXPECT_EQ(Listed({.view = ByUnit("u-1")}), Ids{});
  EXPECT_EQ(Listed({.view = ByUnit("")}), Ids{});
}

TEST_F(DirectoryTest, WhoHasAnAreaAndAUnitSeesBothOnce) {
  const auto both = Sent("1101", "u-1");
  const auto area = Sent("1101", "u-2");
  const auto unit = Sent("1102", "u-1");
  Sent("1102", "u-2");
  const domain::View view{.by_area = true, .area = "1101", .by_unit = true, .unit = "u-1"};
  EXPECT_EQ(Listed({.view = view}), (Ids{unit, area, both}));
  EXPECT_EQ(Listed({.view = view, .order = CaseOrder::kDueFirst}), (Ids{both, area, unit}));
  const domain::View no_area{.by_area = true, .by_unit = true, .unit = "u-1"};
  EXPECT_EQ(Listed({.view = no_area}), (Ids{unit, both}));
}

TEST_F(DirectoryTest, ListsAreFiltered) {
  const auto fresh = shard_.DoReport(At(0), "1101");
  const auto sent = Sent("1102", "u-1");
  const auto dropped = shard_.DoReport(At(0), "1101");
  shard_.Do(Act(Desk(), dropped, "drop"), At(1));
  const domain::View all = ByArea("*");
  EXPECT_EQ(Listed({.view = all, .stage = "sent"}), (Ids{sent}));
  EXPECT_EQ(Listed({.view = all, .unit = "u-1"}), (Ids{sent}));
  EXPECT_EQ(Listed({.view = all, .unit = "u-2"}), Ids{});
  EXPECT_EQ(Listed({.view = all, .area_prefix = "1101"}), (Ids{dropped, fresh}));
  EXPECT_EQ(Listed({.view = all, .open = true}), (Ids{sent, fresh}));
  EXPECT_EQ(Listed({.view = all, .open = false}), (Ids{dropped}));
  EXPECT_EQ(Listed({.view = all, .category = "lamp", .source = "walk"}), (Ids{dropped, sent, fresh}));
  EXPECT_EQ(Listed({.view = all, .source = "other"}), Ids{});
  EXPECT_EQ(Listed({.view = all, .inspector = "p-1"}), Ids{});
}

TEST_F(DirectoryTest, OverdueMeansAfterTheDeadline) {
  const auto id = Sent("1101", "u-1", "dark", 0);  // due after an hour
  EXPECT_EQ(Listed({.view = ByArea("*"), .overdue_at = At(60)}), Ids{});
  EXPECT_EQ(Listed({.view = ByArea("*"), .overdue_at = At(60) + Microseconds(1)}), (Ids{id}));
  shard_.Do(Act(Crew("u-1"), id, "finish"), At(70));
  EXPECT_EQ(Listed({.view = ByArea("*"), .overdue_at = At(90)}), Ids{});
}

TEST_F(DirectoryTest, DueFirstPutsThoseWithoutADeadlineLast) {
  const auto late = shard_.DoReport(At(5));
  const auto never = Sent("1101", "u-1", "ugly");
  const auto soon = Sent("1101", "u-1", "flickers");
  CaseQuery query{.view = ByArea("*"), .area_root = "11", .order = CaseOrder::kDueFirst, .page_size = 1};
  Ids paged;
  while (true) {
    const CasePage page = Now().List(query);
    for (const CaseEntry& entry : page.entries) paged.push_back(entry.id);
    if (!page.more) break;
    query.after = page.entries.back();
  }
  EXPECT_EQ(paged, (Ids{soon, late, never}));
}

TEST_F(DirectoryTest, PagesNeitherLoseNorRepeatWhileCasesAreAdded) {
  std::set<domain::CaseId> before;
  for (int i = 0; i < 50; ++i) before.insert(shard_.DoReport(At(0), i % 3 == 0 ? "1102" : "1101"));
  CaseQuery query{.view = ByArea("11"), .area_root = "11", .page_size = 7};
  Ids seen;
  while (true) {
    const CasePage page = Now().List(query);
    for (const CaseEntry& entry : page.entries) seen.push_back(entry.id);
    shard_.DoReport(At(1), "110103");
    shard_.Do(Act(Desk(), *before.begin(), seen.size() < 10 ? "book" : "send", seen.size() < 10 ? "dark" : "u-1"),
              At(1));
    if (!page.more) break;
    query.after = page.entries.back();
    if (seen.size() >= 14) shard_.Do(Act(Crew("u-1"), *before.begin(), "give-back"), At(1));
  }
  EXPECT_TRUE(std::ranges::is_sorted(seen, std::greater<>()));
  EXPECT_EQ(std::set<domain::CaseId>(seen.begin(), seen.end()), before);
  EXPECT_EQ(seen.size(), before.size());
}

TEST_F(DirectoryTest, OldestFirstPagesGoOnIntoWhatIsAdded) {
  for (int i = 0; i < 20; ++i) shard_.DoReport(At(0), i % 3 == 0 ? "1102" : "1101");
  CaseQuery query{.view = ByArea("11"), .area_root = "11", .order = CaseOrder::kOldestFirst, .page_size = 6};
  Ids seen;
  for (bool more = true; more;) {
    const CasePage page = Now().List(query);
    for (const CaseEntry& entry : page.entries) seen.push_back(entry.id);
    if (seen.size() < 15) shard_.DoReport(At(1), "110103");
    query.after = page.entries.back();
    more = page.more;
  }
  EXPECT_TRUE(std::ranges::is_sorted(seen));
  EXPECT_EQ(std::ranges::adjacent_find(seen), seen.end());
  EXPECT_EQ(seen.size(), 22u);
}

TEST_F(DirectoryTest, WhatIsLoadedAtStartIsWhatWasApplied) {
  for (int i = 0; i < 5; ++i) {
    shard_.DoReport(At(i), i == 2 ? "" : "1101");
    Sent("1102", "u-1");
  }
  shard_->StageTimersUntil(At(500));
  shard_->Commit();
  Directory loaded;
  ASSERT_TRUE(loaded.Load(*shard_.store().TakeSnapshot(), domain::ShardId{0}, *shard_->editions()).ok());
  EXPECT_EQ(loaded.size(), Now().size());
  const CaseQuery query{.view = ByArea("*")};
  const auto rows = [](const CasePage& page) {
    std::vector<std::string> texts;
    for (const CaseEntry& e : page.entries) {
      texts.push_back(std::to_string(e.id.value) + *e.stage + *e.unit + *e.area + (e.in_gap ? "gap" : "") +
                      std::to_string(e.due.value_or(Timestamp{}).micros));
    }
    return texts;
  };
  EXPECT_EQ(rows(loaded.List(query)), rows(Now().List(query)));
}

TEST_F(DirectoryTest, SurroundingsReachOverThe180thMeridianAndHoldTheirBorder) {
  const auto at = [this](Position place) {
    Envelope report = Report("1101");
    std::get<domain::SubmitReport>(report.command).location.position = place;
    return shard_.Do(std::move(report), At(0)).the_case->id;
  };
  const auto east = at({1'799'999'990, 10});
  const auto west = at({-1'799'999'990, 20});
  at({-1'799'999'989, 20});
  at({-1'799'999'990, 21});
  const Surroundings around{.centre = {1'799'999'995, 10}, .lon_e7 = 15, .lat_e7 = 10};
  EXPECT_EQ(Listed({.view = ByArea("*"), .around = around}), (Ids{west, east}));
}

// Against the rule itself: a list is what the caller sees and asked for, in the order asked for.
TEST_F(DirectoryTest, AnyListIsWhatTheRuleOfSightSays) {
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  const auto pick = [&random](const std::vector<std::string>& from) { return from[random() % from.size()]; };
  std::vector<domain::CaseId> ids;
  domain::Actor desk = Desk();
  desk.area = "*";
  for (int i = 0; i < 60; ++i) {
    const std::string area = pick({"", "1101", "110102", "1102", "1201"});
    ids.push_back(random() % 2 == 0 ? shard_.DoReport(At(i / 2), area)
                                    : Sent(area, pick({"u-1", "u-2"}), pick({"dark", "flickers"}), i / 2));
    if (shard_.Stored(ids.back()).stage == 0 && random() % 3 == 0) shard_.Do(Act(desk, ids.back(), "drop"), At(i / 2));
  }
  for (int i = 0; i < 300; ++i) {
    CaseQuery query{.view = {.by_area = random() % 3 != 0,
                             .area = pick({"", "*", "1", "11", "1101", "12"}),
                             .by_unit = random() % 2 == 0,
                             .unit = pick({"", "u-1"})},
                    .area_root = pick({"11", "*"}),
                    .stage = pick({"", "", "sent"}),
                    .unit = pick({"", "", "u-1", "u-2"}),
                    .condition = pick({"", "", "dark"}),
                    .area_prefix = pick({"", "", "1101"}),
                    .page_size = 100};
    if (random() % 2 == 0) query.open = random() % 4 != 0;
    if (random() % 2 == 0) query.received_from = At(static_cast<std::int64_t>(random() % 32));
    Ids expected;
    for (auto id = ids.rbegin(); id != ids.rend(); ++id) {
      const domain::Case c = shard_.Stored(*id);
      const bool is_open = c.outcome == domain::Outcome::kOpen;
      const std::string stage = !is_open ? "dropped" : c.stage == 0 ? "fresh" : "sent";
      if (domain::Sees(query.view, c, query.area_root) && (query.stage.empty() || query.stage == stage) &&
          (query.unit.empty() || query.unit == c.unit) && c.area.starts_with(query.area_prefix) &&
          (query.condition.empty() || query.condition == c.condition) && query.open.value_or(is_open) == is_open &&
          c.received_at >= query.received_from.value_or(At(0))) {
        expected.push_back(*id);
      }
    }
    ASSERT_EQ(Listed(query), expected) << "area " << query.view.area << " root " << query.area_root << " unit "
                                       << query.unit;
    query.order = CaseOrder::kOldestFirst;
    std::ranges::reverse(expected);
    ASSERT_EQ(Listed(query), expected);
  }
}

}  // namespace
}  // namespace wangge::engine
