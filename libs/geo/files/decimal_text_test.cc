#include "geo/files/decimal_text.h"

#include <gtest/gtest.h>

namespace wangge::geo {
namespace {

TEST(WholeNumberText, IsTheNumberDigitByDigit) {
  EXPECT_EQ(WholeNumberText("331102001001001"), "331102001001001");
  EXPECT_EQ(WholeNumberText("331102001001001.00000000000"), "331102001001001");
  EXPECT_EQ(WholeNumberText("3.31102001001001e+014"), "331102001001001");
  EXPECT_EQ(WholeNumberText("123456789012345678901234567890"), "123456789012345678901234567890");
  EXPECT_EQ(WholeNumberText("0042"), "42");
  EXPECT_EQ(WholeNumberText("-7"), "-7");
  EXPECT_EQ(WholeNumberText("+7."), "7");
  EXPECT_EQ(WholeNumberText("-0.0"), "0");
}

TEST(WholeNumberText, RefusesFractionsLostDigitsAndWhatIsNoNumber) {
  for (const char* text : {"1.5", "331102001001001.00000000001", "3.31102001e+014", "1e2", "15e-1", "", ".", "-", "1 2",
                           "1e", "1e+", "1e99999999999", "nan", "inf", "0x10", "********", "1,5"}) {
    EXPECT_FALSE(WholeNumberText(text).has_value()) << text;
  }
}

}  // namespace
}  // namespace wangge::geo
