#include "base/id.h"

#include <cstdint>
#include <type_traits>

#include "gtest/gtest.h"

namespace wangge {
namespace {

using Apples = Id<struct AppleTag, std::uint64_t>;
using Pears = Id<struct PearTag, std::uint64_t>;

TEST(Id, OrdersByValue) {
  EXPECT_LT(Apples{1}, Apples{2});
  EXPECT_EQ(Apples{7}, Apples{7});
}

TEST(Id, DoesNotConvertBetweenKinds) {
  static_assert(!std::is_convertible_v<Apples, Pears>);
  static_assert(!std::is_convertible_v<std::uint64_t, Apples>);
}

}  // namespace
}  // namespace wangge
