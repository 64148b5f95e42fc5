#include "base/digest/sha256.h"

#include "base/hex.h"
#include "gtest/gtest.h"

namespace wangge {
namespace {

TEST(Sha256, MatchesTheStandardsExample) {
  EXPECT_EQ(ToHex(BytesOf(Sha256::Of("abc"))), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(Sha256, PartsGiveTheHashOfTheWholeAndFinishStartsAnew) {
  Sha256 sha;
  EXPECT_EQ(sha.Add("a").Add("bc").Finish(), Sha256::Of("abc"));
  EXPECT_EQ(sha.Add("abc").Finish(), Sha256::Of("abc"));
}

}  // namespace
}  // namespace wangge
