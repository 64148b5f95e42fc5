// The largest survey: it loads, and one component more is refused.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdio>
#include <string>

#include "base/limits.h"
#include "catalog/load.h"

namespace wangge::catalog {
namespace {

// In rows of a thousand, 10 m apart from 119 E 28 N on.
std::string Survey(std::size_t components) {
  std::string body = "id,category,state,accuracy,supervising,owning,maintaining,lon,lat,datum,name\n";
  body.reserve(components * 120);
  char row[160];
  for (std::size_t i = 0; i < components; ++i) {
    const int bytes =
        std::snprintf(row, sizeof row, "331102%010zu,1001%02zu,intact,A,u%zu,u%zu,u%zu,%.6f,%.6f,wgs84,路灯 %zu\n", i,
                      i % 90, i % 700, i % 300, i % 200, 119 + static_cast<double>(i % 1'000) * 0.0001,
                      28 + static_cast<double>(i / 1'000) * 0.0001, i);
    body.append(row, static_cast<std::size_t>(bytes));
  }
  return body;
}

TEST(LargestSurvey, LoadsAndOneMoreIsRefused) {
  const auto components = LoadComponents(Survey(limits::kComponentsMax), "k.csv");
  ASSERT_TRUE(components.ok()) << components.status();
  EXPECT_EQ(components->size(), limits::kComponentsMax);
  std::printf("%zu components: %zu bytes and the index of places\n", components->size(), components->bytes());
  EXPECT_LT(components->bytes(), limits::kComponentsMax * 80);
  const auto last = components->Find("3311020000999999");
  ASSERT_TRUE(last.has_value());
  EXPECT_EQ(components->Nearest(components->At(*last).point, 50, 100'000, "").front(), (geo::NearPoint{*last, 0}));

  const auto more = LoadComponents(Survey(limits::kComponentsMax + 1), "k.csv");
  EXPECT_THAT(std::string(more.status().message()), testing::HasSubstr("Expected at most 1000000 components"));
}

}  // namespace
}  // namespace wangge::catalog
