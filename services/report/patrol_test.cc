// Positions on their way from a stream to the tracks: shape, place, order.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <limits>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/limits.h"
#include "rpc/error.h"
#include "services/report/fix_check.h"
#include "services/report/position_stream.h"
#include "wire/time.h"

namespace wangge::report {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr Timestamp kNow{1'770'944'400'000'000};

// Every point is in cell "a"; answers when it is let.
class FakeGrid final : public grid::GridPort {
 public:
  void LocateAll(std::vector<Position> points, Timestamp, Located done) override {
    auto answer = [this, points = std::move(points), done = std::move(done)] {
      if (!failure.ok()) return done(failure);
      std::vector<domain::Location> found;
      for (const Position& point : points) {
        found.push_back({.position = point, .placements = {{"cells", 3, "a", 1, std::nullopt}}});
      }
      done(std::move(found));
    };
    if (is_slow) return waiting.push_back(std::move(answer));
    answer();
  }
  void FindComponents(std::vector<std::string>, Timestamp, Found) override { FAIL() << "no report is sent"; }
  void AnswerAll() {
    for (const auto& answer : std::exchange(waiting, {})) answer();
  }
  bool is_slow = false;
  std::vector<std::function<void()>> waiting;
  absl::Status failure;
};

// Keeps what came; other methods are not asked here.
class FakeTracks final : public track::TrackPort {
 public:
  void AddFixes(track::v1::AddFixesRequest request, Timestamp, Done<v1::SendPositionsResponse> done) override {
    came.push_back(request);
    if (!failure.ok()) return done(failure);
    v1::SendPositionsResponse response;
    response.set_kept(static_cast<std::uint32_t>(request.fixes_size()));
    done(response);
  }
  void StartShift(track::v1::StartShiftRequest, Timestamp, Done<v1::StartShiftResponse>) override { FAIL(); }
  void EndShift(track::v1::EndShiftRequest, Timestamp, Done<v1::EndShiftResponse>) override { FAIL(); }
  void GetOwnTrack(track::v1::GetOwnTrackRequest, Timestamp, Done<v1::GetOwnTrackResponse>) override { FAIL(); }
  void ListPresence(track::v1::ListPresenceRequest, Timestamp, Done<v1::ListPresenceResponse>) override { FAIL(); }
  void GetPatrolCoverage(track::v1::GetPatrolCoverageRequest, Timestamp, Done<v1::GetPatrolCoverageResponse>) override {
    FAIL();
  }
  std::vector<track::v1::AddFixesRequest> came;
  absl::Status failure;
};

struct Answers final : rpc::ReplyTarget<v1::SendPositionsResponse> {
  void Deliver(const absl::Status& got, v1::SendPositionsResponse& message) override {
    status = got;
    response = message;
    is_answered = true;
  }
  absl::Status status;
  v1::SendPositionsResponse response;
  bool is_answered = false;
};

v1::Fix Fix(std::uint32_t sequence) {
  v1::Fix fix;
  fix.set_sequence(sequence);
  fix.set_longitude(119.9);
  fix.set_latitude(28.45);
  fix.set_accuracy_m(4.5);
  *fix.mutable_device_time() = wire::ToProto(kNow);
  return fix;
}

class PatrolTest : public ::testing::Test {
 protected:
  ~PatrolTest() override { EXPECT_TRUE(in_flight_.WaitForNone(Seconds(30))); }

  std::shared_ptr<Answers> Send(const std::vector<v1::Fix>& fixes, const std::string& datum = "wgs84") {
    v1::SendPositionsRequest message;
    message.set_datum(datum);
    for (const v1::Fix& fix : fixes) *message.add_fixes() = fix;
    auto answers = std::make_shared<Answers>();
    stream_->Take(caller_, message, kNow, PositionStream::Reply(answers));
    return answers;
  }

