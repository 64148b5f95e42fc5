#include "geo/files/wkb.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <bit>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <limits>
#include <random>
#include <string>

namespace wangge::geo {
namespace {

using ::testing::HasSubstr;

// Bytes of a geometry, in either order.
class Bytes {
 public:
  explicit Bytes(bool little) : little_(little) {}
  Bytes& Order() { return Add(little_ ? 1u : 0u, 1); }
  Bytes& Count(std::uint32_t number) { return Add(number, 4); }
  Bytes& Number(double number) { return Add(std::bit_cast<std::uint64_t>(number), 8); }
  Bytes& Triangle(int more = 0) {
    Count(4);
    for (const MapPoint p : {MapPoint{0, 0}, {4, 0}, {0, 4}, {0, 0}}) {
      Number(p.x).Number(p.y);
      for (int i = 0; i < more; ++i) Number(7);
    }
    return *this;
  }
  const std::string& text() const { return text_; }

 private:
  Bytes& Add(std::uint64_t number, int size) {
    for (int i = 0; i < size; ++i) {
      text_.push_back(static_cast<char>(number >> (8 * (little_ ? i : size - 1 - i)) & 0xff));
    }
    return *this;
  }
  bool little_;
  std::string text_;
};

const MapRing kTriangle = {{0, 0}, {4, 0}, {0, 4}, {0, 0}};

TEST(ReadWkb, ReadsPolygonsOfEitherOrderAndLeavesZAndMOut) {
  for (const bool little : {false, true}) {
    for (const std::uint32_t more : {0u, 1u, 2u, 3u}) {
      const int numbers = more == 0 ? 0 : more == 3 ? 2 : 1;
      const auto one = ReadWkb(Bytes(little).Order().Count(3 + 1000 * more).Count(1).Triangle(numbers).text());
      ASSERT_TRUE(one.ok()) << one.status();
      EXPECT_EQ(*one, (std::vector<MapPolygon>{{kTriangle}}));
    }
    Bytes two(little);
    two.Order().Count(6).Count(2);
    two.Order().Count(3).Count(2).Triangle().Triangle();
    two.Order().Count(3).Count(1).Triangle();
    const auto parts = ReadWkb(two.text());
    ASSERT_TRUE(parts.ok()) << parts.status();
    EXPECT_EQ(*parts, (std::vector<MapPolygon>{{kTriangle, kTriangle}, {kTriangle}}));
  }
}

TEST(ReadWkb, APolygonWithoutRingsIsNone) {
  EXPECT_TRUE(ReadWkb(Bytes(true).Order().Count(3).Count(0).text())->empty());
  EXPECT_TRUE(ReadWkb(Bytes(true).Order().Count(6).Count(0).text())->empty());
}

TEST(ReadWkb, ACountThatTheBytesCannotHoldIsRefusedBeforeItIsBelieved) {
  for (const std::uint32_t count : {1u << 31, std::numeric_limits<std::uint32_t>::max(), 2u}) {
    EXPECT_EQ(ReadWkb(Bytes(true).Order().Count(3).Count(count).text()).status().code(),
              absl::StatusCode::kInvalidArgument);
    EXPECT_EQ(ReadWkb(Bytes(true).Order().Count(6).Count(count).text()).status().code(),
              absl::StatusCode::kInvalidArgument);
    const auto points = ReadWkb(Bytes(true).Order().Count(3).Count(1).Count(count).text());
    EXPECT_THAT(std::string(points.status().message()), HasSubstr("but it counts " + std::to_string(count)));
  }
}

TEST(ReadWkb, EveryCutIsRefused) {
  const std::string whole = Bytes(true).Order().Count(3).Count(2).Triangle().Triangle().text();
  for (std::size_t bytes = 0; bytes < whole.size(); ++bytes) {
    EXPECT_FALSE(ReadWkb(std::string_view(whole).substr(0, bytes)).ok()) << bytes;
  }
  EXPECT_FALSE(ReadWkb(whole + "x").ok()) << "bytes left over";
}

TEST(ReadWkb, OtherTypesOrdersAndNumbersThatAreNoneAreRefused) {
  for (const std::uint32_t type : {0u, 1u, 2u, 4u, 5u, 7u, 10u, 17u, 4003u, 0x80000003u, 0xFFFFFFFFu}) {
    EXPECT_FALSE(ReadWkb(Bytes(true).Order().Count(type).Count(1).Triangle().text()).ok()) << type;
  }
  EXPECT_FALSE(ReadWkb("\x02\x03").ok());
  EXPECT_FALSE(ReadWkb("\x02\x03\x00\x00\x00\x00\x00\x00\x00").ok());
  for (const double number : {std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity()}) {
    EXPECT_FALSE(ReadWkb(Bytes(true).Order().Count(3).Count(1).Count(1).Number(number).Number(1).text()).ok());
  }
}

TEST(ReadWkb, FlippedBytesNeverCrash) {
  const char* given = std::getenv("WANGGE_SEED");
  const unsigned seed =
      given != nullptr ? static_cast<unsigned>(std::strtoul(given, nullptr, 10)) : std::random_device{}();
  std::printf("WANGGE_SEED=%u\n", seed);
  std::mt19937 random(seed);
  Bytes two(true);
  two.Order().Count(6).Count(2);
  two.Order().Count(3).Count(1).Triangle();
  two.Order().Count(1003).Count(1).Triangle(1);
  for (int i = 0; i < 20'000; ++i) {
    std::string bytes = two.text();
    for (int flips = 1 + static_cast<int>(random() % 3); flips > 0; --flips) {
      bytes[random() % bytes.size()] = static_cast<char>(random());
    }
    (void)ReadWkb(bytes);
  }
}

}  // namespace
}  // namespace wangge::geo
