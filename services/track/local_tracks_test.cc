// Who may do what with tracks, by the roles in force of the demo city; in this process and over a channel.
#include "services/track/local_tracks.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "rpc/channel.h"
#include "rpc/error.h"
#include "rpc/server.h"
#include "services/ledger/ledger.h"
#include "services/ledger/testing/served_city.h"
#include "services/track/remote_tracks.h"
#include "services/track/track_service.h"
#include "storage/memory_store.h"
#include "wire/command.h"

namespace wangge::track {
namespace {

using ledger::ServedCity;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

class LocalTracksTest : public ::testing::Test {
 protected:
  LocalTracksTest() {
    tracks_ = *LocalTracks::Open({.book = {*store_, city_.clock(), master_, entropy_, {}},
                                  .editions = [this] { return city_.state().editions(); },
                                  .page_tokens = city_.ledger().page_tokens(),
                                  .on_reading = [this](const PresenceReading& r) { readings_.push_back(r); }});
  }
  ~LocalTracksTest() override { tracks_->Stop(); }

  template <typename Response, typename Request>
  absl::StatusOr<Response> Ask(void (TrackPort::*ask)(Request, Timestamp, TrackPort::Done<Response>),
                               const rpc::Caller& caller, Request request) {
    *request.mutable_actor() = wire::ToProto(ledger::ActorOf(caller));
    ledger::Waited<Response> waited;
    (port().*ask)(std::move(request), city_.DeadlineOfTests(), waited.Done());
    return waited.Get();
  }
  virtual TrackPort& port() { return *tracks_; }

