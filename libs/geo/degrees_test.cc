#include "geo/degrees.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace wangge::geo {
namespace {

using ::testing::HasSubstr;

TEST(Degrees, DecimalTextIsTakenExactly) {
  EXPECT_EQ(ParsePosition("119.92", "28.4").value(), (Position{1'199'200'000, 284'000'000}));
  EXPECT_EQ(ParsePosition("-71.0587", "42.3594").value(), (Position{-710'587'000, 423'594'000}));
  EXPECT_EQ(ParsePosition(" +0.0000001 ", "-1e-7").value(), (Position{1, -1}));
  EXPECT_EQ(ParsePosition("1.00000006", "1.00000004").value(), (Position{10'000'001, 10'000'000}));
}

TEST(Degrees, TheEndsOfTheRangeAreInIt) {
  EXPECT_EQ(ParsePosition("-180", "90").value(), (Position{-1'800'000'000, 900'000'000}));
  EXPECT_FALSE(ParsePosition("180.0000001", "0").ok());
  EXPECT_FALSE(ParsePosition("0", "-90.0000001").ok());
}

TEST(Degrees, WhatIsNotANumberIsNamedWithItsField) {
  for (const char* text : {"nan", "NaN", "inf", "-inf", "1e999", "12,5", "x", "1.5x", "--1", "0x10", "+-1"}) {
    EXPECT_THAT(std::string(ParsePosition(text, "0").status().message()),
                HasSubstr("Expected a number for lon, but it is `" + std::string(text) + "`"));
    EXPECT_THAT(std::string(ParsePosition("0", text).status().message()), HasSubstr("for lat"));
  }
  EXPECT_THAT(std::string(ParsePosition("0", " ").status().message()), HasSubstr("for lat, but it is empty"));
  EXPECT_THAT(std::string(ParsePosition("775432.1", "0").status().message()),
              HasSubstr("Expected lon from -180 to 180 degrees, but it is `775432.1`"));
}

TEST(ParsePosition, ALatitudeThatIsALongitudeLooksExchanged) {
  EXPECT_NE(ParsePosition("28.45", "119.92").status().ToString().find("look exchanged"), std::string::npos);
  EXPECT_EQ(ParsePosition("128.45", "119.92").status().ToString().find("look exchanged"), std::string::npos);
}

}  // namespace
}  // namespace wangge::geo
