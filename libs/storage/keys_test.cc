#include "storage/keys.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <random>
#include <string>
#include <vector>

#include "base/hex.h"
#include "storage/log_key.h"
#include "storage/testing/golden.h"

namespace wangge::storage {
namespace {

constexpr domain::ShardId kShard{3};

domain::CaseId CaseAt(std::uint64_t position) { return domain::MakeCaseId(kShard, domain::LogPosition{position}); }

domain::TimerRow Row(std::int64_t due_micros, std::uint64_t position) {
  return {.due = {due_micros}, .case_id = CaseAt(position), .clock = 2, .generation = 300};
}

TEST(KeysTest, EncodedKeysNeverChange) {
  domain::ContentHash hash{};
  for (std::size_t i = 0; i < hash.size(); ++i) hash[i] = static_cast<char>(i);
  ExpectGolden("records/keys.txt", {{"case", CaseKey(CaseAt(0x0102030405))},
                                    {"log", LogKey(kShard.value, 0x0102030405)},
                                    {"timer", TimerKey(Row(1'700'000'000'000'000, 7))},
                                    {"timer before 1970", TimerKey(Row(-1, 7))},
                                    {"timer value", EncodeTimerValue(Row(0, 7))},
                                    {"body", BodyKey(domain::EditionKind::kCatalogue, hash)},
                                    {"activation", ActivationKey(kShard, domain::LogPosition{9})}});
}

TEST(KeysTest, TimersSortByDueThenByCaseAlsoBefore1970) {
  std::vector<domain::TimerRow> rows;
  for (const std::int64_t due :
       {std::numeric_limits<std::int64_t>::min(), std::int64_t{-1'000'000}, std::int64_t{-1}, std::int64_t{0},
        std::int64_t{1}, std::int64_t{1'700'000'000'000'000}, std::numeric_limits<std::int64_t>::max()}) {
    for (const std::uint64_t position : {1, 2, 255, 256}) rows.push_back(Row(due, position));
  }
  EXPECT_TRUE(std::ranges::is_sorted(rows, {}, [](const domain::TimerRow& row) { return TimerKey(row); }));
}

TEST(KeysTest, TimersOfAShardStandTogether) {
  const domain::TimerRow other{.due = {}, .case_id = domain::MakeCaseId(domain::ShardId{4}, domain::LogPosition{1})};
  EXPECT_TRUE(TimerKey(Row(5, 1)).starts_with(LogPrefix(kShard.value)));
  EXPECT_LT(TimerKey(Row(std::numeric_limits<std::int64_t>::max(), 1)), TimerKey(other));
}

TEST(KeysTest, CasesSortInTheOrderOfTheirReports) {
  EXPECT_LT(CaseKey(CaseAt(1)), CaseKey(CaseAt(256)));
  EXPECT_LT(CaseKey(CaseAt(0xffffffffff)), CaseKey(domain::MakeCaseId(domain::ShardId{4}, domain::LogPosition{1})));
}

TEST(KeysTest, ActivationsStandBeforeAllBodies) {
  EXPECT_LT(ActivationKey(domain::ShardId{1023}, domain::LogPosition{0xffffffffff}),
            BodyKey(domain::EditionKind::kSystem, {}));
}

TEST(KeysTest, KeysGiveBackWhatTheyWereMadeOf) {
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937_64 random(seed);
  for (int i = 0; i < 1'000; ++i) {
    const domain::TimerRow row{.due = {static_cast<std::int64_t>(random())},
                               .case_id = domain::CaseId{random()},
                               .clock = static_cast<domain::ClockIndex>(random()),
                               .generation = static_cast<std::uint32_t>(random())};
    EXPECT_EQ(CaseOfKey(CaseKey(row.case_id)), row.case_id);
    EXPECT_EQ(DecodeTimerRow(TimerKey(row), EncodeTimerValue(row)), row);
  }
}

TEST(KeysTest, OctetsOfAnotherLengthAreNoKey) {
  const std::string key = TimerKey(Row(1, 1));
  EXPECT_FALSE(CaseOfKey("1234567"));
  EXPECT_FALSE(CaseOfKey("123456789"));
  EXPECT_FALSE(PartsOfTimerKey(key + "x"));
  EXPECT_FALSE(DecodeTimerRow(key.substr(1), EncodeTimerValue(Row(1, 1))));
}

TEST(KeysTest, ATimerValueOutOfRangeIsNone) {
  const std::string key = TimerKey(Row(1, 1));
  const auto value = [](std::string_view hex) { return *FromHex(hex); };
  EXPECT_TRUE(DecodeTimerRow(key, value("ffff0301")));
  EXPECT_FALSE(DecodeTimerRow(key, value("80800401")));      // clock 65,536
  EXPECT_FALSE(DecodeTimerRow(key, value("018080808010")));  // generation 2^32
  EXPECT_FALSE(DecodeTimerRow(key, value("01")));
  EXPECT_FALSE(DecodeTimerRow(key, value("010101")));
}

}  // namespace
}  // namespace wangge::storage