  absl::Status Start(const rpc::Caller& caller) {
    v1::StartShiftRequest request;
    request.mutable_asked()->set_request_id(city_.NewUuid());
    return Ask(&TrackPort::StartShift, caller, request).status();
  }
  absl::Status End(const rpc::Caller& caller) {
    v1::EndShiftRequest request;
    request.mutable_asked()->set_request_id(city_.NewUuid());
    return Ask(&TrackPort::EndShift, caller, request).status();
  }
  absl::StatusOr<report::v1::SendPositionsResponse> Send(const rpc::Caller& caller, const std::string& street) {
    v1::AddFixesRequest request;
    auto& fix = *request.add_fixes();
    fix.set_sequence(++sequence_);
    fix.set_lon_e7(1'199'000'000);
    fix.set_lat_e7(284'500'000);
    fix.set_device_time_us(city_.clock().Now().micros);
    if (!street.empty()) {
      auto& cell = *fix.add_cells();
      cell.set_layer("street");
      cell.set_code(street);
      cell.set_version(1);
    }
    return Ask(&TrackPort::AddFixes, caller, request);
  }
  absl::StatusOr<report::v1::ListPresenceResponse> Presence(const rpc::Caller& caller, const std::string& purpose,
                                                            const std::string& within = {}) {
    v1::ListPresenceRequest request;
    request.mutable_asked()->set_layer("street");
    request.mutable_asked()->set_within(within);
    request.mutable_asked()->set_purpose(purpose);
    return Ask(&TrackPort::ListPresence, caller, request);
  }
  std::vector<std::string> Grids(const rpc::Caller& caller, const std::string& within = {}) {
    const auto presence = Presence(caller, "a test", within);
    EXPECT_TRUE(presence.ok()) << presence.status();
    std::vector<std::string> told;
    for (const auto& grid : presence->grids()) {
      std::string text = grid.code() + ":" + std::to_string(grid.on_shift());
      for (const auto& one : grid.inspectors()) text += " " + one.actor();
      told.push_back(text);
    }
    return told;
  }
  std::vector<std::string> Covered(const rpc::Caller& caller, const std::string& within = {}) {
    v1::GetPatrolCoverageRequest request;
    request.mutable_asked()->set_layer("street");
    request.mutable_asked()->set_within(within);
    const auto coverage = Ask(&TrackPort::GetPatrolCoverage, caller, request);
    EXPECT_TRUE(coverage.ok()) << coverage.status();
    std::vector<std::string> codes;
    for (const auto& cell : coverage->cells()) codes.push_back(cell.code());
    return codes;
  }

  static rpc::Caller Patrol(const std::string& actor) {
    rpc::Caller caller = ServedCity::Inspector();
    caller.actor = actor;
    return caller;
  }
  static rpc::Caller LeaderOf(const std::string& area) {
    rpc::Caller caller = ServedCity::ShiftLeader();
    caller.area = area;
    return caller;
  }

  ServedCity city_;
  std::unique_ptr<storage::Store> store_ = storage::NewMemoryStore();
  const vault::MasterKey master_{vault::SecretKey(std::string(vault::kKeyBytes, 'm'))};
  vault::SystemEntropy entropy_;
  std::vector<PresenceReading> readings_;
  std::uint32_t sequence_ = 0;
  std::unique_ptr<LocalTracks> tracks_;
};

TEST_F(LocalTracksTest, OnlyWhoPatrolsSignsIn) {
  EXPECT_TRUE(Start(ServedCity::Inspector()).ok());
  for (const rpc::Caller& caller : {ServedCity::ShiftLeader(), ServedCity::Dispatcher(), ServedCity::UnitHandler()}) {
    EXPECT_EQ(rpc::ReasonOf(Start(caller)), "ROLE_NOT_ALLOWED") << caller.actor;
    EXPECT_EQ(rpc::ReasonOf(Send(caller, "").status()), "ROLE_NOT_ALLOWED") << caller.actor;
  }
}

TEST_F(LocalTracksTest, NobodySignsInForSomebodyElse) {
  rpc::Caller caller = ServedCity::Inspector();
  caller.on_behalf_of = "inspector-331102-02";
  EXPECT_EQ(rpc::ReasonOf(Start(caller)), "OWN_NAME_ONLY");
  EXPECT_EQ(rpc::ReasonOf(Send(caller, "").status()), "OWN_NAME_ONLY");
}

TEST_F(LocalTracksTest, WhoPatrolsNoLongerCanStillSignOut) {
  rpc::Caller caller = ServedCity::Inspector();
  ASSERT_TRUE(Start(caller).ok());
  caller.roles = ServedCity::Acceptor().roles;
  EXPECT_TRUE(End(caller).ok());
  EXPECT_EQ(rpc::ReasonOf(End(caller)), "ROLE_NOT_ALLOWED");
}

TEST_F(LocalTracksTest, PresenceIsReadBySupervisionWithinItsArea) {
  for (const auto& [actor, street] : {std::pair{"anna", "331102001"}, {"bo", "331102001"}, {"chen", "331121100"}}) {
    ASSERT_TRUE(Start(Patrol(actor)).ok());
    ASSERT_TRUE(Send(Patrol(actor), street).ok());
  }
  ASSERT_TRUE(Start(Patrol("dan")).ok());
  EXPECT_THAT(Grids(LeaderOf("*")), ElementsAre(":1 dan", "331102001:2 anna bo", "331121100:1 chen"));
  EXPECT_THAT(Grids(LeaderOf("331102")), ElementsAre("331102001:2 anna bo"));
  EXPECT_THAT(Grids(LeaderOf("*"), "331121"), ElementsAre("331121100:1 chen"));
  EXPECT_THAT(Grids(LeaderOf("331121"), "3311"), ElementsAre("331121100:1 chen"));
  EXPECT_THAT(Grids(LeaderOf("331102"), "331121"), IsEmpty());
  for (const rpc::Caller& caller : {ServedCity::Inspector(), ServedCity::Acceptor(), ServedCity::Dispatcher(),
                                    ServedCity::UnitHandler(), ServedCity::Administrator(), LeaderOf("")}) {
    EXPECT_EQ(rpc::ReasonOf(Presence(caller, "a test").status()), "ROLE_NOT_ALLOWED") << caller.actor;
  }
  ASSERT_TRUE(End(Patrol("bo")).ok());
  EXPECT_THAT(Grids(LeaderOf("331102")), ElementsAre("331102001:1 anna"));
}

TEST_F(LocalTracksTest, IdsAreShownWithAPurposeAndTheReadingIsRecorded) {
  ASSERT_TRUE(Start(Patrol("anna")).ok());
  ASSERT_TRUE(Send(Patrol("anna"), "331102001").ok());
  const auto counts = Presence(LeaderOf("331102"), "");
  EXPECT_EQ(counts->grids(0).on_shift(), 1u);
  EXPECT_EQ(counts->grids(0).inspectors_size(), 0);
  EXPECT_THAT(readings_, IsEmpty());
  EXPECT_EQ(Presence(LeaderOf("331102"), "who is near the flood")->grids(0).inspectors_size(), 1);
  ASSERT_EQ(readings_.size(), 1u);
  EXPECT_EQ(readings_[0].actor, LeaderOf("").actor);
  EXPECT_EQ(readings_[0].purpose, "who is near the flood");
  EXPECT_EQ(rpc::ReasonOf(Presence(LeaderOf("331102"), std::string(201, 'x')).status()), "PURPOSE_TOO_LONG");
}

TEST_F(LocalTracksTest, CoverageIsReadWithinTheArea) {
  ASSERT_TRUE(Start(Patrol("anna")).ok());
  ASSERT_TRUE(Send(Patrol("anna"), "331102001").ok());
  ASSERT_TRUE(Send(Patrol("anna"), "331121100").ok());
  EXPECT_THAT(Covered(LeaderOf("*")), ElementsAre("331102001", "331121100"));
  EXPECT_THAT(Covered(LeaderOf("331121")), ElementsAre("331121100"));
  EXPECT_THAT(Covered(LeaderOf("*"), "331102"), ElementsAre("331102001"));
  v1::GetPatrolCoverageRequest request;
  request.mutable_asked()->set_layer("street");
  EXPECT_EQ(rpc::ReasonOf(Ask(&TrackPort::GetPatrolCoverage, ServedCity::Inspector(), request).status()),
            "ROLE_NOT_ALLOWED");
  request.mutable_asked()->set_layer("weather");
  EXPECT_EQ(rpc::ReasonOf(Ask(&TrackPort::GetPatrolCoverage, LeaderOf("*"), request).status()), "LAYER_NOT_FOUND");
  request.mutable_asked()->set_layer("street");
  request.mutable_asked()->set_date("2026-02-30");
  EXPECT_EQ(rpc::ReasonOf(Ask(&TrackPort::GetPatrolCoverage, LeaderOf("*"), request).status()), "FIELD_INVALID");
}

TEST_F(LocalTracksTest, CoverageGoesOnBehindItsPage) {
  ASSERT_TRUE(Start(Patrol("anna")).ok());
  for (const char* street : {"331102001", "331102002", "331102003"}) ASSERT_TRUE(Send(Patrol("anna"), street).ok());
  v1::GetPatrolCoverageRequest request;
  request.mutable_asked()->set_layer("street");
  request.mutable_asked()->set_page_size(2);
  const auto first = Ask(&TrackPort::GetPatrolCoverage, LeaderOf("*"), request);
  ASSERT_EQ(first->cells_size(), 2);
  request.mutable_asked()->set_page_token(first->next_page_token());
  EXPECT_EQ(rpc::ReasonOf(Ask(&TrackPort::GetPatrolCoverage, LeaderOf("331102"), request).status()),
            "PAGE_TOKEN_INVALID");
  const auto second = Ask(&TrackPort::GetPatrolCoverage, LeaderOf("*"), request);
  ASSERT_EQ(second->cells_size(), 1);
  EXPECT_EQ(second->cells(0).code(), "331102003");
  EXPECT_EQ(second->next_page_token(), "");
}

TEST_F(LocalTracksTest, ABatchOfFixesHasALimit) {
  v1::AddFixesRequest request;
  for (std::size_t i = 0; i <= limits::kBatchFixesMax; ++i) request.add_fixes()->set_sequence(1);
  EXPECT_EQ(rpc::ReasonOf(Ask(&TrackPort::AddFixes, ServedCity::Inspector(), request).status()), "BATCH_SIZE");
}

// The same over a channel, as a report service of its own asks.
class RemoteTracksTest : public LocalTracksTest {
 protected:
  RemoteTracksTest() {
    environment_.verifier = &verifier_;
    environment_.clock = &wall_;
    service_ = std::make_unique<TrackService>(
        TrackServiceParts{environment_, *tracks_, [this] { return city_.state().editions()->roles; }});
    server_ = *rpc::Server::Start({.services = {service_->served()}});
    channel_ = *rpc::OpenChannel(server_->address());
    remote_ = std::make_unique<RemoteTracks>(channel_,
                                             [this] { return *rpc::SignToken(key_, caller_, Hours(1), wall_.Now()); });
  }
  ~RemoteTracksTest() override {
    remote_.reset();
    server_->Shutdown(Seconds(1));
  }
  TrackPort& port() override { return *remote_; }

