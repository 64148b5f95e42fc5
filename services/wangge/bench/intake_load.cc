#include "services/wangge/bench/intake_load.h"

#include <array>
#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <random>

#include "base/status/text.h"
#include "services/wangge/client/request_id.h"
#include "wangge/report/v1/report.grpc.pb.h"

namespace wangge::bench {
namespace {

namespace v1 = report::v1;
using SteadyClock = std::chrono::steady_clock;

constexpr int kMessagesInWork = 4;                // of one stream, by the contract
constexpr std::string_view kCategory = "100101";  // of the demo city, as the places are
constexpr double kWest = 119.80;
constexpr double kSouth = 28.35;
constexpr double kSide = 0.20;
constexpr Duration kStartMax = Minutes(1);

Duration Since(SteadyClock::time_point start) {
  return Microseconds(std::chrono::duration_cast<std::chrono::microseconds>(SteadyClock::now() - start).count());
}

// Not thread-safe.
class Reports {
 public:
  void Next(v1::SubmitReportRequest& request) {
    request.set_request_id(client::NewRequestId());
    v1::Report& told = *request.mutable_report();
    told.set_category(std::string(kCategory));
    told.set_source("inspector");
    told.set_description("井盖破损，影响行人通行，请尽快处理。");
    told.mutable_position()->set_longitude(kWest + kSide * share_(random_));
    told.mutable_position()->set_latitude(kSouth + kSide * share_(random_));
    told.mutable_position()->set_datum("wgs84");
    told.mutable_position()->set_source(cases::v1::POSITION_SOURCE_GNSS);
  }

 private:
  std::mt19937 random_{1};
  std::uniform_real_distribution<double> share_{0, 1};
};

// Each slot sends its next report when the one before is answered.
class UnaryLoad {
 public:
  UnaryLoad(const client::Connection& connection, Duration length)
      : connection_(connection),
        stub_(connection.StubOf<v1::ReportService>()),
        end_(SteadyClock::now() + std::chrono::microseconds(length.micros)) {}

  absl::StatusOr<LoadResult> Run() {
    const auto start = SteadyClock::now();
    active_ = slots_.size();
    for (Slot& slot : slots_) Send(slot);
    std::unique_lock lock(mutex_);
    all_done_.wait(lock, [this] { return active_ == 0; });
    if (!failure_.ok()) return failure_;
    return LoadResult{events_, Since(start)};
  }

 private:
  struct Slot {
    Reports reports;
    std::unique_ptr<grpc::ClientContext> context;
    v1::SubmitReportRequest request;
    v1::SubmitReportResponse response;
  };

  void Send(Slot& slot) {
    slot.context = std::make_unique<grpc::ClientContext>();
    connection_.Prepare(*slot.context);
    slot.reports.Next(slot.request);
    stub_->async()->SubmitReport(slot.context.get(), &slot.request, &slot.response,
                                 [this, &slot](const grpc::Status& status) { Answered(slot, status); });
  }

  void Answered(Slot& slot, const grpc::Status& status) {
    {
      const std::scoped_lock lock(mutex_);
      if (status.ok()) {
        ++events_;
      } else if (failure_.ok()) {
        failure_ = rpc::FromGrpc(status);
      }
      if (!failure_.ok() || SteadyClock::now() >= end_) {
        if (--active_ == 0) all_done_.notify_one();
        return;
      }
    }
    Send(slot);
  }

  const client::Connection& connection_;
  const std::unique_ptr<v1::ReportService::Stub> stub_;
  const SteadyClock::time_point end_;
  std::array<Slot, kUnaryInFlight> slots_{};
  std::mutex mutex_;
  std::condition_variable all_done_;
  std::size_t active_ = 0;
  std::uint64_t events_ = 0;
  absl::Status failure_;
};

// Counts the stored reports of one answer.
absl::StatusOr<std::uint64_t> StoredOf(const v1::SubmitReportsResponse& response) {
  for (const v1::SubmitReportsResult& result : response.results()) {
    if (result.has_error()) return rpc::FromProto(result.error());
  }
  return static_cast<std::uint64_t>(response.results_size());
}

v1::SubmitReportsRequest Batch(Reports& reports) {
  v1::SubmitReportsRequest batch;
  for (int i = 0; i < kBatchReports; ++i) reports.Next(*batch.add_reports());
  return batch;
}

}  // namespace

absl::Status AwaitIntake(const client::Connection& connection) {
  const auto stub = connection.StubOf<v1::ReportService>();
  v1::SubmitReportRequest request;
  Reports().Next(request);
  // No pause between tries: while its layers load, the service itself holds a report for seconds before it gives up.
  for (const auto start = SteadyClock::now();;) {
    const auto answer = connection.Call(*stub, &v1::ReportService::Stub::SubmitReport, request);
    if (!absl::IsUnavailable(answer.status()) || Since(start) > kStartMax) return answer.status();
  }
}

absl::StatusOr<LoadResult> RunUnary(const client::Connection& connection, Duration length) {
  return UnaryLoad(connection, length).Run();
}

absl::StatusOr<LoadResult> RunBatches(const client::Connection& connection, Duration length) {
  const auto stub = connection.StubOf<v1::ReportService>();
  grpc::ClientContext context;
  connection.Prepare(context, length + client::kPatience);
  const auto start = SteadyClock::now();
  const auto stream = stub->SubmitReports(&context);
  Reports reports;
  LoadResult result;
  absl::Status refusal;
  int in_work = 0;
  bool open = true;
  for (v1::SubmitReportsResponse answer; open;) {
    const bool go_on = refusal.ok() && Since(start) < length;
    while (go_on && open && in_work < kMessagesInWork) {
      open = stream->Write(Batch(reports));
      if (open) ++in_work;
    }
    if (in_work == 0) break;
    open = stream->Read(&answer);
    if (!open) break;
    --in_work;
    const auto stored = StoredOf(answer);
    if (stored.ok()) result.events += *stored;
    if (!stored.ok() && refusal.ok()) refusal = stored.status();
  }
  stream->WritesDone();
  result.wall = Since(start);
  WANGGE_RETURN_IF_ERROR(rpc::FromGrpc(stream->Finish()));
  WANGGE_RETURN_IF_ERROR(refusal);
  return result;
}

}  // namespace wangge::bench
