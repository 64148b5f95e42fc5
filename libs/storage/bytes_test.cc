#include "storage/bytes.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <limits>
#include <random>
#include <string>
#include <vector>

namespace wangge::storage {
namespace {

using std::string_view_literals::operator""sv;

std::string Encoded(std::uint64_t n) {
  Writer w;
  w.Varint(n);
  return w.Take();
}

const std::vector<std::uint64_t> kNumbers = {0,
                                             1,
                                             0x7f,
                                             0x80,
                                             0x3fff,
                                             0x4000,
                                             std::numeric_limits<std::uint32_t>::max(),
                                             std::uint64_t{1} << 62,
                                             std::uint64_t{1} << 63,
                                             std::numeric_limits<std::uint64_t>::max()};

TEST(BytesTest, NumbersComeBackAtTheBordersOfTheirLengths) {
  for (const std::uint64_t n : kNumbers) {
    const std::string bytes = Encoded(n);
    Reader r(bytes);
    EXPECT_EQ(r.Varint(), n);
    EXPECT_TRUE(r.AtEnd()) << n;
  }
}

TEST(BytesTest, SignedNumbersComeBack) {
  for (const std::uint64_t bits : kNumbers) {
    const auto n = static_cast<std::int64_t>(bits);
    Writer w;
    w.Zigzag(n);
    Reader r(w.bytes());
    EXPECT_EQ(r.Zigzag(), n);
    EXPECT_TRUE(r.AtEnd()) << n;
  }
}

TEST(BytesTest, SmallSignedNumbersAreShort) {
  Writer w;
  w.Zigzag(-64);
  w.Zigzag(63);
  EXPECT_EQ(w.bytes(), "\x7f\x7e"sv);
}

TEST(BytesTest, ANumberHasOneFormOnly) {
  for (const std::string_view bytes : {"\x80\x00"sv, "\xff\x80\x00"sv, "\xff\xff\xff\xff\xff\xff\xff\xff\xff\x02"sv,
                                       "\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x01"sv, "\x80"sv, ""sv}) {
    Reader r(bytes);
    r.Varint();
    EXPECT_FALSE(r.ok()) << bytes.size();
  }
}

TEST(BytesTest, ATextLongerThanTheRestIsNone) {
  for (const std::uint64_t size : {std::uint64_t{4}, std::numeric_limits<std::uint64_t>::max()}) {
    const std::string bytes = Encoded(size) + "abc";
    Reader r(bytes);
    EXPECT_EQ(r.Text(), "");
    EXPECT_FALSE(r.ok());
  }
}

TEST(BytesTest, ABadReaderAnswersZerosForEver) {
  Reader r("\x05\x01\x02"sv);
  EXPECT_EQ(r.Text(), "");
  EXPECT_EQ(r.Byte(), 0);
  EXPECT_EQ(r.Varint(), 0u);
  EXPECT_EQ(r.Zigzag(), 0);
  EXPECT_EQ(r.Raw(1), "");
  EXPECT_FALSE(r.AtEnd());
}

TEST(BytesTest, OctetsThatAreLeftAreNoEnd) {
  Reader r("\x01\x02"sv);
  r.Byte();
  EXPECT_TRUE(r.ok());
  EXPECT_FALSE(r.AtEnd());
}

TEST(BytesTest, WhateverIsReadWasWrittenSo) {
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  for (int i = 0; i < 20'000; ++i) {
    std::string bytes(random() % 12, '\0');
    for (char& octet : bytes) octet = static_cast<char>(random() % 3 == 0 ? random() : 0x80 | random());
    Reader r(bytes);
    const std::uint64_t n = r.Varint();
    if (r.AtEnd()) {
      EXPECT_EQ(Encoded(n), bytes);
    }
  }
}

}  // namespace
}  // namespace wangge::storage