  SystemClock wall_;
  rpc::SigningKey key_{*rpc::GenerateSigningKey()};
  rpc::TokenVerifier verifier_{rpc::PublicPartOf(key_)};
  rpc::CallEnvironment environment_;
  rpc::Caller caller_ = ServedCity::Service();
  std::unique_ptr<TrackService> service_;
  std::unique_ptr<rpc::Server> server_;
  std::shared_ptr<grpc::Channel> channel_;
  std::unique_ptr<RemoteTracks> remote_;
};

TEST_F(RemoteTracksTest, AllIsAnsweredAsInOneProcess) {
  ASSERT_TRUE(Start(Patrol("anna")).ok());
  const auto sent = Send(Patrol("anna"), "331102001");
  ASSERT_TRUE(sent.ok()) << sent.status();
  EXPECT_EQ(sent->kept(), 1u);
  EXPECT_EQ(sent->current(0).code(), "331102001");
  EXPECT_THAT(Grids(LeaderOf("*")), ElementsAre("331102001:1 anna"));
  EXPECT_THAT(Covered(LeaderOf("*")), ElementsAre("331102001"));
  EXPECT_EQ(Ask(&TrackPort::GetOwnTrack, Patrol("anna"), {})->fixes_size(), 1);
  EXPECT_EQ(Ask(&TrackPort::GetOwnTrack, Patrol("bo"), {})->fixes_size(), 0);
  EXPECT_TRUE(End(Patrol("anna")).ok());
  EXPECT_EQ(rpc::ReasonOf(End(Patrol("anna"))), "NO_SHIFT");
}

TEST_F(RemoteTracksTest, OnlyAServiceIsBelieved) {
  caller_ = ServedCity::ShiftLeader();
  EXPECT_EQ(rpc::ReasonOf(Ask(&TrackPort::GetOwnTrack, Patrol("anna"), {}).status()), "ROLE_NOT_ALLOWED");
  caller_ = ServedCity::Administrator();
  EXPECT_EQ(rpc::ReasonOf(Start(Patrol("anna"))), "ROLE_NOT_ALLOWED");
}

}  // namespace
}  // namespace wangge::track
