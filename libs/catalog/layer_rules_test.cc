#include "catalog/layer_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/file/file.h"

namespace wangge::catalog {
namespace {

using ::testing::StartsWith;

constexpr char kRules[] =
    "code_schemes { id: \"six\" parts { name: \"county\" digits: 6 } }\n"
    "code_schemes { id: \"nine\"\n"
    "  parts { name: \"county\" digits: 6 }\n"
    "  parts { name: \"street\" digits: 3 } }\n"
    "layers { layer: \"street\"\n"
    "  code_schemes: \"nine\"\n"
    "  parent_part: \"county\"\n"
    "  cell_m2_min: 100\n"
    "  cell_m2_max: 1000\n"
    "  refusals { fault: \"overlap\" m2_max: 2.5 }\n"
    "  refusals { fault: \"malformed_code\" } }\n"
    "layers { layer: \"free\" }\n";

TEST(LayerRules, ARuleSaysHowCodesAreMadeHowLargeCellsAreAndWhatIsRefused) {
  const auto rules = LoadLayerRules(kRules, "r");
  ASSERT_TRUE(rules.ok()) << rules.status();
  ASSERT_EQ(rules->size(), 2u);
  const geo::LayerRule& street = rules->at("street");
  EXPECT_EQ(street.ParentOf("331102001"), "331102");
  EXPECT_EQ(street.ParentOf("33110200"), std::nullopt);
  EXPECT_EQ(street.cell_m2_min, 100);
  EXPECT_TRUE(street.Refuses({.kind = geo::FaultKind::kOverlap, .m2 = 2.6}));
  EXPECT_FALSE(street.Refuses({.kind = geo::FaultKind::kOverlap, .m2 = 2.5}));
  EXPECT_TRUE(street.Refuses({.kind = geo::FaultKind::kMalformedCode}));
  EXPECT_FALSE(street.Refuses({.kind = geo::FaultKind::kGap, .m2 = 1e9})) << "not named, so borne";
  EXPECT_EQ(rules->at("free").cell_m2_max, std::nullopt);
}

TEST(LayerRules, AFaultIsNamedAtItsPlace) {
  const auto fault = [](const std::string& from, const std::string& to) {
    std::string body = kRules;
    body.replace(body.find(from), from.size(), to);
    return std::string(LoadLayerRules(body, "r").status().message());
  };
  EXPECT_THAT(fault("\"nine\"\n  parent", "\"ten\"\n  parent"), StartsWith("r:6:3: Expected the id of a scheme"));
  EXPECT_THAT(fault("parent_part: \"county\"", "parent_part: \"village\""), StartsWith("r:7:3: Expected a part of"));
  EXPECT_THAT(fault("1000", "10"), StartsWith("r:9:3: Expected a largest area"));
  EXPECT_THAT(fault("100\n", "-1\n"), StartsWith("r:8:3: Expected an area"));
  EXPECT_THAT(fault("\"overlap\"", "\"nonsense\""), StartsWith("r:10:14: Expected a kind of fault"));
  EXPECT_THAT(fault("\"malformed_code\"", "\"malformed_code\" m2_max: 1"), StartsWith("r:11:38: Expected m2_max for"));
  EXPECT_THAT(fault("\"malformed_code\"", "\"overlap\""), StartsWith("r:11:14: Expected each fault once"));
  EXPECT_THAT(fault("digits: 3", "digits: 0"), StartsWith("r:4:26: Expected 1 to 20 digits"));
  EXPECT_THAT(fault("\"free\"", "\"street\""), StartsWith("r:12:10: Expected each layer once"));
  EXPECT_THAT(fault("\"six\"", "\"nine\""), StartsWith("r:2:16: Expected each scheme once"));
}

TEST(LayerRules, TheRulesOfTheRepositoryLoad) {
  const std::string file = std::string(WANGGE_SOURCE_DIR) + "/config/layers/rules.textproto";
  const auto body = ReadFile(file, 1u << 20);
  ASSERT_TRUE(body.ok()) << body.status();
  const auto rules = LoadLayerRules(*body, file);
  ASSERT_TRUE(rules.ok()) << rules.status();
  EXPECT_EQ(rules->at("unit_grid").ParentOf("331102001002003"), "331102001");
  EXPECT_EQ(rules->at("unit_grid").ParentOf("33110200100203"), "331102001");
}

}  // namespace
}  // namespace wangge::catalog
