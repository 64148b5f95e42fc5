#include "tests/bench/contest/grpc_fires.h"

#include <google/protobuf/util/time_util.h>

#include <utility>

#include "base/status/text.h"
#include "rpc/status_map.h"
#include "services/wangge/client/request_id.h"
#include "wangge/ledger/v1/ledger.grpc.pb.h"

namespace wangge::bench {
namespace {

namespace v1 = ledger::v1;
using Service = v1::LedgerService;
using google::protobuf::util::TimeUtil;

v1::AdvanceClockRequest MoveTo(Timestamp to) {
  v1::AdvanceClockRequest request;
  request.set_request_id(client::NewRequestId());
  *request.mutable_to() = TimeUtil::MicrosecondsToTimestamp(to.micros);
  return request;
}

class Fires final : public Target {
 public:
  Fires(const client::Connection& connection, std::uint64_t batch, Timestamp& now)
      : connection_(connection), stub_(connection.StubOf<Service>()), batch_(batch), now_(now) {}

  std::size_t slots() const override { return 1; }  // a clock has one hand
  std::uint64_t events_per_call() const override { return batch_; }
  void Start(std::size_t, Done done) override {
    now_ = now_ + kFireSlice;
    request_ = MoveTo(now_);
    context_ = std::make_unique<grpc::ClientContext>();
    connection_.Prepare(*context_);
    done_ = std::move(done);
    stub_->async()->AdvanceClock(context_.get(), &request_, &response_, [this](const grpc::Status& status) {
      const Done answer = std::exchange(done_, nullptr);
      answer({.acked = status.ok() ? batch_ : 0, .status = rpc::FromGrpc(status)});
    });
  }

 private:
  const client::Connection& connection_;
  const std::unique_ptr<Service::Stub> stub_;
  const std::uint64_t batch_;
  Timestamp& now_;
  v1::AdvanceClockRequest request_;
  v1::AdvanceClockResponse response_;
  std::unique_ptr<grpc::ClientContext> context_;
  Done done_;
};

}  // namespace

absl::StatusOr<Timestamp> NowOf(const client::Connection& connection) {
  const auto stub = connection.StubOf<Service>();
  WANGGE_ASSIGN_OR_RETURN(const auto head, connection.Call(*stub, &Service::Stub::GetHead, v1::GetHeadRequest()));
  return Timestamp{TimeUtil::TimestampToMicroseconds(head.now())};
}

absl::Status MoveClock(const client::Connection& connection, Timestamp to) {
  const auto stub = connection.StubOf<Service>();
  return connection.Call(*stub, &Service::Stub::AdvanceClock, MoveTo(to), client::kLongPatience).status();
}

std::unique_ptr<Target> GrpcFires(const client::Connection& connection, const Setting& setting, Timestamp& now) {
  return std::make_unique<Fires>(connection, setting.batch, now);
}

}  // namespace wangge::bench
