// The services of a city in one process and apart, over real channels: from a report to the statistics.
#include "services/wangge/serve/process.h"

#include <grpcpp/client_context.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <future>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "base/digest/sha256.h"
#include "base/limits.h"
#include "catalog/config_files.h"
#include "catalog/layer_body.h"
#include "rpc/channel.h"
#include "rpc/error.h"
#include "rpc/status_map.h"
#include "wangge/analytics/v1/analytics.grpc.pb.h"
#include "wangge/grid/v1/grid.grpc.pb.h"
#include "wangge/ledger/v1/ledger.grpc.pb.h"
#include "wangge/report/v1/report.grpc.pb.h"
#include "wire/enums.h"

namespace wangge::serve {
namespace {

// Two cells of Liandu, side by side.
constexpr char kCells[] = R"({"type":"FeatureCollection","features":[
{"type":"Feature","properties":{"code":"331102001001001"},"geometry":{"type":"Polygon","coordinates":
[[[119.90,28.44],[119.91,28.44],[119.91,28.45],[119.90,28.45],[119.90,28.44]]]}},
{"type":"Feature","properties":{"code":"331102001001002"},"geometry":{"type":"Polygon","coordinates":
[[[119.91,28.44],[119.92,28.44],[119.92,28.45],[119.91,28.45],[119.91,28.44]]]}}]})";
// A JPEG as far as anybody looks.
const std::string kPhoto = std::string("\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01", 12) + std::string(3'000'000, 'p');

class ProcessTest : public ::testing::Test {
 protected:
  ProcessTest() : folder_(::testing::TempDir() + "process_" + TestName()) { std::filesystem::remove_all(folder_); }

  static std::string TestName() { return ::testing::UnitTest::GetInstance()->current_test_info()->name(); }

  Options Of(std::vector<std::string> services, const std::string& state) const {
    Options options;
    options.services = std::move(services);
    options.state = folder_ + "/" + state;
    options.listen = "127.0.0.1:0";
    options.keys = folder_ + "/keys";
    options.grace = Seconds(1);
    options.log.sink = [](std::string_view) {};
    return options;
  }
  static std::unique_ptr<Process> Start(Options options) {
    auto process = Process::Start(std::move(options));
    EXPECT_TRUE(process.ok()) << process.status().ToString();
    return *std::move(process);
  }

  void Speak(grpc::ClientContext& context, const std::string& role) const {
    const rpc::Caller caller{role + "-1", role == "unit_handler" ? "unit" : "centre", "*", {role}, {}};
    const auto key = LoadOrMakeSigningKey(folder_ + "/keys");
    rpc::AddToken(context, *rpc::SignToken(*key, caller, Hours(1), SystemClock().Now()));
    rpc::SetDeadline(context, Seconds(30));
  }

  absl::Status Apply(const Process& process, std::string_view kind, const std::string& name, const std::string& body) {
    const auto stub = ledger::v1::LedgerService::NewStub(*rpc::OpenChannel(process.address()));
    grpc::ClientContext context;
    Speak(context, "administrator");
    ledger::v1::ApplyEditionResponse response;
    const auto writer = stub->ApplyEdition(&context, &response);
    ledger::v1::ApplyEditionRequest part;
    part.mutable_header()->set_request_id(NewUuid());
    auto& edition = *part.mutable_header()->mutable_edition();
    edition.set_kind(std::string(kind));
    edition.set_name(name);
    edition.set_sha256(std::string(BytesOf(Sha256::Of(body))));
    edition.set_size(body.size());
    writer->Write(part);
    for (std::size_t at = 0; at < body.size(); at += 1u << 20) {
      part.set_chunk(body.substr(at, 1u << 20));
      if (!writer->Write(part)) break;
    }
    writer->WritesDone();
    return rpc::FromGrpc(writer->Finish());
  }

