#include "base/json_place.h"

#include <gtest/gtest.h>

namespace wangge {
namespace {

std::string At(std::string_view text, std::initializer_list<JsonStep> path) {
  return NameOf("f", PlaceOfJson(text, path));
}

TEST(TextPlace, LinesAndColumnsCountFromOneAndEndWithTheText) {
  EXPECT_EQ(PlaceAt("ab\ncd", 0), (TextPlace{1, 1, 0}));
  EXPECT_EQ(PlaceAt("ab\ncd", 4), (TextPlace{2, 2, 4}));
  EXPECT_EQ(PlaceAt("ab\ncd", 3), (TextPlace{2, 1, 3}));
  EXPECT_EQ(PlaceAt("ab", 99), (TextPlace{1, 3, 2}));
}

TEST(JsonPlace, APathLeadsToTheBeginningOfItsValue) {
  const std::string_view text =
      "\n{\"a, \\\"days\": [1, {\"x\": \"}]\"}],\n \"days\" : [ {\"date\":1},\n  {\"n\": [2], \"date\": \"x\"} ]}";
  EXPECT_EQ(At(text, {}), "f:2:1");
  EXPECT_EQ(At(text, {"days"}), "f:3:11");
  EXPECT_EQ(At(text, {"days", 0, "date"}), "f:3:21");
  EXPECT_EQ(At(text, {"days", 1}), "f:4:3");
  EXPECT_EQ(At(text, {"days", 1, "date"}), "f:4:22");
}

TEST(JsonPlace, WhereThePathEndsEarlyItIsAsFarAsItLeads) {
  const std::string_view text = "{\n\"days\": [7]}";
  EXPECT_EQ(At(text, {"year"}), "f:1:1");
  EXPECT_EQ(At(text, {"days", 1}), "f:2:9");
  EXPECT_EQ(At(text, {"days", 0, "date"}), "f:2:10");
  EXPECT_EQ(At("[1, 2", {5}), "f:1:1");
  EXPECT_EQ(At("", {"days"}), "f:1:1");
  EXPECT_EQ(At("{\"a", {"b"}), "f:1:1");
}

TEST(JsonPlace, TextThatIsNoJsonIsNamedWithWhatTheParserSays) {
  const JsonFault fault = NotJson("{\n  oops}", 5, "why");
  EXPECT_EQ(NameOf("f", fault.place), "f:2:3");
  EXPECT_EQ(fault.text, "Expected JSON, but line 2 column 3 (byte 4) is not: why");
  EXPECT_EQ(NotJson("{\n", 3, "why").text, "Expected more JSON, but the text ends at line 2 column 1 (byte 2)");
}

}  // namespace
}  // namespace wangge
