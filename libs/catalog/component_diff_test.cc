#include "catalog/component_diff.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "catalog/load.h"

namespace wangge::catalog {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

Components Survey(const std::string& rows) {
  auto components =
      LoadComponents("id,category,state,accuracy,supervising,owning,maintaining,lon,lat,datum,name\n" + rows, "k.csv");
  EXPECT_TRUE(components.ok()) << components.status();
  return *std::move(components);
}

TEST(DiffComponents, NamesWhatAppearedVanishedAndChangedById) {
  const Components from = Survey(
      "b,lamp,whole,A,,,w,119.92,28.45,wgs84,\nc,lamp,whole,A,,,w,119.92,28.45,wgs84,\n"
      "d,lamp,whole,A,,,w,119.92,28.45,wgs84,\n");
  const Components to = Survey(
      "a,lamp,whole,A,,,w,119.92,28.45,wgs84,\nc,post,lost,B,,,v,119.92,28.4501,wgs84,n\n"
      "d,lamp,whole,A,,,w,119.92,28.45,wgs84,\n");
  const auto changes = DiffComponents(from, to);
  ASSERT_EQ(changes.size(), 3u);
  EXPECT_EQ(changes[0].id, "a");
  EXPECT_THAT(changes[0].what, ElementsAre("appeared"));
  EXPECT_EQ(changes[1].id, "b");
  EXPECT_THAT(changes[1].what, ElementsAre("vanished"));
  EXPECT_THAT(changes[2].what, ElementsAre("category", "state", "accuracy", "bodies", "name", "moved"));
  EXPECT_EQ(changes[2].moved_cm, 1'108);
}

TEST(DiffComponents, TheSameSurveyHasNone) {
  const std::string rows = "b,lamp,whole,A,,,w,119.92,28.45,wgs84,\n";
  EXPECT_THAT(DiffComponents(Survey(rows), Survey(rows)), IsEmpty());
  EXPECT_THAT(DiffComponents(Survey(""), Survey("")), IsEmpty());
}

}  // namespace
}  // namespace wangge::catalog
