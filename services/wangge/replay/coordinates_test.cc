#include "services/wangge/replay/coordinates.h"

#include <gtest/gtest.h>

namespace wangge::replay {
namespace {

TEST(Coordinates, ReadsDegreesToSevenDecimals) {
  const Coordinates read = ReadCoordinates("-71.0587", "+42.35940004", false);
  EXPECT_EQ(read.kind, CoordinatesKind::kPoint);
  EXPECT_EQ(read.position, (Position{-710'587'000, 423'594'000}));
  EXPECT_EQ(ReadCoordinates("-77", "39", false).kind, CoordinatesKind::kPoint);
  EXPECT_EQ(ReadCoordinates("180", "-90", false).position, (Position{1'800'000'000, -900'000'000}));
  EXPECT_EQ(ReadCoordinates("0", "51.5", false).kind, CoordinatesKind::kPoint);
  EXPECT_EQ(ReadCoordinates("-7.1e1", "4.2e1", false).position, (Position{-710'000'000, 420'000'000}));
}

TEST(Coordinates, OnlyEmptyZeroAndOutOfRangeAreNoPoint) {
  for (const auto& [lon, lat] : {std::pair{"", ""},
                                 {"", "42"},
                                 {"-71", ""},
                                 {"0", "0"},
                                 {"0.0", "-0.000"},
                                 {"180.0001", "42"},
                                 {"-71", "90.5"},
                                 {"-71", "-91"},
                                 {"1e400", "42"},
                                 {"-710587", "423594"}}) {
    EXPECT_EQ(ReadCoordinates(lon, lat, false).kind, CoordinatesKind::kNoPoint) << lon << "," << lat;
  }
}

TEST(Coordinates, WhatIsNoNumberIsBad) {
  for (const char* text : {"x", "nan", "inf", "-inf", "1 2", "42,3", "42.3N", "0x10", "++1", "+", "-", "1.2.3"}) {
    EXPECT_EQ(ReadCoordinates(text, "42", false).kind, CoordinatesKind::kLongitudeBad) << text;
    EXPECT_EQ(ReadCoordinates("-71", text, false).kind, CoordinatesKind::kLatitudeBad) << text;
  }
}

TEST(Coordinates, ADecimalCommaIsReadWhenTheMapSaysSo) {
  EXPECT_EQ(ReadCoordinates("19,0404", "47,4981", true).position, (Position{190'404'000, 474'981'000}));
}

}  // namespace
}  // namespace wangge::replay
