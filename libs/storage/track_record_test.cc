#include "storage/track_record.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <string>
#include <vector>

#include "storage/testing/golden.h"

namespace wangge::storage {
namespace {

constexpr Timestamp kStart{1'770'000'000'000'000};

FixRecord Fix() {
  return {.device_time = kStart + Seconds(5),
          .received = kStart + Seconds(6),
          .place = {.position = {1'199'000'000, 284'500'000},
                    .accuracy_cm = 450,
                    .cells = {{"unit_grid", "331102001001001", 3}, {"street", "331102001", 1}}},
          .marks = {.bits = 0b0101},
          .speed_cm_s = 130,
          .heading_deg = 0};
}

ShiftRecord Shift() {
  return {.key_id = std::string(16, 'k'),
          .wrapped_key = "wrapped",
          .request = std::string(16, 'r'),
          .end = ShiftEnd{kStart + Hours(8), std::string(16, 'e')},
          .fixes = 300,
          .marked = 2,
          .refused = 1,
          .last_sequence = 301,
          .sealed_progress = "sealed"};
}

TrackProgress Progress() { return {.time_before = kStart, .trusted = TrustedFix{kStart - Seconds(1), Fix().place}}; }

TEST(TrackRecordTest, EncodedRowsNeverChange) {
  const ShiftName name{"inspector-1", kStart};
  ExpectGolden("records/track.txt", {{"shift key", ShiftKey(name)},
                                     {"fix key", FixKey(name, 0x01020304)},
                                     {"walked key", WalkedPrefix(domain::Day{20'497}, "street") + "331102001"},
                                     {"shift", EncodeShift(Shift())},
                                     {"progress", EncodeProgress(Progress())},
                                     {"fix", EncodeFix(Fix())},
                                     {"walked", EncodeWalked({kStart, kStart + Seconds(9), 7})}});
}

TEST(TrackRecordTest, WhatIsWrittenIsRead) {
  EXPECT_EQ(*DecodeFix(EncodeFix(Fix())), Fix());
  EXPECT_EQ(*DecodeShift(EncodeShift(Shift())), Shift());
  EXPECT_EQ(*DecodeProgress(EncodeProgress(Progress())), Progress());
  FixRecord bare{.place = {.position = {-1'800'000'000, -900'000'000}}};
  EXPECT_EQ(*DecodeFix(EncodeFix(bare)), bare);
  ShiftRecord open = Shift();
  open.end.reset();
  EXPECT_EQ(*DecodeShift(EncodeShift(open)), open);
  EXPECT_EQ(*DecodeProgress(EncodeProgress({})), TrackProgress{});
  const WalkedRecord walked{kStart, kStart + Seconds(9), std::numeric_limits<std::uint32_t>::max()};
  EXPECT_EQ(*DecodeWalked(EncodeWalked(walked)), walked);
}

TEST(TrackRecordTest, EveryPartOfARecordIsNone) {
  const auto refuses_parts = [](const std::string& whole, auto decode) {
    for (std::size_t size = 0; size < whole.size(); ++size) {
      EXPECT_TRUE(absl::IsDataLoss(decode(whole.substr(0, size)).status())) << size;
    }
    EXPECT_TRUE(absl::IsDataLoss(decode(whole + "x").status()));
  };
  refuses_parts(EncodeFix(Fix()), DecodeFix);
  refuses_parts(EncodeShift(Shift()), DecodeShift);
  refuses_parts(EncodeProgress(Progress()), DecodeProgress);
  refuses_parts(EncodeWalked({kStart, kStart, 1}), DecodeWalked);
  refuses_parts(ShiftKey({"a", kStart}), ShiftOfKey);
  refuses_parts(FixKey({"a", kStart}, 1), SequenceOfKey);
}

TEST(TrackRecordTest, KeysGiveBackWhatTheyWereMadeOf) {
  const ShiftName name{"inspector-1", Timestamp{-5}};
  EXPECT_EQ(*ShiftOfKey(ShiftKey(name)), name);
  EXPECT_EQ(*SequenceOfKey(FixKey(name, 4'000'000'000)), 4'000'000'000);
  EXPECT_FALSE(ShiftOfKey(FixPrefix(name)).ok());
}

TEST(TrackRecordTest, RowsOfOneInspectorStandTogetherInTheOrderOfTime) {
  const std::vector<std::string> ordered{ShiftKey({"a", Timestamp{-1}}), ShiftKey({"a", Timestamp{0}}),
                                         ShiftKey({"a", Timestamp{1}}), ShiftKey({"b", Timestamp{0}})};
  EXPECT_TRUE(std::ranges::is_sorted(ordered));
  EXPECT_FALSE(ShiftKey({"ab", kStart}).starts_with(ShiftPrefix("a"))) << "one id is not the beginning of another";
  EXPECT_LT(FixKey({"a", kStart}, 255), FixKey({"a", kStart}, 256));
  EXPECT_LT(WalkedPrefix(domain::Day{-1}, "z"), WalkedPrefix(domain::Day{0}));
  EXPECT_LT(ShiftKey({"z", kStart}), FixPrefix({"a", kStart}));
}

}  // namespace
}  // namespace wangge::storage
