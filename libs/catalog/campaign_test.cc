#include "catalog/campaign.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace wangge::catalog {
namespace {

constexpr char kSpring[] =
    "id: \"spring\"\nlabel { zh: \"春季整治\" en: \"Spring\" }\nconditions: \"1001\"\nconditions: \"200110-1\"\n"
    "areas: \"331102\"\nfrom: \"2026-03-01\"\nto: \"2026-03-31\"\n";

domain::Case Received(const char* category, const char* condition, const char* area, std::int64_t seconds) {
  domain::Case c{.category = category, .condition = condition};
  c.area = area;
  c.received_at = Timestamp{} + Seconds(seconds);
  return c;
}

constexpr std::int64_t kFirst = 1'772'294'400;  // 2026-03-01T00:00:00+08:00

TEST(Campaign, HoldsForItsConditionsInItsAreasOnItsDays) {
  const auto spring = LoadCampaign(kSpring, "c");
  ASSERT_TRUE(spring.ok()) << spring.status();
  const auto holds = [&](const domain::Case& c) { return spring->Holds(c, Hours(8)); };
  EXPECT_TRUE(holds(Received("100101", "", "331102001", kFirst)));
  EXPECT_FALSE(holds(Received("100101", "", "331102001", kFirst - 1))) << "a second before the first local day";
  EXPECT_TRUE(holds(Received("100101", "", "331102001", kFirst + 31 * 86'400 - 1)));
  EXPECT_FALSE(holds(Received("100101", "", "331102001", kFirst + 31 * 86'400)));
  EXPECT_FALSE(holds(Received("100101", "", "331121001", kFirst))) << "another area";
  EXPECT_TRUE(holds(Received("200110", "200110-1", "331102001", kFirst)));
  EXPECT_FALSE(holds(Received("200110", "200110-2", "331102001", kFirst))) << "another condition";
}

TEST(Campaign, WithoutAreasItIsOfTheWholeCity) {
  std::string body = kSpring;
  body.erase(body.find("areas"), std::string("areas: \"331102\"\n").size());
  EXPECT_TRUE(LoadCampaign(body, "c")->Holds(Received("100101", "", "", kFirst), Hours(8)));
}

TEST(Campaign, AFaultIsNamedAtItsPlace) {
  const auto fault = [](const std::string& from, const std::string& to) {
    std::string body = kSpring;
    body.replace(body.find(from), from.size(), to);
    return std::string(LoadCampaign(body, "c").status().message());
  };
  EXPECT_THAT(fault("2026-03-31", "2026-02-28"), ::testing::StartsWith("c:7:1: Expected a last day"));
  EXPECT_THAT(fault("2026-03-01", "March"), ::testing::StartsWith("c:6:1: Expected a day"));
  EXPECT_THAT(fault("\"1001\"", "\"\""), ::testing::HasSubstr("c:3:1: "));
  EXPECT_THAT(fault("areas", "cells"), ::testing::StartsWith("c:5:"));
}

}  // namespace
}  // namespace wangge::catalog
