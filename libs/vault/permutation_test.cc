#include "vault/permutation.h"

#include <random>
#include <vector>

#include "gtest/gtest.h"

namespace wangge::vault {
namespace {

const SecretKey kKey(std::string(32, 'n'));

TEST(KeyedPermutation, IsABijectionOfEverySmallDomain) {
  for (int half_bits = 1; half_bits <= 7; ++half_bits) {
    const KeyedPermutation permutation(kKey, half_bits);
    const std::uint64_t size = std::uint64_t{1} << (2 * half_bits);
    std::vector<bool> reached(size);
    for (std::uint64_t value = 0; value < size; ++value) {
      const std::uint64_t image = permutation.Apply(3, value);
      ASSERT_LT(image, size);
      ASSERT_FALSE(reached[image]) << half_bits << " " << value;
      reached[image] = true;
      ASSERT_EQ(permutation.Invert(3, image), value);
    }
  }
}

TEST(KeyedPermutation, InvertsAtFullWidth) {
  const auto seed = std::random_device{}();
  SCOPED_TRACE(seed);
  std::mt19937_64 random(seed);
  for (const int half_bits : {25, 31}) {
    const KeyedPermutation permutation(kKey, half_bits);
    for (int i = 0; i < 20'000; ++i) {
      const std::uint64_t value = random() >> (64 - 2 * half_bits);
      EXPECT_EQ(permutation.Invert(1, permutation.Apply(1, value)), value);
    }
  }
}

TEST(KeyedPermutation, DiffersByKeyAndTweak) {
  const KeyedPermutation one(kKey, 25);
  const KeyedPermutation other(SecretKey(std::string(32, 'o')), 25);
  int same = 0;
  for (std::uint64_t value = 0; value < 1'000; ++value) {
    same += one.Apply(1, value) == one.Apply(2, value) ? 1 : 0;
    same += one.Apply(1, value) == other.Apply(1, value) ? 1 : 0;
  }
  EXPECT_EQ(same, 0);
}

// Half of the output bits change with each input bit: a neighbour tells nothing of its neighbour.
TEST(KeyedPermutation, OneInputBitChangesHalfOfTheOutput) {
  const KeyedPermutation permutation(kKey, 25);
  for (int bit = 0; bit < 50; ++bit) {
    int changed = 0;
    for (std::uint64_t value = 0; value < 200; ++value) {
      changed += __builtin_popcountll(permutation.Apply(1, value) ^ permutation.Apply(1, value ^ (1ull << bit)));
    }
    EXPECT_NEAR(changed / 200.0, 25.0, 1.5) << "bit " << bit;  // the mean of 200 lies within 6 sigma
  }
}

}  // namespace
}  // namespace wangge::vault
