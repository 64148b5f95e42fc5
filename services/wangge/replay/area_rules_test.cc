#include "services/wangge/replay/area_rules.h"

#include <gtest/gtest.h>

namespace wangge::replay {
namespace {

TEST(AreaRules, WithoutRulesAnAreaIsItsOwnCode) {
  const AreaRules rules;
  EXPECT_EQ(rules.OfRecord("0306"), "0306");
  EXPECT_EQ(rules.OfRecord(""), "");
  EXPECT_EQ(rules.OfCell("0306"), "0306");
}

TEST(AreaRules, TwoSpellingsOfAWardAreOneCode) {
  const AreaRules rules{.rules = {{.prefix = "Ward "}}, .ignore_leading_zeros = true};
  EXPECT_EQ(rules.OfRecord("Ward 3"), "3");
  EXPECT_EQ(rules.OfRecord("03"), "3");
  EXPECT_EQ(rules.OfCell("03"), "3");
  EXPECT_EQ(rules.OfRecord("000"), "0");
  EXPECT_EQ(rules.OfRecord("Ward "), "");
}

TEST(AreaRules, TheFirstRuleThatMatchesIsApplied) {
  const AreaRules rules{.rules = {{.suffix = " EAST", .put_before = "2"}, {.cut_at = ",", .put_behind = "!"}},
                        .only_matching = true,
                        .missing = {"Unspecified EAST"}};
  EXPECT_EQ(rules.OfRecord("04 EAST"), "204");
  EXPECT_EQ(rules.OfRecord("IX, Main St, 5"), "IX!");
  EXPECT_EQ(rules.OfRecord("elsewhere"), "");
  EXPECT_EQ(rules.OfRecord("Unspecified EAST"), "");
}

TEST(AreaRules, EveryPartOfARuleMustBeThere) {
  const AreaRules rules{.rules = {{.prefix = "a", .suffix = "c", .cut_at = "b"}}};
  EXPECT_EQ(rules.OfRecord("a1b2c"), "1");
  EXPECT_EQ(rules.OfRecord("a1b2"), "a1b2");
  EXPECT_EQ(rules.OfRecord("1b2c"), "1b2c");
  EXPECT_EQ(rules.OfRecord("a12c"), "a12c");
  EXPECT_EQ(rules.OfRecord("a"), "a");
}

TEST(AreaRules, CaseIsIgnoredOnBothSides) {
  const AreaRules rules{.ignore_case = true};
  EXPECT_EQ(rules.OfRecord("Belair-Edison"), rules.OfCell("BELAIR-EDISON"));
}

}  // namespace
}  // namespace wangge::replay
