#include "base/big_endian.h"

#include <cstdint>

#include "gtest/gtest.h"

namespace wangge {
namespace {

std::string BytesOf(std::uint64_t number) {
  std::string bytes;
  AppendBigEndian(number, bytes);
  return bytes;
}

TEST(BigEndian, TheOrderOfTheBytesIsTheOrderOfTheNumbers) {
  EXPECT_LT(BytesOf(255), BytesOf(256));
  EXPECT_LT(BytesOf(1), BytesOf(std::uint64_t{1} << 63));
  EXPECT_EQ(BytesOf(0x0102), std::string("\0\0\0\0\0\0\1\2", 8));
}

TEST(BigEndian, WhatWasAppendedIsReadBackAtAnyWidth) {
  EXPECT_EQ(ReadBigEndian<std::uint64_t>(BytesOf(0xfedcba9876543210)), 0xfedcba9876543210);
  std::string bytes;
  AppendBigEndian(std::uint16_t{0x8001}, bytes);
  EXPECT_EQ(bytes.size(), 2u);
  EXPECT_EQ(ReadBigEndian<std::uint16_t>(bytes), 0x8001);
}

}  // namespace
}  // namespace wangge
