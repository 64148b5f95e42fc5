#include "rpc/base64url.h"

#include <gtest/gtest.h>

#include <random>

namespace wangge::rpc {
namespace {

TEST(Base64Url, WritesTheUrlAlphabetWithoutPadding) {
  EXPECT_EQ(ToBase64Url(""), "");
  EXPECT_EQ(ToBase64Url("f"), "Zg");
  EXPECT_EQ(ToBase64Url("fo"), "Zm8");
  EXPECT_EQ(ToBase64Url("foo"), "Zm9v");
  EXPECT_EQ(ToBase64Url("\xff\xfe\xfd"), "__79");
  EXPECT_EQ(ToBase64Url("\xfb\xef"), "--8");
}

TEST(Base64Url, ReadsBackWhateverItWrote) {
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE(seed);
  std::mt19937 random(seed);
  for (std::size_t size = 0; size < 200; ++size) {
    std::string bytes(size, '\0');
    for (char& c : bytes) c = static_cast<char>(random() & 0xff);
    EXPECT_EQ(FromBase64Url(ToBase64Url(bytes)), bytes);
  }
}

TEST(Base64Url, RefusesASecondReadingOfAValue) {
  for (const char* text : {"Z", "Zg==", "Zh", "Zm9", "Z g", "Zm9v\n", "+/79", "Zm9v="}) {
    EXPECT_EQ(FromBase64Url(text), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace wangge::rpc
