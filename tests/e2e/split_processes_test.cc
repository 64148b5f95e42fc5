// One case from its report to its end over four processes, and what of it lies on their disks.
#include <google/protobuf/util/time_util.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

#include "services/wangge/client/case_desk.h"
#include "services/wangge/client/request_id.h"
#include "tests/kit/files.h"
#include "tests/kit/health.h"
#include "tests/kit/posts.h"
#include "tests/kit/program.h"
#include "wangge/analytics/v1/analytics.grpc.pb.h"
#include "wangge/report/v1/report.grpc.pb.h"
#include "wangge/resolution/v1/resolution.grpc.pb.h"

namespace wangge {
namespace {

using Analytics = analytics::v1::AnalyticsService;
using Report = report::v1::ReportService;
using Resolution = resolution::v1::ResolutionService;
using Server = std::unique_ptr<bench::ServerProcess>;

constexpr char kDescription[] = "学院路口井盖缺失，已放置警示牌";
constexpr char kReporterName[] = "欧阳知秋";

// The files below `folder` that hold the text.
std::vector<std::string> FilesWith(const std::string& folder, const std::string& text) {
  std::vector<std::string> found;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file()) continue;
    std::ifstream in(entry.path(), std::ios::binary);
    const std::string content{std::istreambuf_iterator<char>(in), {}};
    if (content.find(text) != std::string::npos) found.push_back(entry.path());
  }
  return found;
}

class SplitProcessesTest : public ::testing::Test {
 protected:
  SplitProcessesTest() : folder_(kit::MakeFolder("servers")), keys_(folder_ + "/keys") {}

  void SetUp() override {
    const kit::Ran applied = kit::Run({"config", "apply", kit::DemoCity(), "--state", folder_ + "/node/state"});
    ASSERT_EQ(applied.exit, 0) << applied.err;
    node_ = Start("node", {"--services", "ledger,dispatch,resolution", "--state", folder_ + "/node/state"});
    ASSERT_NE(node_, nullptr);
    grid_ = Start("grid", {"--services", "grid", "--ledger", node_->address()});
    ASSERT_NE(grid_, nullptr);
    report_ = Start("report", {"--services", "report", "--state", folder_ + "/report/state", "--ledger",
                               node_->address(), "--grid", grid_->address()});
    analytics_ = Start("analytics", {"--services", "analytics", "--ledger", node_->address()});
    for (const Server* server : {&node_, &grid_, &report_, &analytics_}) {
      ASSERT_NE(*server, nullptr);
      const absl::Status serving = kit::AwaitServing((*server)->address());
      ASSERT_TRUE(serving.ok()) << serving;
    }
  }

  Server Start(const std::string& name, std::vector<std::string> arguments) {
    std::filesystem::create_directories(folder_ + "/" + name);
    arguments.insert(arguments.end(), {"--keys", keys_, "--log-level", "debug"});
    return kit::Serve(folder_ + "/" + name, arguments);
  }

  cases::v1::Receipt Submit() {
    report::v1::SubmitReportRequest request = kit::CoverReport(client::NewRequestId());
    request.mutable_report()->set_source("public");
    request.mutable_report()->set_description(kDescription);
    request.mutable_report()->mutable_reporter()->set_name(kReporterName);
    const client::Connection connection = kit::As(kit::kPublicDesk, report_->address(), keys_);
    const auto stub = connection.StubOf<Report>();
    const auto response = connection.Call(*stub, &Report::Stub::SubmitReport, request);
    EXPECT_TRUE(response.ok()) << response.status();
    return response.ok() ? response->receipt() : cases::v1::Receipt();
  }

  cases::v1::Case Do(const kit::Post& post, const std::string& name, const std::string& action,
                     const cases::v1::ActionInput& input = {}) {
    const client::Connection connection = kit::As(post, node_->address(), keys_);
    const auto done = client::PerformStep(connection, {.name = name, .action = action, .etag = {}, .input = input});
    EXPECT_TRUE(done.ok()) << action << ": " << done.status();
    return done.ok() ? *done : cases::v1::Case();
  }

  // Everything up to the check on site; the etag then.
  std::string WorkUntilChecked(const std::string& name) {
    cases::v1::ActionInput note;
    note.set_note(kDescription);
    cases::v1::ActionInput filed;
    filed.set_condition("100101-2");
    cases::v1::ActionInput sent;
    sent.set_unit(kit::kHandler.organisation);
    Do(kit::kAcceptor, name, "request_verify");
    Do(kit::kInspector, name, "verify", note);
    Do(kit::kShiftLeader, name, "file", filed);
    Do(kit::kDispatcher, name, "dispatch", sent);
    Do(kit::kHandler, name, "sign");
    Do(kit::kHandler, name, "handle", note);
    const cases::v1::Case confirmed = Do(kit::kHandler, name, "confirm");
    cases::v1::ActionInput checked = note;
    *checked.mutable_proof()->mutable_captured_at() = google::protobuf::util::TimeUtil::GetCurrentTime();
    *checked.mutable_proof()->mutable_position() = confirmed.position();
    return Do(kit::kInspector, name, "check", checked).etag();
  }

  // The position token of the end.
  std::string Close(const std::string& name, const std::string& etag) {
    const client::Connection connection = kit::As(kit::kShiftLeader, node_->address(), keys_);
    const auto stub = connection.StubOf<Resolution>();
    resolution::v1::PerformActionRequest request;
    request.set_name(name);
    request.set_action("close");
    request.set_etag(etag);
    request.set_request_id(client::NewRequestId());
    const auto response = connection.Call(*stub, &Resolution::Stub::PerformAction, request);
    EXPECT_TRUE(response.ok()) << response.status();
    return response.ok() ? response->position_token() : std::string();
  }

