#include "services/grid/code_history.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <utility>

#include "base/limits.h"
#include "catalog/layer_body.h"
#include "rpc/error.h"
#include "wire/time.h"

namespace wangge::grid {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// A strip of land from 119 E on: each cell so many squares of 0.001 degree wide.
using Strip = std::vector<std::pair<std::string, int>>;

std::string BodyOf(const Strip& strip) {
  std::string features;
  int west = 0;
  for (const auto& [code, wide] : strip) {
    const std::string w = std::to_string(119 + west * 0.001), e = std::to_string(119 + (west + wide) * 0.001);
    features += std::string(features.empty() ? "" : ",") + R"({"type":"Feature","properties":{"code":")" + code +
                R"("},"geometry":{"type":"Polygon","coordinates":[[[)" + w + ",28],[" + e + ",28],[" + e +
                ",28.001],[" + w + ",28.001],[" + w + R"(,28]]]}})";
    west += wide;
  }
  const std::string geojson = R"({"type":"FeatureCollection","features":[)" + features + "]}";
  return *catalog::EncodeLayerBody({"code", "wgs84", geojson});
}

class CodeHistoryTest : public ::testing::Test {
 protected:
  void Bring(const Strip& strip) {
    const std::uint64_t number = bodies_.size() + 1;
    ledger::v1::FeedRecord record;
    *record.mutable_time() = wire::ToProto(Timestamp{} + Hours(static_cast<std::int64_t>(number)));
    auto& activated = *record.add_events()->mutable_activated();
    activated.set_kind("layer");
    activated.set_name("unit");
    activated.set_number(number);
    activated.set_sha256("body " + std::to_string(number));
    book_.Apply(record);
    bodies_.push_back(BodyOf(strip));
  }
  absl::StatusOr<v1::ResolveCodesResponse> Resolve(const std::vector<std::string>& codes, std::uint64_t version = 0) {
    v1::ResolveCodesRequest request;
    request.set_layer("unit");
    request.set_version(version);
    for (const std::string& code : codes) request.add_codes(code);
    return ResolveCodes(book_.Of("unit"), request, [this](const LayerVersion& wanted) -> absl::StatusOr<std::string> {
      EXPECT_EQ(wanted.sha256, "body " + std::to_string(wanted.number));
      ++reads_;
      return bodies_[wanted.number - 1];
    });
  }
  v1::ResolvedCode One(const std::string& code, std::uint64_t version = 0) {
    const auto resolved = Resolve({code}, version);
    EXPECT_TRUE(resolved.ok()) << resolved.status();
    return resolved.ok() ? resolved->codes(0) : v1::ResolvedCode();
  }
  static std::vector<std::uint64_t> VersionsOf(const v1::ResolvedCode& resolved) {
    std::vector<std::uint64_t> versions;
    for (const auto& version : resolved.versions()) versions.push_back(version.version());
    return versions;
  }
  // "b 50 100": the code and both shares in percent.
  static std::vector<std::string> SuccessorsOf(const v1::ResolvedCode& resolved) {
    std::vector<std::string> successors;
    for (const auto& successor : resolved.successors()) {
      successors.push_back(successor.code() + " " + std::to_string(std::lround(successor.share_old() * 100)) + " " +
                           std::to_string(std::lround(successor.share_new() * 100)));
    }
    return successors;
  }

  VersionBook book_;
  std::vector<std::string> bodies_;
  int reads_ = 0;
};

TEST_F(CodeHistoryTest, AnOldCodeTellsWhenItWasOneAndWhoHasItsLandNow) {
  Bring({{"village", 2}, {"big", 4}, {"left", 1}, {"right", 1}, {"same", 2}});
  Bring({{"community", 2}, {"big-1", 3}, {"big-2", 1}, {"both", 2}, {"same", 2}});
  const v1::ResolvedCode village = One("village");
  EXPECT_EQ(village.change(), v1::CODE_CHANGE_RENAMED);
  EXPECT_EQ(village.version(), 1u);
  EXPECT_THAT(VersionsOf(village), ElementsAre(1));
  EXPECT_EQ(wire::FromProto(village.versions(0).active_from()), Timestamp{} + Hours(1));
  EXPECT_EQ(wire::FromProto(village.versions(0).active_to()), Timestamp{} + Hours(2));
  EXPECT_THAT(SuccessorsOf(village), ElementsAre("community 100 100"));
  EXPECT_THAT(SuccessorsOf(One("big")), ElementsAre("big-1 75 100", "big-2 25 100"));
  EXPECT_EQ(One("big").change(), v1::CODE_CHANGE_SPLIT);
  EXPECT_THAT(SuccessorsOf(One("left")), ElementsAre("both 100 50"));
  EXPECT_EQ(One("left").change(), v1::CODE_CHANGE_MERGED);
}

TEST_F(CodeHistoryTest, ACodeInForceIsItsOwnAnswerUnlessAnOlderVersionIsAskedFor) {
  Bring({{"a", 1}, {"b", 1}});
  Bring({{"b", 1}, {"a", 1}});
  const v1::ResolvedCode now = One("a");
  EXPECT_EQ(now.version(), 2u);
  EXPECT_EQ(now.change(), v1::CODE_CHANGE_UNCHANGED);
  EXPECT_THAT(SuccessorsOf(now), IsEmpty());
  EXPECT_THAT(VersionsOf(now), ElementsAre(1, 2));
  EXPECT_FALSE(now.versions(1).has_active_to()) << "it is in force";
  const v1::ResolvedCode then = One("a", 1);
  EXPECT_EQ(then.version(), 1u);
  EXPECT_EQ(then.change(), v1::CODE_CHANGE_RENAMED) << "the code went to other land";
  EXPECT_THAT(SuccessorsOf(then), ElementsAre("b 100 100"));
}

TEST_F(CodeHistoryTest, TheLastVersionThatHasACodeIsWhereItsLandIsTakenFrom) {
  Bring({{"a", 1}, {"b", 3}});
  Bring({{"a", 2}, {"b", 2}});
  Bring({{"b", 2}, {"c", 2}});
  const v1::ResolvedCode last = One("a");
  EXPECT_THAT(VersionsOf(last), ElementsAre(1, 2));
  EXPECT_EQ(last.version(), 2u);
  EXPECT_THAT(SuccessorsOf(last), ElementsAre("b 100 100"));
  EXPECT_THAT(SuccessorsOf(One("a", 1)), ElementsAre("b 100 50"));
  EXPECT_EQ(reads_, 6) << "each version once";
}

TEST_F(CodeHistoryTest, LandThatNobodyHasIsTold) {
  Bring({{"a", 2}, {"gone", 2}});
  Bring({{"a", 2}});
  const v1::ResolvedCode gone = One("gone");
  EXPECT_EQ(gone.change(), v1::CODE_CHANGE_VANISHED);
  EXPECT_THAT(SuccessorsOf(gone), ElementsAre(" 100 0"));
}

TEST_F(CodeHistoryTest, ACodeThatNeverWasOneIsAnAnswer) {
  Bring({{"a", 1}});
  Bring({{"a", 1}, {"b", 1}});
  const v1::ResolvedCode never = One("z");
  EXPECT_THAT(VersionsOf(never), IsEmpty());
  EXPECT_EQ(never.version(), 0u);
  EXPECT_EQ(never.change(), v1::CODE_CHANGE_UNSPECIFIED);
  const v1::ResolvedCode later = One("b", 1);
  EXPECT_THAT(VersionsOf(later), ElementsAre(2));
  EXPECT_EQ(later.version(), 0u) << "version 1 has no such code";
}

TEST_F(CodeHistoryTest, WhatIsAskedForHasLimits) {
  EXPECT_EQ(rpc::ReasonOf(Resolve({"a"}).status()), "LAYER_NOT_FOUND");
  Bring({{"a", 1}});
  EXPECT_EQ(rpc::ReasonOf(Resolve({}).status()), "BATCH_SIZE");
  EXPECT_EQ(rpc::ReasonOf(Resolve(std::vector<std::string>(limits::kResolveCodesMax + 1, "a")).status()), "BATCH_SIZE");
  EXPECT_TRUE(Resolve(std::vector<std::string>(limits::kResolveCodesMax, "a")).ok());
  EXPECT_EQ(rpc::ReasonOf(Resolve({""}).status()), "FIELD_INVALID");
  EXPECT_EQ(rpc::ReasonOf(Resolve({std::string(65, 'a')}).status()), "FIELD_INVALID");
  EXPECT_EQ(rpc::ReasonOf(Resolve({"a"}, 2).status()), "FIELD_INVALID");
}

}  // namespace
}  // namespace wangge::grid
