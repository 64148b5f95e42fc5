#include "vault/sealed_frames.h"

#include <random>

#include "gtest/gtest.h"

namespace wangge::vault {
namespace {

constexpr std::size_t kSealedFrame = kFrameBytes + 16;
const SecretKey kKey(std::string(32, 'k'));

std::string Plain(std::size_t size) {
  std::string plain(size, '\0');
  for (std::size_t i = 0; i < size; ++i) plain[i] = static_cast<char>(i * 31 + i / kFrameBytes);
  return plain;
}

std::string Sealed(std::string_view plain, std::size_t step) {
  FrameSealer sealer(kKey);
  std::string sealed;
  for (std::size_t at = 0; at < plain.size(); at += step) sealer.Add(plain.substr(at, step), sealed);
  sealer.Finish(sealed);
  return sealed;
}

TEST(SealedFrames, OpenWhateverTheSizeAndTheSteps) {
  for (const std::size_t size : {std::size_t{0}, std::size_t{1}, kFrameBytes - 1, kFrameBytes, kFrameBytes + 1,
                                 2 * kFrameBytes, 3 * kFrameBytes + 77}) {
    const std::string plain = Plain(size);
    const std::string whole = Sealed(plain, size + 1);
    EXPECT_EQ(whole.size(), SealedFramesBytes(size));
    for (const std::size_t step : {std::size_t{999}, kFrameBytes, kFrameBytes + 1})
      EXPECT_EQ(Sealed(plain, step), whole);
    std::string opened = "head";
    ASSERT_TRUE(OpenFrames(kKey, whole, opened)) << size;
    EXPECT_EQ(opened, "head" + plain);
  }
}

TEST(SealedFrames, RefuseACutAlsoBetweenTwoFrames) {
  const std::string sealed = Sealed(Plain(3 * kFrameBytes), kFrameBytes);
  std::string opened = "head";
  for (const std::size_t size : {std::size_t{0}, std::size_t{1}, std::size_t{2}, 2 + kSealedFrame, 2 + 2 * kSealedFrame,
                                 sealed.size() - 1, sealed.size() - 16}) {
    EXPECT_FALSE(OpenFrames(kKey, sealed.substr(0, size), opened)) << size;
  }
  EXPECT_FALSE(OpenFrames(kKey, sealed + "x", opened));
  EXPECT_EQ(opened, "head");
}

TEST(SealedFrames, RefuseFramesInAnotherOrderOrTwice) {
  const std::string sealed = Sealed(Plain(3 * kFrameBytes), kFrameBytes);
  const std::string head = sealed.substr(0, 2);
  const std::string first = sealed.substr(2, kSealedFrame);
  const std::string second = sealed.substr(2 + kSealedFrame, kSealedFrame);
  const std::string last = sealed.substr(2 + 2 * kSealedFrame);
  std::string opened;
  EXPECT_TRUE(OpenFrames(kKey, head + first + second + last, opened));
  EXPECT_FALSE(OpenFrames(kKey, head + second + first + last, opened));
  EXPECT_FALSE(OpenFrames(kKey, head + first + first + last, opened));
  EXPECT_FALSE(OpenFrames(kKey, head + first + last, opened));
  EXPECT_FALSE(OpenFrames(kKey, head + first + second + last + last, opened));
}

TEST(SealedFrames, RefuseAFlippedBitAndAnotherKey) {
  const auto seed = std::random_device{}();
  SCOPED_TRACE(seed);
  std::mt19937 random(seed);
  const std::string sealed = Sealed(Plain(kFrameBytes + 500), kFrameBytes);
  std::string opened;
  for (int i = 0; i < 300; ++i) {
    // The first twenty bits are the head's, then any.
    const std::size_t bit = i < 20 ? static_cast<std::size_t>(i) : random() % (sealed.size() * 8);
    std::string changed = sealed;
    changed[bit / 8] = static_cast<char>(changed[bit / 8] ^ (1 << (bit % 8)));
    EXPECT_FALSE(OpenFrames(kKey, changed, opened)) << "bit " << bit;
  }
  EXPECT_FALSE(OpenFrames(SecretKey(std::string(32, 'o')), sealed, opened));
  EXPECT_EQ(opened, "");
}

}  // namespace
}  // namespace wangge::vault