  absl::StatusOr<resolution::v1::GetCaseResponse> Get(const kit::Post& post, const std::string& name) {
    const client::Connection connection = kit::As(post, node_->address(), keys_);
    const auto stub = connection.StubOf<Resolution>();
    resolution::v1::GetCaseRequest request;
    request.set_name(name);
    request.set_purpose("a test");
    return connection.Call(*stub, &Resolution::Stub::GetCase, request);
  }

  const std::string folder_;
  const std::string keys_;
  Server node_;
  Server grid_;
  Server report_;
  Server analytics_;
};

TEST_F(SplitProcessesTest, ACaseGoesFromItsReportToTheFigures) {
  const cases::v1::Receipt receipt = Submit();
  ASSERT_EQ(receipt.assignments_size(), 3) << receipt.DebugString();
  const std::string token = Close(receipt.case_(), WorkUntilChecked(receipt.case_()));

  const client::Connection connection = kit::As(kit::kAnalyst, analytics_->address(), keys_);
  const auto stub = connection.StubOf<Analytics>();
  analytics::v1::QueryResolutionTimesRequest request;
  request.set_basis(analytics::v1::BASIS_OPENED);
  request.set_position_token(token);
  const auto figures = connection.Call(*stub, &Analytics::Stub::QueryResolutionTimes, request);
  ASSERT_TRUE(figures.ok()) << figures.status();
  ASSERT_EQ(figures->rows_size(), 1);
  EXPECT_EQ(figures->rows(0).count(), 1u);
  EXPECT_EQ(figures->rows(0).closed(), 1u);
  EXPECT_EQ(figures->rows(0).open(), 0u);
}

// The state node places open cases again; the grid service of another process learns of the version by itself.
TEST_F(SplitProcessesTest, ANewVersionOfALayerPlacesOldAndNewReportsThoughTheGridServiceIsElsewhere) {
  const std::string before = Submit().case_();
  const std::string file = kit::WriteText(
      folder_ + "/grids.geojson",
      R"({"type":"FeatureCollection","features":[{"type":"Feature","properties":{"code":"331102999999999"},)"
      R"("geometry":{"type":"Polygon","coordinates":[[[118.5,27.3],[121,27.3],[121,29],[118.5,29],[118.5,27.3]]]}}]})");
  const kit::Post& admin = kit::kAdministrator;
  const auto as = [&](const Server& server, std::vector<std::string> arguments) {
    arguments.insert(arguments.end(), {"--server", server->address(), "--keys", keys_, "--actor", admin.actor, "--role",
                                       admin.role, "--organisation", admin.organisation, "--caller-area", admin.area});
    return kit::Run(arguments);
  };
  const kit::Ran applied =
      as(node_, {"layer", "activate", file, "--name", "unit_grid", "--key", "code", "--datum", "wgs84"});
  ASSERT_EQ(applied.exit, 0) << applied.err;
  const auto cell_of = [this](const std::string& name) {
    const auto found = Get(kit::kAcceptor, name);
    EXPECT_TRUE(found.ok()) << found.status();
    if (!found.ok()) return std::string();
    for (const auto& cell : found->case_().assignments()) {
      if (cell.layer() == "unit_grid") return cell.code() + " of " + std::to_string(cell.version());
    }
    return std::string();
  };
  EXPECT_EQ(cell_of(before), "331102999999999 of 2") << "the answer comes when open cases are placed";
  // A report that is located under the version before is located again, so it needs no waiting for the grid service.
  EXPECT_EQ(cell_of(Submit().case_()), "331102999999999 of 2");
  const kit::Ran resolved = as(grid_, {"layer", "resolve", "331102999999999", "--name", "unit_grid", "--version", "2"});
  EXPECT_EQ(resolved.exit, 0) << resolved.err;
  EXPECT_NE(resolved.out.find("331102999999999  version 2 ("), std::string::npos) << resolved.out;
}

TEST_F(SplitProcessesTest, PersonalTextIsOnNoDiskAndInNoLogButComesToThoseAllowed) {
  const std::string name = Submit().case_();
  Close(name, WorkUntilChecked(name));
  const auto shown = Get(kit::kAcceptor, name);
  ASSERT_TRUE(shown.ok()) << shown.status();
  EXPECT_EQ(shown->case_().description(), kDescription);
  EXPECT_EQ(shown->case_().reporter().name(), kReporterName);
  const auto hidden = Get(kit::kAnalyst, name);
  ASSERT_TRUE(hidden.ok()) << hidden.status();
  EXPECT_EQ(hidden->case_().description(), "");
  EXPECT_EQ(hidden->case_().reporter().name(), "");

  for (const auto* server : {&analytics_, &report_, &grid_, &node_}) EXPECT_EQ((*server)->Terminate(), 0);
  EXPECT_FALSE(FilesWith(folder_, kit::kInspector.actor).empty()) << "what is not personal must be found this way";
  EXPECT_TRUE(FilesWith(folder_, kDescription).empty()) << FilesWith(folder_, kDescription).front();
  EXPECT_TRUE(FilesWith(folder_, kReporterName).empty()) << FilesWith(folder_, kReporterName).front();
}

}  // namespace
}  // namespace wangge
