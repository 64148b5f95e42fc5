#include "services/grid/gap_queue.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace wangge::grid {
namespace {

ledger::v1::FeedRecord Reported(std::uint64_t position, const std::vector<std::string>& gaps) {
  ledger::v1::FeedRecord record;
  record.set_position(position);
  record.set_case_("cases/" + std::to_string(position));
  auto& location = *record.add_events()->mutable_reported()->mutable_location();
  location.set_lon_e7(1);
  location.set_lat_e7(2);
  location.set_source(cases::v1::POSITION_SOURCE_GNSS);
  for (const std::string& layer : gaps) {
    auto& gap = *location.add_gaps();
    gap.set_layer(layer);
    gap.set_version(1);
  }
  return record;
}

ledger::v1::FeedRecord Stepped(std::uint64_t position, std::uint64_t case_position, cases::v1::Outcome outcome) {
  ledger::v1::FeedRecord record;
  record.set_position(position);
  record.set_case_("cases/" + std::to_string(case_position));
  record.add_events()->mutable_action_performed()->set_outcome(outcome);
  return record;
}

std::vector<std::string> Names(const GapPage& page) {
  std::vector<std::string> names;
  for (const auto& [key, waiting] : page.entries) names.push_back(waiting.name + waiting.location.gaps[key.gap].layer);
  return names;
}

TEST(GapQueueTest, ACaseWaitsForEachLayerUntilItEnds) {
  GapQueue queue;
  queue.Apply(Reported(1, {"unit", "county"}));
  queue.Apply(Reported(2, {}));
  queue.Apply(Reported(3, {"unit"}));
  EXPECT_EQ(Names(queue.List("", {}, 10)), (std::vector<std::string>{"cases/1unit", "cases/1county", "cases/3unit"}));
  EXPECT_EQ(Names(queue.List("county", {}, 10)), std::vector<std::string>{"cases/1county"});
  queue.Apply(Stepped(4, 1, cases::v1::OUTCOME_OPEN));
  EXPECT_EQ(queue.List("", {}, 10).entries.size(), 3u);
  queue.Apply(Stepped(5, 1, cases::v1::OUTCOME_VOIDED));
  EXPECT_EQ(Names(queue.List("", {}, 10)), std::vector<std::string>{"cases/3unit"});
}

TEST(GapQueueTest, ACaseThatIsPlacedAgainWaitsWhereItIsNow) {
  GapQueue queue;
  queue.Apply(Reported(1, {"unit"}));
  queue.Apply(Reported(2, {}));
  const auto placed_again = [&queue](std::uint64_t position, std::uint64_t case_position, bool is_gap) {
    ledger::v1::FeedRecord record;
    record.set_position(position);
    record.set_case_("cases/" + std::to_string(case_position));
    auto& location = *record.add_events()->mutable_relocated()->mutable_location();
    location = Reported(1, {"unit"}).events(0).reported().location();
    if (!is_gap) location.clear_gaps();
    queue.Apply(record);
  };
  placed_again(3, 1, false);
  EXPECT_EQ(Names(queue.List("", {}, 10)), std::vector<std::string>{}) << "a cell holds it now";
  placed_again(4, 2, true);
  EXPECT_EQ(Names(queue.List("", {}, 10)), std::vector<std::string>{"cases/2unit"}) << "none does any more";
}

TEST(GapQueueTest, PagesGoOnWhereTheLastOneEnded) {
  GapQueue queue;
  for (std::uint64_t i = 1; i <= 5; ++i) queue.Apply(Reported(i, {"unit", "county"}));
  std::vector<std::string> all;
  std::optional<GapKey> after;
  for (bool more = true; more;) {
    const GapPage page = queue.List("", after, 3);
    for (const std::string& name : Names(page)) all.push_back(name);
    after = page.entries.back().first;
    more = page.more;
  }
  EXPECT_EQ(all, Names(queue.List("", {}, 100)));
  EXPECT_EQ(all.size(), 10u);
}

}  // namespace
}  // namespace wangge::grid
