#include "tests/bench/contest/grpc_intake.h"

#include <atomic>
#include <condition_variable>
#include <cstdio>
#include <mutex>
#include <utility>
#include <vector>

#include "base/status/text.h"
#include "rpc/status_map.h"
#include "tests/bench/contest/told_report.h"
#include "wangge/report/v1/report.grpc.pb.h"

namespace wangge::bench {
namespace {

namespace v1 = report::v1;

constexpr Duration kStreamPatience = Minutes(10);  // longer than any load

class UnaryIntake final : public Target {
 public:
  UnaryIntake(const client::Connection& connection, std::size_t slots)
      : connection_(connection), stub_(connection.StubOf<v1::ReportService>()) {
    for (std::size_t i = 0; i < slots; ++i) calls_.push_back(std::make_unique<Call>(i));
  }

  std::size_t slots() const override { return calls_.size(); }
  std::uint64_t events_per_call() const override { return 1; }

  void Start(std::size_t slot, Done done) override {
    Call& call = *calls_[slot];
    call.context = std::make_unique<grpc::ClientContext>();
    connection_.Prepare(*call.context);
    Fill(call.reports.Next(), call.request);
    call.done = std::move(done);
    stub_->async()->SubmitReport(call.context.get(), &call.request, &call.response, [&call](const grpc::Status& s) {
      // What comes next may use the slot again.
      const Done answer = std::exchange(call.done, nullptr);
      answer({.acked = s.ok() ? 1u : 0u, .status = rpc::FromGrpc(s)});
    });
  }

 private:
  struct Call {
    explicit Call(std::uint64_t seed) : reports(seed) {}
    ToldReports reports;
    std::unique_ptr<grpc::ClientContext> context{};
    v1::SubmitReportRequest request{};
    v1::SubmitReportResponse response{};
    Done done{};
  };

  const client::Connection& connection_;
  const std::unique_ptr<v1::ReportService::Stub> stub_;
  std::vector<std::unique_ptr<Call>> calls_;
};

// One stream; one batch of it is under way at a time.
class BatchStream final : public grpc::ClientBidiReactor<v1::SubmitReportsRequest, v1::SubmitReportsResponse> {
 public:
  BatchStream(const client::Connection& connection, v1::ReportService::Stub& stub, std::uint64_t batch,
              std::uint64_t seed)
      : batch_(batch), reports_(seed) {
    connection.Prepare(context_, kStreamPatience);
    stub.async()->SubmitReports(&context_, this);
    AddHold();  // batches may begin until the hold goes, also when the server has ended the stream
    StartCall();
  }
  ~BatchStream() override {
    StartWritesDone();
    RemoveHold();
    std::unique_lock lock(mutex_);
    ended_changed_.wait(lock, [this] { return ended_; });
  }

  void Send(Target::Done done) {
    done_ = std::move(done);
    request_.Clear();
    for (std::uint64_t i = 0; i < batch_; ++i) Fill(reports_.Next(), *request_.add_reports());
    under_way_ = 2;
    StartRead(&response_);
    StartWrite(&request_);
  }

  void OnWriteDone(bool) override { PartDone(); }  // a failed write fails the read too
  void OnReadDone(bool ok) override {
    has_answer_ = ok;
    PartDone();
  }
  void OnDone(const grpc::Status& status) override {
    const std::scoped_lock lock(mutex_);
    if (!status.ok()) std::fprintf(stderr, "A stream of reports ended: %s\n", status.error_message().c_str());
    ended_ = true;
    ended_changed_.notify_all();
  }

 private:
  // The answer may come before the write is told to be done, and the next write only after it.
  void PartDone() {
    if (--under_way_ > 0) return;
    const Target::Done done = std::exchange(done_, nullptr);
    if (!has_answer_) return done({.status = Unavailable("Expected an answer to a batch, but the stream ended.")});
    Answer answer;
    for (const v1::SubmitReportsResult& result : response_.results()) {
      if (!result.has_error()) {
        ++answer.acked;
      } else if (answer.status.ok()) {
        answer.status = rpc::FromProto(result.error());
      }
    }
    done(answer);
  }

  const std::uint64_t batch_;
  ToldReports reports_;
  grpc::ClientContext context_;
  v1::SubmitReportsRequest request_;
  v1::SubmitReportsResponse response_;
  std::atomic<int> under_way_ = 0;  // write and read
  std::atomic<bool> has_answer_ = false;
  Target::Done done_;
  std::mutex mutex_;
  std::condition_variable ended_changed_;
  bool ended_ = false;
};

class BatchIntake final : public Target {
 public:
  BatchIntake(const client::Connection& connection, const Setting& setting)
      : batch_(setting.batch), stub_(connection.StubOf<v1::ReportService>()) {
    for (std::size_t i = 0; i < setting.in_flight; ++i) {
      streams_.push_back(std::make_unique<BatchStream>(connection, *stub_, batch_, i));
    }
  }

  std::size_t slots() const override { return streams_.size(); }
  std::uint64_t events_per_call() const override { return batch_; }
  void Start(std::size_t slot, Done done) override { streams_[slot]->Send(std::move(done)); }

 private:
  const std::uint64_t batch_;
  const std::unique_ptr<v1::ReportService::Stub> stub_;
  std::vector<std::unique_ptr<BatchStream>> streams_;
};

}  // namespace

std::unique_ptr<Target> GrpcIntake(const client::Connection& connection, const Setting& setting) {
  if (setting.in_batches) return std::make_unique<BatchIntake>(connection, setting);
  return std::make_unique<UnaryIntake>(connection, setting.in_flight);
}

}  // namespace wangge::bench
