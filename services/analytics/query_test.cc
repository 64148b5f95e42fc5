#include "services/analytics/query.h"

#include <gtest/gtest.h>

#include <string>

#include "services/analytics/fact_feed.h"
#include "services/analytics/kept_figures.h"
#include "wire/time.h"

namespace wangge::analytics {
namespace {

std::string ReasonsOf(const v1::QueryResolutionTimesRequest& request) {
  wire::Faults faults;
  QueryOf(request, nullptr, faults);
  std::string reasons;
  for (const auto& fault : faults) reasons += fault.field + " " + fault.reason + "; ";
  return reasons;
}

TEST(QueryTest, WhatCannotBeAnsweredIsNamed) {
  v1::QueryResolutionTimesRequest request;
  EXPECT_EQ(ReasonsOf(request), "basis FIELD_INVALID; ");
  request.set_basis(v1::BASIS_CLOSED);
  request.mutable_from()->set_seconds(10);
  request.mutable_to()->set_seconds(10);
  request.add_group_by(v1::GROUP_BY_UNIT);
  request.add_group_by(v1::GROUP_BY_UNIT);
  request.add_group_by(v1::GROUP_BY_UNSPECIFIED);
  EXPECT_EQ(ReasonsOf(request), "to PERIOD_EMPTY; group_by[1] FIELD_INVALID; group_by[2] GROUP_UNKNOWN; ");
}

TEST(QueryTest, ADayIsOneOfTheSystemsOwn) {
  const domain::System system{.local_days = domain::Calendar::Bare(Hours(8))};
  v1::QueryResolutionTimesRequest request;
  request.set_basis(v1::BASIS_CLOSED);
  request.set_from_day("2026-01-05");
  request.mutable_to()->set_seconds(2'000'000'000);
  wire::Faults faults;
  EXPECT_EQ(QueryOf(request, &system, faults).from, Timestamp{1'767'542'400'000'000}) << "2026-01-04T16:00:00Z";
  EXPECT_TRUE(faults.empty());
  request.set_to_day("2026-01-05");
  EXPECT_EQ(ReasonsOf(request), "to_day FIELD_INVALID; to PERIOD_EMPTY; ") << "an instant and a day";
  request.clear_to();
  request.set_to_day("tomorrow");
  EXPECT_EQ(ReasonsOf(request), "to_day FIELD_INVALID; ");
}

TEST(QueryTest, ACallerCountsWithinItsReachOnly) {
  insight::ResolutionQuery query{.area_prefix = "331102001"};
  EXPECT_TRUE(Narrow({.is_allowed = true, .area_prefix = "331102"}, query));
  EXPECT_EQ(query.area_prefix, "331102001");
  query.area_prefix = "33";
  EXPECT_TRUE(Narrow({.is_allowed = true, .area_prefix = "331102"}, query));
  EXPECT_EQ(query.area_prefix, "331102");
  query.area_prefix = "331103";
  EXPECT_FALSE(Narrow({.is_allowed = true, .area_prefix = "331102"}, query));
  query = {};
  EXPECT_TRUE(Narrow({.is_allowed = true, .unit = "water"}, query));
  EXPECT_EQ(query.unit, "water");
  query.unit = "roads";
  EXPECT_FALSE(Narrow({.is_allowed = true, .unit = "water"}, query));
}

ledger::v1::FeedRecord Record(std::uint64_t position, std::int64_t second) {
  ledger::v1::FeedRecord record;
  record.set_position(position);
  record.set_case_("cases/7");
  record.mutable_time()->set_seconds(second);
  return record;
}

TEST(FactFeedTest, ACaseIsCountedFromReportToClose) {
  FactFeed feed;
  auto opened = Record(1, 100);
  auto& reported = *opened.add_events()->mutable_reported();
  reported.set_category("lamp");
  reported.set_disposal_clock("disposal");
  reported.mutable_occurred_at()->set_seconds(90);
  feed.Apply(opened);

  auto dispatched = Record(2, 160);
  dispatched.add_events()->mutable_action_performed()->set_outcome(cases::v1::OUTCOME_OPEN);
  dispatched.mutable_events(0)->mutable_action_performed()->set_milestone(cases::v1::MILESTONE_DISPATCHED);
  dispatched.mutable_events(0)->mutable_action_performed()->set_unit("water");
  dispatched.add_events()->mutable_clock_started()->set_clock("disposal");
  dispatched.mutable_events(1)->mutable_clock_started()->mutable_due_at()->set_seconds(200);
  feed.Apply(dispatched);

  insight::ResolutionQuery query{.group_by = {insight::GroupBy::kUnit}};
  Figures figures = feed.Query(query);
  ASSERT_EQ(figures.rows.size(), 1u);
  EXPECT_EQ(figures.rows[0].keys[0], "water");
  EXPECT_EQ(figures.rows[0].open_past_due, 0u);
  EXPECT_EQ(figures.rows[0].report_to_dispatch.p50, Seconds(60).micros);
  EXPECT_EQ(figures.rows[0].occurred_to_received.p50, Seconds(10).micros);

  auto closed = Record(3, 300);
  closed.add_events()->mutable_clock_stopped()->set_clock("disposal");
  closed.mutable_events(0)->mutable_clock_stopped()->set_late(true);
  closed.add_events()->mutable_action_performed()->set_outcome(cases::v1::OUTCOME_CLOSED);
  closed.mutable_events(1)->mutable_action_performed()->set_milestone(cases::v1::MILESTONE_ENDED);
  feed.Apply(closed);
  figures = feed.Query(query);
  EXPECT_EQ(figures.position, 3u);
  EXPECT_EQ(figures.as_of, Timestamp{Seconds(300).micros});
  EXPECT_EQ(figures.rows[0].closed, 1u);
  EXPECT_EQ(figures.rows[0].closed_late, 1u);
  EXPECT_EQ(figures.rows[0].resolution.p50, Seconds(200).micros);
}

TEST(FactFeedTest, ARecountedClockThatStandsStillIsNotPastDue) {
  FactFeed feed;
  auto opened = Record(1, 100);
  opened.add_events()->mutable_reported()->set_disposal_clock("disposal");
  opened.add_events()->mutable_clock_started()->set_clock("disposal");
  opened.mutable_events(1)->mutable_clock_started()->mutable_due_at()->set_seconds(200);
  opened.add_events()->mutable_clock_paused()->set_clock("disposal");
  feed.Apply(opened);
  auto recounted = Record(2, 300);
  auto& moved = *recounted.add_events()->mutable_deadline_moved();
  moved.set_clock("disposal");
  moved.mutable_due_at()->set_seconds(200);
  moved.set_cause(ledger::v1::DEADLINE_MOVE_CAUSE_RECOUNTED);
  feed.Apply(recounted);
  EXPECT_EQ(feed.Query({}).rows[0].open_past_due, 0u);
  recounted.set_position(3);
  recounted.mutable_events(0)->mutable_deadline_moved()->set_cause(ledger::v1::DEADLINE_MOVE_CAUSE_RESUMED);
  feed.Apply(recounted);
  EXPECT_EQ(feed.Query({}).rows[0].open_past_due, 1u);
}

TEST(KeptFiguresTest, TheOldestAreLetGo) {
  KeptFigures kept;
  for (std::uint64_t i = 0; i <= KeptFigures::kMax; ++i) {
    kept.Keep("list", std::make_shared<Figures>(Figures{.position = i}));
  }
  EXPECT_EQ(kept.Find("list", 0), nullptr);
  EXPECT_NE(kept.Find("list", 1), nullptr);
  EXPECT_EQ(kept.Find("another", 1), nullptr);
}

}  // namespace
}  // namespace wangge::analytics
