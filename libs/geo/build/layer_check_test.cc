#include "geo/build/layer_check.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "geo/area.h"
#include "geo/geojson.h"

namespace wangge::geo {
namespace {

using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr double kSide = 0.001;  // of the cells, in degrees

std::string Feature(const std::string& code, const std::string& polygon) {
  return R"({"type":"Feature","properties":{"code":")" + code + R"("},"geometry":{"type":"Polygon","coordinates":)" +
         polygon + "}}";
}

std::string Number(double value) {
  char text[40];
  std::snprintf(text, sizeof(text), "%.9f", value);
  return text;
}

std::string RingText(const Ring& ring) {
  std::string text = "[";
  for (const LonLat& p : ring) text += (text.size() > 1 ? ",[" : "[") + Number(p.lon) + "," + Number(p.lat) + "]";
  return text + "]";
}

// A square of `width` cells, its corner `x`, `y` cells away from 119 degrees east, 28 degrees north.
Ring Box(double x, double y, double width = 1, double height = 1) {
  const double west = 119 + x * kSide, south = 28 + y * kSide;
  const double east = 119 + (x + width) * kSide, north = 28 + (y + height) * kSide;
  return {{west, south}, {east, south}, {east, north}, {west, north}, {west, south}};
}

std::string Cell(const std::string& code, const Ring& ring) { return Feature(code, "[" + RingText(ring) + "]"); }

LayerSource Layer(const std::vector<std::string>& features) {
  std::string text = R"({"type":"FeatureCollection","features":[)";
  for (std::size_t i = 0; i < features.size(); ++i) text += (i == 0 ? "" : ",") + features[i];
  auto source = ParseGeoJson(text + "]}", "code");
  EXPECT_TRUE(source.ok()) << source.status();
  return *std::move(source);
}

std::vector<Fault> FaultsOf(const std::vector<std::string>& features, const LayerRule& rule = {},
                            const LayerSource* parents = nullptr) {
  const auto check = CheckLayer(Layer(features), rule, parents);
  EXPECT_TRUE(check.ok()) << check.status();
  return check.ok() ? check->faults : std::vector<Fault>{};
}

auto Is(FaultKind kind) { return Field(&Fault::kind, kind); }
auto IsFor(FaultKind kind, const std::vector<std::string>& codes) {
  return ::testing::AllOf(Field(&Fault::kind, kind), Field(&Fault::codes, codes));
}

LayerRule UnitGrids() {
  return {.layer = "unit_grid",
          .schemes = {{.id = "fifteen", .parts = {{"county", 6}, {"street", 3}, {"community", 3}, {"sequence", 3}}},
                      {.id = "fourteen", .parts = {{"county", 6}, {"street", 3}, {"community", 3}, {"sequence", 2}}}}};
}

TEST(LayerCheck, NeighboursThatShareTheirBorderHaveNoFault) {
  const auto check =
      CheckLayer(Layer({Cell("a", Box(0, 0)), Cell("b", Box(1, 0)), Cell("c", Box(0, 1, 2))}), {}, nullptr);
  ASSERT_TRUE(check.ok()) << check.status();
  EXPECT_THAT(check->faults, IsEmpty());
  EXPECT_EQ(check->cells, 3u);
  EXPECT_NEAR(check->m2, RingAreaM2(Box(0, 0, 2, 2)), 1e-3);
}

TEST(LayerCheck, AnOverlapIsToldWithItsAreaItsPlaceAndBothCells) {
  const auto faults = FaultsOf({Cell("a", Box(0, 0)), Cell("b", Box(0.9, 0))});
  ASSERT_THAT(faults, ElementsAre(IsFor(FaultKind::kOverlap, {"a", "b"})));
  EXPECT_NEAR(*faults[0].m2, RingAreaM2(Box(0.9, 0, 0.1)), 1e-3);
  EXPECT_NEAR(faults[0].place->lon, 119.00095, 1e-8);
  EXPECT_NEAR(faults[0].place->lat, 28.0005, 1e-8);
  ASSERT_THAT(faults[0].polygons, SizeIs(1));
  EXPECT_NEAR(RingAreaM2(faults[0].polygons[0][0]), *faults[0].m2, 1e-6);
}

TEST(LayerCheck, LandThatSeveralCellsEncloseIsAGapAndThatOfOneAHole) {
  const std::string ring = "[" + RingText(Box(3, 0, 3, 3)) + "," + RingText(Box(4, 1)) + "]";
  const auto faults = FaultsOf({Cell("a", Box(0, 0, 1, 3)), Cell("b", Box(1, 0)), Cell("c", Box(1, 2, 2)),
                                Cell("d", Box(2, 0, 1, 2)), Feature("e", ring)});
  ASSERT_THAT(faults, ::testing::Contains(IsFor(FaultKind::kGap, {"a", "b", "c", "d"})));
  ASSERT_THAT(faults, ::testing::Contains(IsFor(FaultKind::kHole, {"e"})));
  for (const Fault& fault : faults) {
    if (fault.kind == FaultKind::kReversed) continue;  // the hole, as it is written here
    EXPECT_NEAR(*fault.m2, RingAreaM2(Box(1, 1)), 1e-2);
  }
}

TEST(LayerCheck, LandThatIsOpenToTheOutsideIsNoGap) {
  EXPECT_THAT(FaultsOf({Cell("a", Box(0, 0)), Cell("b", Box(1.1, 0))}), IsEmpty());
}

TEST(LayerCheck, AnIslandInAHoleFillsIt) {
  const Ring hole = Box(1, 1);
  const std::string rings = "[" + RingText(Box(0, 0, 3, 3)) + "," + RingText({hole.rbegin(), hole.rend()}) + "]";
  EXPECT_THAT(FaultsOf({Feature("a", rings), Cell("b", hole)}), IsEmpty());
}

TEST(LayerCheck, AnOpenRingIsNamedAtItsEnd) {
  Ring open = Box(0, 0);
  open.pop_back();
  const auto faults = FaultsOf({Cell("a", open)});
  ASSERT_THAT(faults, ElementsAre(IsFor(FaultKind::kUnclosedRing, {"a"})));
  EXPECT_EQ(*faults[0].place, open.back());
}

TEST(LayerCheck, EveryCrossingOfARingIsNamedAtItsPlace) {
  // A zigzag that its closing edge crosses three times; GEOS names one of them.
  const Ring ring = {{119, 28},          {119.001, 28.001}, {119.002, 27.999}, {119.003, 28.001},
                     {119.004, 27.9995}, {119.0045, 28},    {119, 28}};
  const auto faults = FaultsOf({Cell("a", ring)});
  std::vector<double> at;
  for (const Fault& fault : faults) {
    if (fault.kind == FaultKind::kSelfCrossing) at.push_back(fault.place->lon);
  }
  EXPECT_THAT(at, ElementsAre(::testing::DoubleNear(119.0015, 1e-7), ::testing::DoubleNear(119.0025, 1e-7),
                              ::testing::DoubleNear(119.00366667, 1e-7)));
}

TEST(LayerCheck, ARingThatTouchesItselfIsToldApartFromOneThatCrosses) {
  const Ring ring = {{119, 28},           {119.001, 28}, {119.0005, 28.0005}, {119.001, 28.001}, {119, 28.001},
                     {119.0005, 28.0005}, {119, 28}};
  EXPECT_THAT(FaultsOf({Cell("a", ring)}), ElementsAre(IsFor(FaultKind::kSelfTouching, {"a"})));
}

TEST(LayerCheck, ASpikeIsATouch) {
  const Ring ring = {{119, 28},         {119.001, 28}, {119.001, 28.001}, {119.001, 28.002},
                     {119.001, 28.001}, {119, 28.001}, {119, 28}};
  EXPECT_THAT(FaultsOf({Cell("a", ring)}), Each(IsFor(FaultKind::kSelfTouching, {"a"})));
}

TEST(LayerCheck, AHoleThatTouchesTheOuterRingInAPointIsNoFault) {
  const Ring hole = {{119, 28.0005}, {119.0005, 28.0006}, {119.0005, 28.0004}, {119, 28.0005}};
  const auto faults = FaultsOf({Feature("a", "[" + RingText(Box(0, 0)) + "," + RingText(hole) + "]")});
  EXPECT_THAT(faults, Each(Is(FaultKind::kHole)));
}

TEST(LayerCheck, AHoleOutsideOfItsRingIsInvalidByTheReasonThatGeosGives) {
  const Ring hole = Box(5, 5);
  const auto faults =
      FaultsOf({Feature("a", "[" + RingText(Box(0, 0)) + "," + RingText({hole.rbegin(), hole.rend()}) + "]")});
  ASSERT_THAT(faults, ::testing::Contains(Is(FaultKind::kInvalidPolygon)));
  EXPECT_THAT(faults.front().text, HasSubstr("outside shell"));
}

TEST(LayerCheck, ARingWithoutAreaIsCollapsedAndAnEightIsNot) {
  const Ring line = {{119, 28}, {119.001, 28.001}, {119.002, 28.002}, {119, 28}};
  EXPECT_THAT(FaultsOf({Cell("a", Box(5, 5)), Cell("line", line)}),
              ElementsAre(IsFor(FaultKind::kCollapsed, {"line"}), IsFor(FaultKind::kNoArea, {"line"})));
  const Ring eight = {{119, 28}, {119.001, 28.001}, {119.001, 28}, {119, 28.001}, {119, 28}};
  EXPECT_THAT(FaultsOf({Cell("a", eight)}), ElementsAre(IsFor(FaultKind::kSelfCrossing, {"a"})));
}

TEST(LayerCheck, RingsThatRunTheWrongWayAreReversed) {
  const Ring ring = Box(0, 0);
  EXPECT_THAT(FaultsOf({Cell("a", {ring.rbegin(), ring.rend()})}), ElementsAre(IsFor(FaultKind::kReversed, {"a"})));
}

TEST(LayerCheck, TheSameOutlineIsFoundWhereverItBeginsAndWhicheverWayItRuns) {
  const Ring ring = Box(0, 0);
  const Ring other = {ring[2], ring[1], ring[0], ring[3], ring[2]};
  EXPECT_THAT(FaultsOf({Cell("b", ring), Cell("a", other)}),
              ::testing::Contains(IsFor(FaultKind::kDuplicateOutline, {"b", "a"})));
  EXPECT_THAT(
      FaultsOf({Cell("a", ring), Cell("a", ring)}),
      ::testing::IsSupersetOf({IsFor(FaultKind::kDuplicateOutline, {"a"}), IsFor(FaultKind::kRepeatedCode, {"a"}),
                               IsFor(FaultKind::kPartsOverlap, {"a"})}));
}

TEST(LayerCheck, CodesOfTheOldFormAreAllowedAndOthersMalformed) {
  const auto faults = FaultsOf({Cell("331102001001001", Box(0, 0)), Cell("33110200100101", Box(1, 0)),
                                Cell("3311020010010", Box(2, 0)), Cell("33110200100100x", Box(3, 0))},
                               UnitGrids());
  ASSERT_THAT(faults, ElementsAre(IsFor(FaultKind::kMalformedCode, {"3311020010010"}),
                                  IsFor(FaultKind::kMalformedCode, {"33110200100100x"})));
  EXPECT_THAT(faults[0].text, HasSubstr("15 digits: 6 county + 3 street + 3 community + 3 sequence or of 14 digits"));
}

TEST(LayerCheck, CellsOutOfTheSizesOfTheRuleAreToldWithTheirArea) {
  LayerRule rule;
  rule.cell_m2_min = 5'000;
  rule.cell_m2_max = 20'000;
  const auto faults = FaultsOf({Cell("a", Box(0, 0)), Cell("b", Box(1, 0, 0.1)), Cell("c", Box(2, 0, 2))}, rule);
  EXPECT_THAT(faults, ElementsAre(IsFor(FaultKind::kTooSmall, {"b"}), IsFor(FaultKind::kTooLarge, {"c"})));
  EXPECT_NEAR(*faults[0].m2, RingAreaM2(Box(1, 0, 0.1)), 1e-3);
}

TEST(LayerCheck, ACellBelongsToTheParentOfItsCodeOrIsAnOrphan) {
  const LayerSource streets = Layer({Cell("331102001", Box(0, 0, 2, 2)), Cell("331102002", Box(2, 0, 2, 2))});
  LayerRule rule = UnitGrids();
  rule.parent_part = "street";
  const auto faults = FaultsOf({Cell("331102001001001", Box(0, 0)), Cell("331102001001002", Box(1.75, 0)),
                                Cell("331102002001001", Box(0, 1)), Cell("331102009001001", Box(3, 1))},
                               rule, &streets);
  ASSERT_THAT(faults, ElementsAre(IsFor(FaultKind::kOrphanCode, {"331102009001001", "331102009"}),
                                  IsFor(FaultKind::kCrossesParent, {"331102002001001", "331102002"}),
                                  IsFor(FaultKind::kCrossesParent, {"331102001001002", "331102001"})));
  EXPECT_NEAR(*faults[1].share, 1, 1e-9);
  EXPECT_NEAR(*faults[2].share, 0.75, 1e-6);
  EXPECT_NEAR(*faults[2].m2, RingAreaM2(Box(2, 0, 0.75)), 1e-3);
}

TEST(LayerCheck, WithoutASchemeTheParentIsTheOneWithMostOfTheLand) {
  const LayerSource streets = Layer({Cell("s", Box(0, 0, 2, 2)), Cell("t", Box(2, 0, 2, 2))});
  const auto faults = FaultsOf({Cell("a", Box(1.5, 0, 0.75)), Cell("b", Box(9, 9))}, {}, &streets);
  ASSERT_THAT(faults, SizeIs(2));
  EXPECT_THAT(faults, ::testing::UnorderedElementsAre(IsFor(FaultKind::kCrossesParent, {"a", "s"}),
                                                      IsFor(FaultKind::kCrossesParent, {"b"})));
}

TEST(LayerCheck, OnlyWhatTheRuleNamesIsRefusedAndLandOnlyAboveItsTolerance) {
  LayerRule rule;
  rule.refused = {{FaultKind::kOverlap, 10}, {FaultKind::kReversed, 0}};
  EXPECT_FALSE(rule.Refuses({.kind = FaultKind::kOverlap, .m2 = 10}));
  EXPECT_TRUE(rule.Refuses({.kind = FaultKind::kOverlap, .m2 = 10.001}));
  EXPECT_TRUE(rule.Refuses({.kind = FaultKind::kReversed}));
  EXPECT_FALSE(rule.Refuses({.kind = FaultKind::kSelfCrossing}));
  EXPECT_TRUE(StrictRule().Refuses({.kind = FaultKind::kSelfCrossing}));
  EXPECT_FALSE(StrictRule().Refuses({.kind = FaultKind::kHole, .m2 = 1e6}));
}

TEST(LayerCheck, ALayerWithoutACellIsRefused) {
  EXPECT_THAT(std::string(CheckLayer({}, {}, nullptr).status().message()), HasSubstr("to have cells"));
}

TEST(LayerCheck, KindsHaveNamesThatAreKnownAgain) {
  for (int i = 0; i <= static_cast<int>(FaultKind::kCrossesParent); ++i) {
    const auto kind = static_cast<FaultKind>(i);
    EXPECT_EQ(FaultKindNamed(NameOf(kind)), kind);
  }
  EXPECT_EQ(FaultKindNamed("nonsense"), std::nullopt);
}

}  // namespace
}  // namespace wangge::geo
