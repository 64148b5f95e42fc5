#include "tests/bench/contest/server_contenders.h"

#include <filesystem>
#include <utility>
#include <vector>

#include "base/check.h"
#include "base/status/text.h"
#include "services/wangge/bench/intake_load.h"
#include "services/wangge/commands/demo_server.h"
#include "tests/bench/contest/contest.h"
#include "tests/bench/contest/grpc_fires.h"
#include "tests/bench/contest/grpc_intake.h"
#include "tests/bench/contest/grpc_life.h"
#include "tests/bench/contest/grpc_pages.h"
#include "wangge/ledger/v1/ledger.grpc.pb.h"

namespace wangge::bench {
namespace {

namespace v1 = ledger::v1;
using LedgerService = v1::LedgerService;

constexpr Duration kFeedPatience = Minutes(10);

class BareContender final : public Contender {
 public:
  BareContender(std::unique_ptr<ServerProcess> server, client::Connection connection, Append append)
      : server_(std::move(server)), connection_(std::move(connection)), append_(append) {}

  std::string name() const override { return append_ == Append::kGroups ? "limit" : "naive"; }

  absl::StatusOr<std::unique_ptr<Target>> Open(const Setting& setting) override {
    const bool competes = setting.work == Work::kIntake && (append_ == Append::kGroups || !setting.in_batches);
    return competes ? GrpcIntake(connection_, setting) : nullptr;
  }

  absl::StatusOr<Counters> Count() override {
    WANGGE_ASSIGN_OR_RETURN(const Used used, UsedByFamily(server_->pid()));
    WANGGE_ASSIGN_OR_RETURN(const v1::GetHeadResponse head, Head());
    return Counters{.used = used, .syncs = head.synced_groups()};
  }

  absl::Status Arm(std::uint64_t, std::uint64_t) override {
    return FailedPrecondition("Expected a contender with deadlines, but " + name() + " has none.");
  }

  absl::StatusOr<std::optional<std::uint64_t>> CountReadable(const Setting&) override {
    WANGGE_ASSIGN_OR_RETURN(const v1::GetHeadResponse head, Head());
    return std::optional(head.position() - std::exchange(counted_, head.position()));
  }

 private:
  absl::StatusOr<v1::GetHeadResponse> Head() const {
    const auto stub = connection_.StubOf<LedgerService>();
    return connection_.Call(*stub, &LedgerService::Stub::GetHead, v1::GetHeadRequest(), kFeedPatience);
  }

  const std::unique_ptr<ServerProcess> server_;
  const client::Connection connection_;
  const Append append_;
  std::uint64_t counted_ = 0;
};

class WanggeContender final : public Contender {
 public:
  WanggeContender(std::unique_ptr<ServerProcess> server, client::Access access, client::Connection connection,
                  const LifePlan& plan)
      : server_(std::move(server)), access_(std::move(access)), connection_(std::move(connection)), plan_(plan) {}

  std::string name() const override { return "wangge"; }

  absl::StatusOr<std::unique_ptr<Target>> Open(const Setting& setting) override {
    switch (setting.work) {
      case Work::kIntake:
        return GrpcIntake(connection_, setting);
      case Work::kLifecycle:
        return GrpcLife(access_, plan_, setting);
      case Work::kPages:
        return GrpcPages(access_, plan_, setting);
      case Work::kFires:
        return GrpcFires(connection_, setting, clock_);
    }
    CHECK(false);
  }

  absl::StatusOr<Counters> Count() override {
    WANGGE_ASSIGN_OR_RETURN(const Used used, UsedByFamily(server_->pid()));
    WANGGE_ASSIGN_OR_RETURN(const v1::GetHeadResponse head, Head());
    return Counters{.used = used, .syncs = head.synced_groups()};
  }

  absl::Status Arm(std::uint64_t slices, std::uint64_t per_slice) override {
    WANGGE_ASSIGN_OR_RETURN(Timestamp now, NowOf(connection_));
    clock_ = now + plan_.first_clocks.front().limit;
    for (std::uint64_t i = 0; i < slices; ++i) {
      WANGGE_RETURN_IF_ERROR(LoadReports(*this, 1, per_slice));
      now = now + kFireSlice;
      WANGGE_RETURN_IF_ERROR(MoveClock(connection_, now));
    }
    return MoveClock(connection_, now + kFireSlice);  // what comes later is due later
  }

  // By the feed, as a subscriber reads it.
  absl::StatusOr<std::optional<std::uint64_t>> CountReadable(const Setting& setting) override {
    if (setting.work == Work::kPages) return std::optional<std::uint64_t>();
    const auto stub = connection_.StubOf<LedgerService>();
    v1::FeedRequest request;
    request.set_after_position(read_position_);
    for (const char* kind :
         setting.work == Work::kFires ? std::vector{"deadline_passed"} : std::vector{"reported", "action_performed"}) {
      request.add_kinds(kind);
    }
    grpc::ClientContext context;
    connection_.Prepare(context, kFeedPatience);
    const auto reader = stub->Feed(&context, request);
    std::uint64_t records = 0;
    for (v1::FeedResponse response; reader->Read(&response);) {
      records += static_cast<std::uint64_t>(response.records_size());
      read_position_ = response.read_position();
    }
    WANGGE_RETURN_IF_ERROR(rpc::FromGrpc(reader->Finish()));
    return std::optional(records);
  }

 private:
  absl::StatusOr<v1::GetHeadResponse> Head() const {
    const auto stub = connection_.StubOf<LedgerService>();
    return connection_.Call(*stub, &LedgerService::Stub::GetHead, v1::GetHeadRequest());
  }

  const std::unique_ptr<ServerProcess> server_;
  const client::Access access_;
  const client::Connection connection_;
  const LifePlan& plan_;
  std::uint64_t read_position_ = 0;
  Timestamp clock_;  // of the server, where it is moved by hand, as of the next deadline
};

}  // namespace

absl::StatusOr<std::unique_ptr<Contender>> StartWangge(const ServerPlace& place, const LifePlan& plan) {
  client::Access access;
  const std::string program = std::filesystem::read_symlink("/proc/self/exe").parent_path().string() + "/wangge";
  std::vector<std::string> more;
  if (place.manual_clock) more = {"--clock", "manual"};
  WANGGE_ASSIGN_OR_RETURN(auto server, commands::StartDemoServer(place.config, place.folder, access, more, program));
  WANGGE_ASSIGN_OR_RETURN(auto connection, client::Connection::Open(access));
  WANGGE_RETURN_IF_ERROR(AwaitIntake(connection));
  return std::make_unique<WanggeContender>(std::move(server), std::move(access), std::move(connection), plan);
}

absl::StatusOr<std::unique_ptr<Contender>> StartBare(const ServerPlace& place, Append append) {
  WANGGE_ASSIGN_OR_RETURN(auto server,
                          ServerProcess::Start(place.folder, {"--folder", place.folder + "/rocks", "--append",
                                                              append == Append::kGroups ? "groups" : "each"}));
  WANGGE_ASSIGN_OR_RETURN(auto connection,
                          client::Connection::Open({.server = server->address(), .token = "nobody-asks"}));
  return std::make_unique<BareContender>(std::move(server), std::move(connection), append);
}

}  // namespace wangge::bench
