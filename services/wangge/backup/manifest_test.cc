#include "services/wangge/backup/manifest.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "base/digest/sha256.h"
#include "base/hex.h"
#include "base/status/text.h"

namespace wangge::backup {
namespace {

using ::testing::HasSubstr;

Manifest Small() {
  return {.made = {1'772'445'600'000'000},
          .release = "0.1.0",
          .position = 4'711,
          .chain_hash = "ab",
          .chain_start = "cd",
          .identity = "ef",
          .master_key = "0011223344556677",
          .files = {{"readings.jsonl", 0, std::string(64, '1')}, {"rocks/000012.sst", 99, std::string(64, 'a')}}};
}

// The hash of the lines before the last made right again, as somebody who means harm would.
std::string Signed(std::string lines) {
  const auto count = std::ranges::count(lines, '\n') - 1;
  return lines + "{\"files\":" + std::to_string(count) + ",\"sha256\":\"" + ToHex(BytesOf(Sha256::Of(lines))) + "\"}\n";
}

TEST(Manifest, IsReadAsItWasWritten) {
  const Manifest read = DecodeManifest(EncodeManifest(Small()), "x").value();
  EXPECT_EQ(EncodeManifest(read), EncodeManifest(Small()));
  EXPECT_EQ(read.files, Small().files);
  EXPECT_EQ(read.bytes(), 99u);
  EXPECT_EQ(NameOf(read), "20260302T100000Z-4711");
}

// The first released form stands here for ever.
TEST(Manifest, OfFormatOneIsRead) {
  const Manifest read =
      DecodeManifest(
          Signed("{\"wangge_backup\":1,\"made\":\"2026-03-02T10:00:00Z\",\"release\":\"0.1.0\",\"position\":7,"
                 "\"chain_hash\":\"ab\",\"chain_start\":\"cd\",\"identity\":\"ef\",\"master_key\":\"\"}\n"
                 "{\"path\":\"rocks/CURRENT\",\"bytes\":16,\"sha256\":\"" +
                 std::string(64, '0') + "\"}\n"),
          "x")
          .value();
  EXPECT_EQ(read.position, 7u);
  EXPECT_EQ(read.files.front().path, "rocks/CURRENT");
}

TEST(Manifest, WithAnyByteChangedOrMissingIsRefused) {
  const std::string text = EncodeManifest(Small());
  for (std::size_t at = 0; at < text.size(); ++at) {
    std::string changed = text;
    changed[at] = static_cast<char>(changed[at] ^ 1);
    EXPECT_FALSE(DecodeManifest(changed, "x").ok()) << "octet " << at;
    EXPECT_FALSE(DecodeManifest(text.substr(0, at), "x").ok()) << "cut to " << at;
  }
}

TEST(Manifest, NamesNoFileOutsideOfTheState) {
  const std::string head = EncodeManifest(Small()).substr(0, EncodeManifest(Small()).find('\n') + 1);
  for (const char* path : {"../x", "/etc/x", "rocks/../../x", ""}) {
    const auto read = DecodeManifest(
        Signed(head + "{\"path\":\"" + path + "\",\"bytes\":1,\"sha256\":\"" + std::string(64, '0') + "\"}\n"), "x");
    EXPECT_THAT(std::string(ToStd(read.status().message())), HasSubstr("no file of a state")) << path;
  }
}

TEST(Manifest, OfANewerFormatSaysSo) {
  const auto read = DecodeManifest(Signed("{\"wangge_backup\":2}\n"), "x");
  EXPECT_EQ(read.status().code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(ToStd(read.status().message())), HasSubstr("written by newer software"));
}

}  // namespace
}  // namespace wangge::backup
