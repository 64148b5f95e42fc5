// Base counts of the feed against those of the cases themselves, over everything that a case can go through.
#include "services/analytics/count_feed.h"

#include <gtest/gtest.h>

#include <future>

#include "services/analytics/counts.h"
#include "services/ledger/feed_reader.h"
#include "services/ledger/testing/test_desk.h"
#include "wire/names.h"
#include "wire/time.h"

namespace wangge::analytics {
namespace {

using ledger::ServedCity;
using ledger::TestDesk;

// What the contract tells of both, so that a difference shows in words.
std::string TextOf(const insight::CaseCounts& counts) { return ToProto(counts, true).DebugString(); }

class CountFeedTest : public ::testing::Test {
 protected:
  void ReadFeed() {
    ledger::v1::FeedRequest request;
    auto reader = ledger::FeedReader::Open(city_.ledger(), request);
    ASSERT_TRUE(reader.ok()) << reader.status();
    while (!(*reader)->IsAtHead()) {
      const auto page = (*reader)->Next();
      ASSERT_TRUE(page.ok()) << page.status();
      for (const auto& record : page->records()) feed_.Apply(record);
    }
  }

  // Of the state's own cases, those named.
  insight::CaseCounts CountCases(const std::vector<std::string>& names) {
    insight::CaseCounter counter(city_.clock().Now());
    const auto editions = city_.state().editions();
    for (const std::string& name : names) {
      const auto found = city_.state().FindCase(*wire::ParseCaseName(name));
      EXPECT_TRUE(found.ok() && *found != nullptr) << name;
      if (found.ok() && *found != nullptr) counter.Add(**found, *editions->procedures.Find((*found)->procedure));
    }
    return counter.counts();
  }

  static cases::v1::ActionInput Note() {
    cases::v1::ActionInput input;
    input.set_note("why");
    return input;
  }

  ServedCity city_;
  TestDesk desk_{city_};
  CountFeed feed_;
};

TEST_F(CountFeedTest, TellsOfEveryCaseWhatTheCaseItselfTells) {
  std::vector<std::string> names;
  names.push_back(desk_.Report());
  names.push_back(desk_.Report());
  EXPECT_EQ(desk_.Act(names.back(), "refuse", ServedCity::Acceptor(), Note()), "OK");
  names.push_back(desk_.Dispatched("100101-2"));
  EXPECT_EQ(desk_.Act(names.back(), "sign", ServedCity::UnitHandler()), "OK");
  names.push_back(desk_.Dispatched("100101-2"));
  EXPECT_EQ(desk_.Act(names.back(), "sign", ServedCity::UnitHandler()), "OK");
  EXPECT_EQ(desk_.Act(names.back(), "ask_extension", ServedCity::UnitHandler(), Note()), "OK");
  names.push_back(desk_.Dispatched("100101-2"));
  EXPECT_EQ(desk_.Act(names.back(), "ask_return", ServedCity::UnitHandler(), Note()), "OK");
  EXPECT_EQ(desk_.Act(names.back(), "judge_shuffling", ServedCity::Dispatcher(), Note()), "OK");
  names.push_back(desk_.Dispatched("100101-2"));
  EXPECT_EQ(desk_.Act(names.back(), "sign", ServedCity::UnitHandler()), "OK");
  cases::v1::ActionInput suspension = Note();
  *suspension.mutable_until() = wire::ToProto(city_.clock().Now() + Days(9));
  EXPECT_EQ(desk_.Act(names.back(), "ask_suspension", ServedCity::UnitHandler(), suspension), "OK");
  EXPECT_EQ(desk_.Act(names.back(), "grant_suspension", ServedCity::Dispatcher(), Note()), "OK");
  city_.clock().AdvanceTo(city_.clock().Now() + Hours(30));
  names.push_back(desk_.Report());
  ReadFeed();
  const Counts told = feed_.Query({}, {});
  EXPECT_EQ(told.as_of, city_.clock().Now());
  EXPECT_EQ(told.counts.cases, names.size());
  EXPECT_GT(told.counts.clocks.at("disposal").overdue, 0u);
  EXPECT_EQ(TextOf(told.counts), TextOf(CountCases(names)));
  EXPECT_EQ(told.counts.units.at("331102-SW").counters.at("shuffled"), 1u);
}

TEST_F(CountFeedTest, NarrowsToAnAreaAUnitAndACampaign) {
  const std::string dispatched = desk_.Dispatched("100101-2");
  const std::string other = desk_.Report();
  ReadFeed();
  EXPECT_EQ(feed_.Query({.area_prefix = "331102"}, {}).counts.cases, 2u);
  EXPECT_EQ(feed_.Query({.area_prefix = "331181"}, {}).counts.cases, 0u);
  const insight::CaseCounts of_unit = feed_.Query({.unit = "331102-SW"}, {}).counts;
  EXPECT_EQ(of_unit.cases, 1u);
  EXPECT_EQ(of_unit.assignments.assignments, 1u);
  EXPECT_EQ(feed_.Query({.unit = "331102-HW"}, {}).counts.cases, 0u);

  follow::Rules rules;
  rules.systems["urban"] = *city_.state().editions()->systems.Active("urban")->body;
  const domain::Day today = domain::LocalDay(city_.clock().Now(), Hours(8));
  CountQuery query{.campaign = catalog::Campaign{.conditions = {"100101-2"}, .from = today, .to = today}};
  EXPECT_EQ(TextOf(feed_.Query(query, rules).counts), TextOf(CountCases({dispatched})));
  query.campaign->from = query.campaign->to = today + 1;
  EXPECT_EQ(feed_.Query(query, rules).counts.cases, 0u);
}

// -- questions --------------------------------------------------------------------------------------------------------

std::string FaultsOf(const v1::QueryCountsRequest& request) {
  wire::Faults faults;
  QueryOf(request, {}, faults);
  std::string text;
  for (const auto& fault : faults) text += fault.field + " " + fault.reason + "; ";
  return text;
}

TEST(QueryCounts, WhatCannotBeAnsweredIsNamed) {
  v1::QueryCountsRequest request;
  EXPECT_EQ(FaultsOf(request), "");
  request.mutable_campaign();
  EXPECT_EQ(FaultsOf(request),
            "campaign.from_day FIELD_INVALID; campaign.to_day FIELD_INVALID; campaign.conditions FIELD_INVALID; ");
  request.mutable_campaign()->add_conditions("10");
  request.mutable_campaign()->add_areas("");
  request.mutable_campaign()->set_from_day("2026-03-02");
  request.mutable_campaign()->set_to_day("2026-03-01");
  EXPECT_EQ(FaultsOf(request), "campaign.areas[0] FIELD_INVALID; ");
  request.mutable_campaign()->set_areas(0, "33");
  EXPECT_EQ(FaultsOf(request), "campaign.to_day PERIOD_EMPTY; ");
  request.mutable_campaign()->set_to_day("2026-03-02");
  EXPECT_EQ(FaultsOf(request), "");
  for (int i = 0; i < 1'000; ++i) request.mutable_campaign()->add_conditions("10");
  EXPECT_EQ(FaultsOf(request), "campaign.conditions FIELD_INVALID; ");
}

}  // namespace
}  // namespace wangge::analytics
