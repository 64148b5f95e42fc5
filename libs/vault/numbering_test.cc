#include "vault/numbering.h"

#include <algorithm>
#include <cctype>
#include <chrono>
#include <cstdio>
#include <random>
#include <set>

#include "base/status/text.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace wangge::vault {
namespace {

using ::testing::MatchesRegex;

constexpr std::string_view kAlphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
constexpr std::uint64_t kLast = (1ull << kCaseIdBits) - 1;

class NumberingTest : public ::testing::Test {
 protected:
  Numbering numbering_{SecretKey(std::string(32, 'n'))};
};

TEST_F(NumberingTest, DecodesWhatItEncoded) {
  const auto seed = std::random_device{}();
  SCOPED_TRACE(seed);
  std::mt19937_64 random(seed);
  for (int i = 0; i < 20'000; ++i) {
    const std::uint64_t id = i == 0 ? 0 : i == 1 ? kLast : random() & kLast;
    for (const Series series : {Series::kReceipt, Series::kCase}) {
      const std::string text = numbering_.Encode(series, id);
      EXPECT_EQ(numbering_.Decode(text).value(), (Numbered{series, id})) << text;
    }
  }
}

TEST_F(NumberingTest, HasTheFormThatPeopleAreTold) {
  EXPECT_THAT(numbering_.Encode(Series::kReceipt, 1), MatchesRegex("R-[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{6}"));
  EXPECT_THAT(numbering_.Encode(Series::kCase, 1), MatchesRegex("A-[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{6}"));
}

// Numbers are printed on paper: the mapping must never change for a key.
TEST_F(NumberingTest, GivesTheseNumbersForEver) {
  EXPECT_EQ(numbering_.Encode(Series::kReceipt, 1), "R-2BFWH-F8EEAG");
  EXPECT_EQ(numbering_.Encode(Series::kCase, 1), "A-EY7GT-J1C4ZR");
  EXPECT_EQ(numbering_.Encode(Series::kCase, kLast), "A-XR0FT-713X6Q");
}

TEST_F(NumberingTest, ReadsWhatPeopleWrite) {
  // A number that contains both letters that are mistaken.
  std::uint64_t id = 0;
  std::string text;
  while (text.find('1', 2) == std::string::npos || text.find('0', 2) == std::string::npos) {
    text = numbering_.Encode(Series::kReceipt, ++id);
  }
  std::string written;
  for (const char c : text) {
    if (c == '-') continue;
    written.push_back(c == '1' ? 'l' : c == '0' ? 'o' : static_cast<char>(std::tolower(c)));
  }
  EXPECT_EQ(numbering_.Decode(written).value().case_id, id) << written;
  written.insert(3, " - ");
  EXPECT_EQ(numbering_.Decode(written).value().case_id, id) << written;
  std::ranges::replace(written, 'l', 'I');
  EXPECT_EQ(numbering_.Decode(Series::kReceipt, written).value(), id) << written;
}

TEST_F(NumberingTest, RefusesEverySingleWrongCharacterAndEveryExchangeOfTwo) {
  for (std::uint64_t id = 1; id <= 20; ++id) {
    const std::string text = numbering_.Encode(Series::kCase, id * 7'919);
    for (std::size_t i = 2; i < text.size(); ++i) {
      if (text[i] == '-') continue;
      for (const char c : kAlphabet) {
        std::string wrong = text;
        wrong[i] = c;
        EXPECT_EQ(numbering_.Decode(wrong).ok(), c == text[i]) << wrong;
      }
      for (std::size_t j = i + 1; j < text.size(); ++j) {
        if (text[j] == '-') continue;
        std::string swapped = text;
        std::swap(swapped[i], swapped[j]);
        EXPECT_EQ(numbering_.Decode(swapped).ok(), text[i] == text[j]) << swapped;
      }
    }
    std::string other = text;
    other[0] = 'R';
    EXPECT_FALSE(numbering_.Decode(other).ok()) << other;
  }
}

TEST_F(NumberingTest, RefusesOtherTextsAndTheOtherSeries) {
  const std::string text = numbering_.Encode(Series::kReceipt, 5);
  for (const std::string& wrong :
       {std::string(), std::string("R"), text + "0", text.substr(0, 12), std::string("B").append(text.substr(1)),
        std::string("R-UUUUU-UUUUUU"), std::string(14, '*'), std::string(200, '-')}) {
    EXPECT_TRUE(absl::IsInvalidArgument(numbering_.Decode(wrong).status())) << wrong;
  }
  EXPECT_TRUE(absl::IsInvalidArgument(numbering_.Decode(Series::kCase, text).status()));
}

TEST_F(NumberingTest, NeighboursAreNotCloseAndNoneMeet) {
  std::set<std::string> seen;
  for (std::uint64_t id = 0; id < 5'000; ++id) {
    const std::string here = numbering_.Encode(Series::kReceipt, id);
    const std::string next = numbering_.Encode(Series::kReceipt, id + 1);
    EXPECT_TRUE(seen.insert(here.substr(2)).second);
    EXPECT_TRUE(seen.insert(numbering_.Encode(Series::kCase, id).substr(2)).second);
    int same = 0;
    for (std::size_t i = 2; i < here.size(); ++i) same += here[i] == next[i] && here[i] != '-' ? 1 : 0;
    EXPECT_LE(same, 6) << here << " " << next;
  }
}

// A figure, not a limit: a shared machine must not fail the build.
TEST_F(NumberingTest, TellsWhatANumberCosts) {
  std::size_t characters = 0;
  const auto begin = std::chrono::steady_clock::now();
  for (std::uint64_t id = 0; id < 100'000; ++id) characters += numbering_.Encode(Series::kCase, id).size();
  const std::chrono::duration<double, std::micro> spent = std::chrono::steady_clock::now() - begin;
  EXPECT_EQ(characters, 1'400'000u);
  std::printf("a number: %.2f us\n", spent.count() / 100'000);
}

}  // namespace
}  // namespace wangge::vault