  FakeTracks tracks_;
  FakeGrid grid_;
  follow::InFlight in_flight_;
  rpc::Caller caller_{"inspector-1", "centre", "331102", {"patrol"}, {}};
  std::shared_ptr<PositionStream> stream_ = std::make_shared<PositionStream>(PositionParts{tracks_, grid_, in_flight_});
};

TEST_F(PatrolTest, AFixCarriesWhoSentItAndItsCells) {
  v1::Fix fix = Fix(7);
  fix.set_mock(true);
  fix.set_speed_mps(1.25);
  fix.set_heading_deg(359.6);
  const auto answer = Send({fix});
  ASSERT_TRUE(answer->status.ok()) << answer->status;
  EXPECT_EQ(answer->response.kept(), 1u);
  ASSERT_THAT(tracks_.came, SizeIs(1));
  EXPECT_EQ(tracks_.came[0].actor().id(), "inspector-1");
  const auto& taken = tracks_.came[0].fixes(0);
  EXPECT_EQ(taken.sequence(), 7u);
  EXPECT_EQ(taken.lon_e7(), 1'199'000'000);
  EXPECT_EQ(taken.accuracy_cm(), 450u);
  EXPECT_EQ(taken.device_time_us(), kNow.micros);
  EXPECT_TRUE(taken.mock());
  EXPECT_EQ(taken.speed_cm_s(), 125u);
  EXPECT_EQ(taken.heading_deg(), 360u);
  EXPECT_EQ(taken.cells(0).code(), "a");
  EXPECT_EQ(taken.cells(0).version(), 3u);
}

TEST_F(PatrolTest, AShiftedDatumIsTakenBackAndAnUnknownOneRefused) {
  Send({Fix(1)}, "gcj02");
  EXPECT_NE(tracks_.came.at(0).fixes(0).lon_e7(), 1'199'000'000);
  EXPECT_EQ(rpc::ReasonOf(Send({Fix(2)}, "")->status), "DATUM_UNKNOWN");
  EXPECT_EQ(rpc::ReasonOf(Send({Fix(2)}, "local")->status), "DATUM_UNKNOWN");
}

TEST_F(PatrolTest, AWronglyFormedFixDoesNotTouchItsNeighboursAndIsCounted) {
  v1::Fix nowhere = Fix(2);
  nowhere.set_latitude(91);
  v1::Fix vague = Fix(3);
  vague.clear_accuracy_m();
  const auto answer = Send({Fix(1), nowhere, vague, Fix(4)});
  EXPECT_EQ(answer->response.kept(), 2u);
  ASSERT_EQ(answer->response.refused_size(), 2);
  EXPECT_EQ(answer->response.refused(0).sequence(), 2u);
  EXPECT_EQ(answer->response.refused(0).reason(), "POSITION_OUT_OF_RANGE");
  EXPECT_EQ(answer->response.refused(1).reason(), "FIELD_INVALID");
  EXPECT_THAT(answer->response.refused(1).text(), HasSubstr("accuracy_m: Expected 0 to 100,000 metres"));
  EXPECT_EQ(tracks_.came[0].refused_before(), 2u);
}

TEST_F(PatrolTest, AnAccuracyThatIsNoneIsRefusedAndTheBestAndTheWorstAreTaken) {
  std::vector<v1::Fix> fixes;
  for (const double metres : {0.0, limits::kAccuracyMetresMax, -0.01, limits::kAccuracyMetresMax * 1.001,
                              std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity()}) {
    fixes.push_back(Fix(static_cast<std::uint32_t>(fixes.size() + 1)));
    fixes.back().set_accuracy_m(metres);
  }
  const auto answer = Send(fixes);
  EXPECT_EQ(answer->response.kept(), 2u);
  ASSERT_EQ(answer->response.refused_size(), 4);
  for (int i = 0; i < 4; ++i) {
    EXPECT_EQ(answer->response.refused(i).sequence(), static_cast<std::uint64_t>(i) + 3);
    EXPECT_EQ(answer->response.refused(i).reason(), "FIELD_INVALID");
  }
  ASSERT_EQ(tracks_.came.at(0).fixes_size(), 2);
  EXPECT_EQ(tracks_.came.at(0).fixes(0).accuracy_cm(), 0u);
  EXPECT_EQ(tracks_.came.at(0).fixes(1).accuracy_cm(), 10'000'000u);
}

TEST_F(PatrolTest, AMessageHasSoManyFixesAndNoMore) {
  EXPECT_EQ(rpc::ReasonOf(Send({})->status), "BATCH_SIZE");
  EXPECT_EQ(rpc::ReasonOf(Send(std::vector<v1::Fix>(limits::kBatchFixesMax + 1, Fix(1)))->status), "BATCH_SIZE");
  EXPECT_TRUE(Send(std::vector<v1::Fix>(limits::kBatchFixesMax, Fix(1)))->status.ok());
}

TEST_F(PatrolTest, NobodySendsForSomebodyElse) {
  caller_.on_behalf_of = "inspector-2";
  EXPECT_EQ(rpc::ReasonOf(Send({Fix(1)})->status), "OWN_NAME_ONLY");
  EXPECT_THAT(tracks_.came, IsEmpty());
}

TEST_F(PatrolTest, MessagesReachTheTracksOneAfterTheOther) {
  grid_.is_slow = true;
  const auto first = Send({Fix(1)});
  const auto second = Send({Fix(2)});
  ASSERT_THAT(grid_.waiting, SizeIs(1)) << "the second waits for the first";
  grid_.AnswerAll();
  EXPECT_TRUE(first->is_answered);
  EXPECT_FALSE(second->is_answered);
  grid_.AnswerAll();
  EXPECT_TRUE(second->is_answered);
  EXPECT_EQ(tracks_.came.at(1).fixes(0).sequence(), 2u);
}

TEST_F(PatrolTest, WhatCannotBePlacedOrKeptIsToldAndTheNextIsTaken) {
  grid_.failure = rpc::MakeError(absl::StatusCode::kUnavailable, "LAYERS_NOT_LOADED", "played");
  EXPECT_EQ(Send({Fix(1)})->status.code(), absl::StatusCode::kUnavailable);
  grid_.failure = absl::OkStatus();
  tracks_.failure = absl::UnavailableError("connection refused");
  EXPECT_EQ(rpc::ReasonOf(Send({Fix(1)})->status), "STATE_UNREACHABLE");
  tracks_.failure = absl::OkStatus();
  EXPECT_TRUE(Send({Fix(1)})->status.ok());
}

std::vector<std::string> FaultsOf(const v1::Fix& fix) {
  wire::Faults faults;
  const auto checked = CheckFix(fix, geo::Datum::kWgs84, faults);
  EXPECT_EQ(checked.has_value(), faults.empty());
  std::vector<std::string> told;
  for (const auto& fault : faults) told.push_back(fault.field + " " + fault.reason);
  return told;
}

TEST(FixCheckTest, EveryWrongFieldIsNamed) {
  EXPECT_THAT(FaultsOf(Fix(1)), IsEmpty());
  EXPECT_THAT(FaultsOf({}), ElementsAre("sequence FIELD_INVALID", "accuracy_m FIELD_INVALID",
                                        "device_time FIELD_INVALID", "longitude FIELD_INVALID"));
  v1::Fix fix = Fix(1);
  fix.set_accuracy_m(limits::kAccuracyMetresMax + 1);
  fix.set_speed_mps(-1);
  fix.set_heading_deg(361);
  fix.set_longitude(std::numeric_limits<double>::quiet_NaN());
  fix.mutable_device_time()->set_nanos(-1);
  EXPECT_THAT(FaultsOf(fix),
              ElementsAre("accuracy_m FIELD_INVALID", "speed_mps FIELD_INVALID", "heading_deg FIELD_INVALID",
                          "device_time FIELD_INVALID", "longitude POSITION_OUT_OF_RANGE"));
}

}  // namespace
}  // namespace wangge::report