  // The demo city's configuration with the two cells in place of its own layers.
  void Configure(const Process& process) {
    const auto editions =
        catalog::ReadConfigFiles(std::string(WANGGE_SOURCE_DIR) + "/config/demo/lishui/city.textproto");
    ASSERT_TRUE(editions.ok()) << editions.status().ToString();
    const auto layer = catalog::EncodeLayerBody({"code", "wgs84", kCells});
    for (const auto& edition : *editions) {
      const bool is_layer = edition.kind == domain::EditionKind::kLayer;
      if (is_layer && edition.name != "unit_grid") continue;
      std::string body = is_layer ? *layer : edition.body;
      for (const std::string other : {"layers: \"street\"\n", "layers: \"county\"\n"}) {
        const std::size_t at = edition.kind == domain::EditionKind::kSystem ? body.find(other) : std::string::npos;
        if (at != std::string::npos) body.erase(at, other.size());
      }
      const absl::Status applied = Apply(process, wire::KindName(edition.kind), edition.name, body);
      ASSERT_TRUE(applied.ok()) << edition.name << " " << applied.ToString();
    }
  }

  std::string NewUuid() {
    const std::string digits = std::to_string(100'000'000'000 + ++uuids_);
    return "00000000-0000-4000-8000-" + digits;
  }

  report::v1::SubmitReportRequest Report(double longitude) {
    report::v1::SubmitReportRequest request;
    request.set_request_id(NewUuid());
    auto& report = *request.mutable_report();
    report.set_category(kCategory);
    report.set_source("inspector");
    report.set_description("路灯不亮");
    report.mutable_position()->set_longitude(longitude);
    report.mutable_position()->set_latitude(28.445);
    report.mutable_position()->set_datum("wgs84");
    report.mutable_position()->set_source(cases::v1::POSITION_SOURCE_GNSS);
    return request;
  }

  // Until the services are ready: they say so as UNAVAILABLE, and the caller asks again.
  absl::Status Submit(const Process& process, const report::v1::SubmitReportRequest& request,
                      report::v1::SubmitReportResponse* response) {
    const auto stub = report::v1::ReportService::NewStub(*rpc::OpenChannel(process.address()));
    for (;;) {
      grpc::ClientContext context;
      Speak(context, "inspector");
      const absl::Status status = rpc::FromGrpc(stub->SubmitReport(&context, request, response));
      if (!absl::IsUnavailable(status)) return status;
      std::this_thread::yield();
    }
  }

  // Until the roles are read.
  absl::StatusOr<cases::v1::Attachment> Upload(const Process& process, const std::string& content, Hash hash,
                                               const std::string& role = "inspector",
                                               std::optional<std::string> request_id = std::nullopt) {
    if (!request_id) request_id = NewUuid();
    for (;;) {
      auto uploaded = UploadOnce(process, content, hash, role, *request_id);
      if (!absl::IsUnavailable(uploaded.status())) return uploaded;
      std::this_thread::yield();
    }
  }
  absl::StatusOr<cases::v1::Attachment> UploadOnce(const Process& process, const std::string& content, Hash hash,
                                                   const std::string& role, const std::string& request_id) {
    const auto stub = report::v1::ReportService::NewStub(*rpc::OpenChannel(process.address()));
    grpc::ClientContext context;
    Speak(context, role);
    report::v1::UploadAttachmentResponse response;
    const auto writer = stub->UploadAttachment(&context, &response);
    report::v1::UploadAttachmentRequest part;
    part.mutable_header()->set_sha256(std::string(BytesOf(hash)));
    part.mutable_header()->set_size(content.size());
    part.mutable_header()->set_request_id(request_id);
    writer->Write(part);
    for (std::size_t at = 0; at < content.size(); at += 1u << 20) {
      part.set_chunk(content.substr(at, 1u << 20));
      if (!writer->Write(part)) break;
    }
    writer->WritesDone();
    const absl::Status status = rpc::FromGrpc(writer->Finish());
    if (!status.ok()) return status;
    return response.attachment();
  }

  absl::StatusOr<std::string> Download(const Process& process, const cases::v1::Receipt& receipt) {
    const auto stub = report::v1::ReportService::NewStub(*rpc::OpenChannel(process.address()));
    grpc::ClientContext context;
    Speak(context, "acceptor");
    report::v1::GetAttachmentRequest request;
    request.set_case_(receipt.case_());
    request.set_attachment(receipt.attachments(0).name());
    request.set_purpose("a test");
    const auto reader = stub->GetAttachment(&context, request);
    report::v1::GetAttachmentResponse part;
    std::string content;
    while (reader->Read(&part)) content += part.chunk();
    const absl::Status status = rpc::FromGrpc(reader->Finish());
    if (!status.ok()) return status;
    return content;
  }

  analytics::v1::QueryResolutionTimesResponse Count(const Process& process, const std::string& position_token) {
    const auto stub = analytics::v1::AnalyticsService::NewStub(*rpc::OpenChannel(process.address()));
    analytics::v1::QueryResolutionTimesRequest request;
    request.set_basis(analytics::v1::BASIS_OPENED);
    request.add_group_by(analytics::v1::GROUP_BY_AREA);
    request.set_position_token(position_token);
    for (;;) {
      grpc::ClientContext context;
      Speak(context, "analyst");
      analytics::v1::QueryResolutionTimesResponse response;
      const absl::Status status = rpc::FromGrpc(stub->QueryResolutionTimes(&context, request, &response));
      if (status.ok()) return response;
      // Until the roles are read.
      EXPECT_TRUE(absl::IsUnavailable(status) || absl::IsPermissionDenied(status)) << status.ToString();
      std::this_thread::yield();
    }
  }

  static constexpr char kCategory[] = "100101";
  const std::string folder_;
  std::int64_t uuids_ = 0;
};

TEST_F(ProcessTest, AReportIsPlacedStoredAndCounted) {
  const auto process = Start(Of({}, "state"));
  Configure(*process);
  report::v1::SubmitReportResponse placed;
  const auto request = Report(119.905);
  ASSERT_EQ(Submit(*process, request, &placed), absl::OkStatus());
  ASSERT_EQ(placed.receipt().assignments_size(), 1);
  EXPECT_EQ(placed.receipt().assignments(0).code(), "331102001001001");

  report::v1::SubmitReportResponse again;
  ASSERT_EQ(Submit(*process, request, &again), absl::OkStatus());
  EXPECT_EQ(again.receipt().name(), placed.receipt().name());

  report::v1::SubmitReportResponse outside;
  ASSERT_EQ(Submit(*process, Report(119.95), &outside), absl::OkStatus());
  EXPECT_EQ(outside.receipt().gaps_size(), 1);

  const auto figures = Count(*process, outside.receipt().position_token());
  ASSERT_EQ(figures.rows_size(), 2);
  EXPECT_EQ(figures.rows(0).keys(0), "");
  EXPECT_EQ(figures.rows(1).keys(0), "331102001001001");
  EXPECT_EQ(figures.rows(1).count(), 1u);
}

TEST_F(ProcessTest, ADamagedReportNamesEachWrongField) {
  const auto process = Start(Of({}, "state"));
  auto request = Report(999);
  request.set_request_id("none");
  request.mutable_report()->mutable_position()->set_datum("krass");
  report::v1::SubmitReportResponse response;
  const absl::Status status = Submit(*process, request, &response);
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  const auto violations = rpc::ViolationsOf(status);
  ASSERT_EQ(violations.size(), 3u) << status.ToString();
  EXPECT_EQ(violations[0].field, "request_id");
  EXPECT_EQ(violations[1].field, "report.position.datum");
  EXPECT_EQ(violations[2].field, "report.position.longitude");
}

TEST_F(ProcessTest, APhotoComesBackAsItWasSent) {
  const auto process = Start(Of({}, "state"));
  Configure(*process);
  const auto attachment = Upload(*process, kPhoto, Sha256::Of(kPhoto));
  ASSERT_TRUE(attachment.ok()) << attachment.status().ToString();
  auto request = Report(119.905);
  *request.mutable_report()->add_attachments() = *attachment;
  report::v1::SubmitReportResponse response;
  ASSERT_EQ(Submit(*process, request, &response), absl::OkStatus());
  ASSERT_EQ(response.receipt().attachments_size(), 1);
  const auto content = Download(*process, response.receipt());
  ASSERT_TRUE(content.ok()) << content.status().ToString();
  EXPECT_EQ(*content, kPhoto);
  EXPECT_TRUE(std::filesystem::file_size(ReadingsFile(folder_ + "/state")) > 0);
}

TEST_F(ProcessTest, APhotoWithAnotherHashIsRefusedByItsField) {
  const auto process = Start(Of({}, "state"));
  const absl::Status refused = Upload(*process, kPhoto, Sha256::Of("another")).status();
  EXPECT_EQ(rpc::ReasonOf(refused), "ATTACHMENT_HASH_MISMATCH");
  ASSERT_EQ(rpc::ViolationsOf(refused).size(), 1u);
  EXPECT_EQ(rpc::ViolationsOf(refused)[0].field, "header.sha256");
}

TEST_F(ProcessTest, APhotoSentTwiceUnderOneRequestIdIsOneAttachment) {
  const auto process = Start(Of({}, "state"));
  Configure(*process);
  const std::string id = NewUuid();
  const auto first = Upload(*process, kPhoto, Sha256::Of(kPhoto), "inspector", id);
  ASSERT_TRUE(first.ok()) << first.status().ToString();
  EXPECT_EQ(Upload(*process, kPhoto, Sha256::Of(kPhoto), "inspector", id)->SerializeAsString(),
            first->SerializeAsString());
  EXPECT_NE(Upload(*process, kPhoto, Sha256::Of(kPhoto), "acceptor", id)->name(), first->name());
  EXPECT_NE(Upload(*process, kPhoto, Sha256::Of(kPhoto))->name(), first->name());
  const absl::Status refused = Upload(*process, kPhoto, Sha256::Of(kPhoto), "inspector", "").status();
  ASSERT_EQ(rpc::ViolationsOf(refused).size(), 1u) << refused.ToString();
  EXPECT_EQ(rpc::ViolationsOf(refused)[0].field, "header.request_id");
}

TEST_F(ProcessTest, AnUnknownCategoryOrSourceIsNamedByItsField) {
  const auto process = Start(Of({}, "state"));
  Configure(*process);
  const auto field = [&](const auto& change) {
    auto request = Report(119.905);
    change(*request.mutable_report());
    report::v1::SubmitReportResponse response;
    const absl::Status status = Submit(*process, request, &response);
    const auto violations = rpc::ViolationsOf(status);
    return rpc::ReasonOf(status) + " " + (violations.size() == 1 ? violations[0].field : status.ToString());
  };
  EXPECT_EQ(field([](report::v1::Report& report) { report.set_category("none"); }), "CATEGORY_UNKNOWN report.category");
  EXPECT_EQ(field([](report::v1::Report& report) { report.set_source("none"); }), "SOURCE_UNKNOWN report.source");
}

TEST_F(ProcessTest, APhotoOfOneWithoutARoleInForceIsRefused) {
  const auto process = Start(Of({}, "state"));
  Configure(*process);
  absl::Status refused;
  while (refused.ok()) {  // the roles come to the service by the feed
    refused = Upload(*process, kPhoto, Sha256::Of(kPhoto), "janitor").status();
    std::this_thread::yield();
  }
  EXPECT_EQ(rpc::ReasonOf(refused), "ROLE_NOT_ALLOWED") << refused.ToString();
  EXPECT_EQ(rpc::MetadataOf(refused)["unknown"], "janitor");
  EXPECT_TRUE(Upload(*process, kPhoto, Sha256::Of(kPhoto)).ok());
}

TEST_F(ProcessTest, ServesOnlyWhenWhatItReadsFirstIsRead) {
  {
    const auto process = Start(Of({}, "state"));
    Configure(*process);
    EXPECT_EQ(process->Stop(), absl::OkStatus());
  }
  std::promise<void> serving;
  const auto process = *Process::Start(Of({}, "state"), [&serving] { serving.set_value(); });
  serving.get_future().wait();
  report::v1::SubmitReportResponse placed;
  const auto stub = report::v1::ReportService::NewStub(*rpc::OpenChannel(process->address()));
  grpc::ClientContext context;
  Speak(context, "inspector");
  const absl::Status status = rpc::FromGrpc(stub->SubmitReport(&context, Report(119.905), &placed));
  EXPECT_EQ(status, absl::OkStatus());
  EXPECT_EQ(placed.receipt().assignments_size(), 1);
}

TEST_F(ProcessTest, AStreamAnswersEachReportOfEachMessage) {
  const auto process = Start(Of({}, "state"));
  Configure(*process);
  report::v1::SubmitReportResponse ready;
  ASSERT_EQ(Submit(*process, Report(119.905), &ready), absl::OkStatus());
  const auto stub = report::v1::ReportService::NewStub(*rpc::OpenChannel(process->address()));
  grpc::ClientContext context;
  Speak(context, "inspector");
  const auto stream = stub->SubmitReports(&context);
  for (int message = 1; message <= 6; ++message) {
    report::v1::SubmitReportsRequest batch;
    for (int i = 0; i < 100; ++i) *batch.add_reports() = Report(119.915);
    batch.mutable_reports(50)->mutable_report()->set_category("nonsense");
    ASSERT_TRUE(stream->Write(batch));
  }
  stream->WritesDone();
  report::v1::SubmitReportsResponse answer;
  for (std::uint64_t message = 1; message <= 6; ++message) {
    ASSERT_TRUE(stream->Read(&answer));
    EXPECT_EQ(answer.acknowledged_messages(), message);
    ASSERT_EQ(answer.results_size(), 100);
    for (int i = 0; i < 100; ++i) EXPECT_EQ(answer.results(i).has_receipt(), i != 50);
    EXPECT_EQ(rpc::ReasonOf(rpc::FromProto(answer.results(50).error())), "CATEGORY_UNKNOWN");
  }
  EXPECT_EQ(rpc::FromGrpc(stream->Finish()), absl::OkStatus());
}

TEST_F(ProcessTest, MessagesHaveTheirLimits) {
  const auto process = Start(Of({}, "state"));
  Configure(*process);
  report::v1::SubmitReportResponse response;
  ASSERT_EQ(Submit(*process, Report(119.905), &response), absl::OkStatus());
  auto large = Report(119.905);
  large.mutable_report()->set_description(std::string(limits::kMessageBytesMax, 'x'));
  EXPECT_TRUE(absl::IsResourceExhausted(Submit(*process, large, &response)));

  const auto reports = report::v1::ReportService::NewStub(*rpc::OpenChannel(process->address()));
  grpc::ClientContext stream_context;
  Speak(stream_context, "inspector");
  const auto stream = reports->SubmitReports(&stream_context);
  report::v1::SubmitReportsRequest batch;
  for (std::size_t i = 0; i <= limits::kBatchReportsMax; ++i) *batch.add_reports() = Report(119.905);
  stream->Write(batch);
  stream->WritesDone();
  EXPECT_EQ(rpc::ReasonOf(rpc::FromGrpc(stream->Finish())), "BATCH_SIZE");

  const auto grid = grid::v1::GridService::NewStub(*rpc::OpenChannel(process->address()));
  grid::v1::BatchLocateRequest points;
  points.set_layer("unit_grid");
  for (std::size_t i = 0; i < limits::kLocatePointsMax; ++i) points.add_points();
  grid::v1::BatchLocateResponse located;
  const auto locate = [&] {
    grpc::ClientContext context;
    Speak(context, "inspector");
    return rpc::FromGrpc(grid->BatchLocate(&context, points, &located));
  };
  EXPECT_EQ(locate(), absl::OkStatus());
  points.add_points();
  EXPECT_EQ(rpc::ReasonOf(locate()), "BATCH_SIZE");
}

TEST_F(ProcessTest, ServicesApartDoTheSame) {
  const auto node = Start(Of({"ledger", "dispatch", "resolution"}, "node"));
  Options grid_options = Of({"grid"}, "grid");
  grid_options.ledger = node->address();
  const auto grid = Start(grid_options);
  Options report_options = Of({"report"}, "report");
  report_options.ledger = node->address();
  report_options.grid = grid->address();
  const auto report = Start(report_options);
  Options analytics_options = Of({"analytics"}, "analytics");
  analytics_options.ledger = node->address();
  const auto analytics = Start(analytics_options);

  Configure(*node);
  report::v1::SubmitReportResponse placed;
  ASSERT_EQ(Submit(*report, Report(119.905), &placed), absl::OkStatus());
  const auto& receipt = placed.receipt();
  ASSERT_EQ(receipt.assignments_size(), 1);
  EXPECT_EQ(receipt.assignments(0).code(), "331102001001001");
  EXPECT_EQ(Count(*analytics, receipt.position_token()).rows(0).count(), 1u);
}

TEST_F(ProcessTest, ServicesApartGoOnAfterTheStateNodeWasReplaced) {
  auto node = Start(Of({"ledger", "dispatch", "resolution"}, "node"));
  const std::string address = node->address();
  Options others = Of({"grid", "report", "analytics"}, "others");
  others.ledger = address;
  const auto edge = Start(others);
  Configure(*node);
  report::v1::SubmitReportResponse first;
  ASSERT_EQ(Submit(*edge, Report(119.905), &first), absl::OkStatus());

  EXPECT_EQ(node->Stop(), absl::OkStatus());
  node.reset();
  Options again = Of({"ledger", "dispatch", "resolution"}, "node");
  again.listen = address;
  node = Start(again);
  report::v1::SubmitReportResponse second;
  ASSERT_EQ(Submit(*edge, Report(119.905), &second), absl::OkStatus());
  EXPECT_EQ(Count(*edge, second.receipt().position_token()).rows(0).count(), 2u);
}

TEST_F(ProcessTest, AStateIsTheSameAfterARestart) {
  std::string name;
  const auto request = Report(119.905);
  {
    const auto process = Start(Of({}, "state"));
    Configure(*process);
    report::v1::SubmitReportResponse placed;
    ASSERT_EQ(Submit(*process, request, &placed), absl::OkStatus());
    name = placed.receipt().name();
    EXPECT_EQ(process->Stop(), absl::OkStatus());
  }
  const auto process = Start(Of({}, "state"));
  report::v1::SubmitReportResponse again;
  ASSERT_EQ(Submit(*process, request, &again), absl::OkStatus());
  EXPECT_EQ(again.receipt().name(), name);
}

TEST_F(ProcessTest, TheIndexesOfLayersAreKeptInTheStateAndRepaired) {
  Options options = Of({}, "state");
  std::mutex mutex;
  std::string warned;
  options.log.sink = [&](std::string_view line) {
    const std::lock_guard lock(mutex);
    if (line.find("index file") != std::string_view::npos) warned.append(line);
  };
  report::v1::SubmitReportResponse placed;
  {
    const auto process = Start(options);
    Configure(*process);
    ASSERT_EQ(Submit(*process, Report(119.905), &placed), absl::OkStatus());
  }
  const std::filesystem::directory_iterator files(options.state + "/indexes");
  ASSERT_NE(files, std::filesystem::directory_iterator());
  const std::string file = files->path();
  const auto size = std::filesystem::file_size(file);
  EXPECT_EQ(warned, "");
  std::filesystem::resize_file(file, size / 2);
  const auto process = Start(options);
  ASSERT_EQ(Submit(*process, Report(119.915), &placed), absl::OkStatus());
  EXPECT_EQ(placed.receipt().assignments(0).code(), "331102001001002");
  EXPECT_EQ(std::filesystem::file_size(file), size);
  const std::lock_guard lock(mutex);
  EXPECT_NE(warned.find(file), std::string::npos);
}

}  // namespace
}  // namespace wangge::serve
