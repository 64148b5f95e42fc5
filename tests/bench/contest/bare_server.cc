#include "tests/bench/contest/bare_server.h"

#include <google/protobuf/io/coded_stream.h>
#include <grpcpp/support/byte_buffer.h>

#include <atomic>
#include <vector>

#include "base/file/file.h"
#include "base/status/text.h"
#include "rpc/server.h"
#include "rpc/signals.h"
#include "tests/bench/contest/appended_log.h"
#include "wangge/ledger/v1/ledger.grpc.pb.h"
#include "wangge/report/v1/report.grpc.pb.h"

namespace wangge::bench {
namespace {

namespace v1 = report::v1;

constexpr Duration kGrace = Seconds(3);

// As long as a receipt of ours: the answers cost the same to send.
const v1::SubmitReportResponse& Receipt() {
  static const v1::SubmitReportResponse kResponse = [] {
    v1::SubmitReportResponse response;
    cases::v1::Receipt& receipt = *response.mutable_receipt();
    receipt.set_name("receipts/33110020261124000000001");
    receipt.set_receipt_number("33110020261124000000001");
    receipt.set_case_("cases/1099511627776");
    receipt.set_position_token("AAAAAAAAAAAAAAAAAAAAAAAA");
    for (const char* layer : {"unit_grid", "street", "county"}) {
      cases::v1::GridAssignment& assignment = *receipt.add_assignments();
      assignment.set_layer(layer);
      assignment.set_code("331102001001001");
    }
    return response;
  }();
  return kResponse;
}

// Reports of a SubmitReportsRequest, without reading them.
std::uint64_t CountReports(const std::string& bytes) {
  google::protobuf::io::CodedInputStream in(reinterpret_cast<const std::uint8_t*>(bytes.data()),
                                            static_cast<int>(bytes.size()));
  std::uint64_t count = 0;
  std::uint32_t length = 0;
  while (in.ReadTag() != 0 && in.ReadVarint32(&length) && in.Skip(static_cast<int>(length))) ++count;
  return count;
}

std::string BytesOf(const grpc::ByteBuffer& buffer) {
  std::vector<grpc::Slice> slices;
  std::string bytes;
  if (!buffer.Dump(&slices).ok()) return bytes;
  for (const grpc::Slice& slice : slices) bytes.append(reinterpret_cast<const char*>(slice.begin()), slice.size());
  return bytes;
}

grpc::ByteBuffer BufferOf(const std::string& bytes) {
  const grpc::Slice slice(bytes);
  return {&slice, 1};
}

class Stream final : public grpc::ServerBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer> {
 public:
  explicit Stream(AppendedLog& log) : log_(log) { StartRead(&request_); }

  void OnReadDone(bool ok) override {
    if (!ok) return Finish(grpc::Status::OK);
    std::string bytes = BytesOf(request_);
    const std::uint64_t reports = CountReports(bytes);
    log_.Add(std::move(bytes), reports, [this, reports](bool written) {
      if (!written) return Finish({grpc::StatusCode::INTERNAL, "Expected to write, but the disk refused."});
      v1::SubmitReportsResponse response;
      for (std::uint64_t i = 0; i < reports; ++i) *response.add_results()->mutable_receipt() = Receipt().receipt();
      response_ = BufferOf(response.SerializeAsString());
      StartWrite(&response_);
    });
  }
  void OnWriteDone(bool ok) override {
    if (!ok) return Finish(grpc::Status::OK);
    StartRead(&request_);
  }
  void OnDone() override { delete this; }

 private:
  AppendedLog& log_;
  grpc::ByteBuffer request_;
  grpc::ByteBuffer response_;
};

using RawUnary = v1::ReportService::WithRawCallbackMethod_SubmitReport<v1::ReportService::Service>;

class Reports final : public v1::ReportService::WithRawCallbackMethod_SubmitReports<RawUnary> {
 public:
  explicit Reports(AppendedLog& log) : log_(log), receipt_(Receipt().SerializeAsString()) {}

  grpc::ServerUnaryReactor* SubmitReport(grpc::CallbackServerContext* context, const grpc::ByteBuffer* request,
                                         grpc::ByteBuffer* response) override {
    grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
    log_.Add(BytesOf(*request), 1, [this, reactor, response](bool written) {
      *response = BufferOf(receipt_);
      reactor->Finish(written ? grpc::Status::OK
                              : grpc::Status(grpc::StatusCode::INTERNAL, "Expected to write, but the disk refused."));
    });
    return reactor;
  }

  grpc::ServerBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer>* SubmitReports(grpc::CallbackServerContext*) override {
    return new Stream(log_);
  }

 private:
  AppendedLog& log_;
  const std::string receipt_;
};

class Head final : public ledger::v1::LedgerService::Service {
 public:
  explicit Head(AppendedLog& log) : log_(log) {}

  grpc::Status GetHead(grpc::ServerContext*, const ledger::v1::GetHeadRequest*,
                       ledger::v1::GetHeadResponse* response) override {
    response->set_position(log_.CountReadable());
    response->set_synced_groups(log_.Syncs());
    return grpc::Status::OK;
  }

 private:
  AppendedLog& log_;
};

}  // namespace

absl::Status RunBareServer(const BareServerOptions& options) {
  rpc::Signals signals;  // before the first thread
  WANGGE_ASSIGN_OR_RETURN(const auto log, AppendedLog::Open(options.folder, options.append));
  Reports reports(*log);
  Head head(*log);
  WANGGE_ASSIGN_OR_RETURN(const auto server,
                          rpc::Server::Start({.address = options.listen,
                                              .services = {{v1::ReportService::service_full_name(), &reports},
                                                           {ledger::v1::LedgerService::service_full_name(), &head}}}));
  WANGGE_RETURN_IF_ERROR(WriteFileDurably(options.port_file, std::to_string(server->port()) + "\n"));
  server->SetAllServing(true);
  signals.Wait();
  server->Shutdown(kGrace);
  return absl::OkStatus();
}

}  // namespace wangge::bench
