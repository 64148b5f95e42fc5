#include "services/follow/city_reader.h"

#include <gtest/gtest.h>

#include <future>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "services/follow/testing/fake_ledger.h"

namespace wangge::follow {
namespace {

constexpr char kRoles[] =
    R"(roles { id: "watcher" label { zh: "a" en: "a" } scope: SCOPE_AREA reads_statistics: true })";

ledger::v1::FeedResponse Page(std::uint64_t read, std::uint64_t head) {
  ledger::v1::FeedResponse page;
  page.set_read_position(read);
  page.set_head_position(head);
  return page;
}

void AddActivation(ledger::v1::FeedResponse& page, std::uint64_t position, const std::string& kind,
                   const std::string& name, std::uint64_t number) {
  auto& record = *page.add_records();
  record.set_position(position);
  auto& activated = *record.add_events()->mutable_activated();
  activated.set_kind(kind);
  activated.set_name(name);
  activated.set_number(number);
}

class CityReaderTest : public ::testing::Test {
 protected:
  std::unique_ptr<CityReader> Read() {
    return std::make_unique<CityReader>(
        ledger_, delays_, log_, rules_, progress_, ledger::v1::FeedRequest{},
        CityReaderHooks{.on_record = [this](const auto& record) { positions_.push_back(record.position()); },
                        .kinds = {"layer"},
                        .on_edition =
                            [this](const WantedEdition& edition, const std::string& body) {
                              layers_.push_back(edition.name + std::to_string(edition.number) + body);
                              return absl::OkStatus();
                            },
                        .on_ready = [this] { ready_.set_value(); }});
  }

  SystemClock clock_;
  telemetry::Log log_{clock_, {.sink = [](std::string_view) {}}};
  FakeLedger ledger_;
  CityRules rules_;
  std::vector<std::uint64_t> positions_;
  std::vector<std::string> layers_;
  std::promise<void> ready_;
  Delays delays_;
  Progress progress_{delays_};
};

TEST_F(CityReaderTest, AnEmptyLogIsReadAtOnce) {
  const auto reader = Read();
  EXPECT_FALSE(reader->IsReady());
  ledger_.Tell(Page(0, 0));
  ready_.get_future().wait();
  EXPECT_TRUE(reader->IsReady());
}

TEST_F(CityReaderTest, ReadyMeansEveryEditionInForceWasTaken) {
  ledger_.bodies[{"roles", "roles"}] = kRoles;
  ledger_.bodies[{"layer", "unit"}] = "body";
  ledger_.FailEditions(1);  // one that cannot be read now is asked for again
  const auto reader = Read();
  auto page = Page(2, 2);
  AddActivation(page, 1, "roles", "roles", 1);
  AddActivation(page, 2, "layer", "unit", 7);
  ledger_.Tell(page);
  ready_.get_future().wait();
  EXPECT_EQ(layers_, std::vector<std::string>{"unit7body"});
  EXPECT_TRUE(rules_.Read()->roles.contains("watcher"));
  EXPECT_EQ(positions_, (std::vector<std::uint64_t>{1, 2}));
  EXPECT_EQ(progress_.position(), 2u);
}

TEST_F(CityReaderTest, AnInterruptedFeedGoesOnFromWhereItWas) {
  const auto reader = Read();
  ledger_.Tell(Page(5, 9));
  EXPECT_FALSE(reader->IsReady());
  ledger_.Tell(Unavailable("played"));
  while (ledger_.follows().size() < 2) std::this_thread::yield();
  EXPECT_EQ(ledger_.follows()[1].after_position(), 5u);
  EXPECT_TRUE(ledger_.follows()[1].follow());
}

TEST(CityRulesTest, StatisticsAreForRolesThatReadThem) {
  CityRules rules;
  ASSERT_TRUE(rules.Put("roles", "roles", kRoles).ok());
  EXPECT_FALSE(rules.Put("roles", "roles", "nonsense {").ok());
  const auto read = rules.Read();
  EXPECT_FALSE(StatisticsReach({.id = "a", .area = "*", .roles = {"other"}}, *read).is_allowed);
  EXPECT_FALSE(StatisticsReach({.id = "a", .area = "", .roles = {"watcher"}}, *read).is_allowed);
  const Reach city = StatisticsReach({.id = "a", .area = "*", .roles = {"watcher"}}, *read);
  EXPECT_TRUE(city.is_allowed && city.whole_city && city.area_prefix.empty() && city.unit.empty());
  const Reach county = StatisticsReach({.id = "a", .area = "331102", .roles = {"watcher"}}, *read);
  EXPECT_TRUE(county.is_allowed && !county.whole_city);
  EXPECT_EQ(county.area_prefix, "331102");
}

}  // namespace
}  // namespace wangge::follow
