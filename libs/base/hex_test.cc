#include "base/hex.h"

#include "gtest/gtest.h"

namespace wangge {
namespace {

TEST(Hex, RoundTripsEveryByte) {
  std::string bytes;
  for (int i = 0; i < 256; ++i) bytes.push_back(static_cast<char>(i));
  EXPECT_EQ(FromHex(ToHex(bytes)), bytes);
  EXPECT_EQ(ToHex("\x0f\xa0"), "0fa0");
}

TEST(Hex, RefusesOddLengthAndOtherCharacters) {
  EXPECT_FALSE(FromHex("abc"));
  EXPECT_FALSE(FromHex("zz"));
}

}  // namespace
}  // namespace wangge
