// Places at the command line and over gRPC: cells, old codes, similar cases and a pin that is corrected, on a served
// demo city.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>
#include <memory>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <vector>

#include "rpc/error.h"
#include "services/wangge/client/case_desk.h"
#include "services/wangge/client/request_id.h"
#include "tests/kit/files.h"
#include "tests/kit/health.h"
#include "tests/kit/posts.h"
#include "tests/kit/program.h"
#include "wangge/report/v1/report.grpc.pb.h"
#include "wangge/resolution/v1/resolution.grpc.pb.h"

namespace wangge {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using Json = nlohmann::ordered_json;
using Report = report::v1::ReportService;
using Resolution = resolution::v1::ResolutionService;

constexpr int kRefused = 3;
constexpr int kUsage = 2;

// Two squares side by side, of a tenth of a degree.
constexpr char kTwoCells[] = R"({"type":"FeatureCollection","features":[
{"type":"Feature","properties":{"code":"west"},"geometry":{"type":"Polygon","coordinates":
[[[119.8,28.4],[119.9,28.4],[119.9,28.5],[119.8,28.5],[119.8,28.4]]]}},
{"type":"Feature","properties":{"code":"east"},"geometry":{"type":"Polygon","coordinates":
[[[119.9,28.4],[120.0,28.4],[120.0,28.5],[119.9,28.5],[119.9,28.4]]]}}]})";
// The western one in two, the eastern one with another code.
constexpr char kThreeCells[] = R"({"type":"FeatureCollection","features":[
{"type":"Feature","properties":{"code":"west-1"},"geometry":{"type":"Polygon","coordinates":
[[[119.8,28.4],[119.9,28.4],[119.9,28.425],[119.8,28.425],[119.8,28.4]]]}},
{"type":"Feature","properties":{"code":"west-2"},"geometry":{"type":"Polygon","coordinates":
[[[119.8,28.425],[119.9,28.425],[119.9,28.5],[119.8,28.5],[119.8,28.425]]]}},
{"type":"Feature","properties":{"code":"sunrise"},"geometry":{"type":"Polygon","coordinates":
[[[119.9,28.4],[120.0,28.4],[120.0,28.5],[119.9,28.5],[119.9,28.4]]]}}]})";

std::vector<Json> LinesOf(const kit::Ran& ran) {
  EXPECT_EQ(ran.exit, 0) << ran.err;
  std::vector<Json> lines;
  std::istringstream in(ran.out);
  for (std::string line; std::getline(in, line);) lines.push_back(Json::parse(line));
  return lines;
}

std::vector<std::string> CodesOf(const kit::Ran& ran) {
  std::vector<std::string> codes;
  for (const Json& line : LinesOf(ran)) codes.push_back(line["code"]);
  return codes;
}

class PlacesTest : public ::testing::Test {
 protected:
  kit::Ran As(const kit::Post& post, std::vector<std::string> arguments) const {
    arguments.insert(arguments.end(), {"--server", server_->address(), "--keys", keys_, "--actor", post.actor, "--role",
                                       post.role, "--organisation", post.organisation, "--caller-area", post.area});
    return kit::Run(arguments);
  }
  void Apply() const {
    const kit::Ran applied = kit::Run({"config", "apply", kit::DemoCity(), "--state", state_});
    ASSERT_EQ(applied.exit, 0) << applied.err;
  }
  void Import(const std::string& geojson) const {
    const kit::Ran imported = kit::Run({"layer", "import", kit::WriteText(folder_ + "/survey.geojson", geojson),
                                        "--name", "survey", "--key", "code", "--datum", "wgs84", "--state", state_});
    ASSERT_EQ(imported.exit, 0) << imported.err;
  }
  void Serve() {
    server_ = kit::Serve(folder_, {"--state", state_, "--keys", keys_});
    ASSERT_NE(server_, nullptr);
    ASSERT_TRUE(kit::AwaitServing(server_->address()).ok());
  }
  std::string Submit(double longitude, double latitude) const {
    const client::Connection connection = kit::As(kit::kInspector, server_->address(), keys_);
    report::v1::SubmitReportRequest request = kit::CoverReport(client::NewRequestId());
    request.mutable_report()->mutable_position()->set_longitude(longitude);
    request.mutable_report()->mutable_position()->set_latitude(latitude);
    const auto response = connection.Call(*connection.StubOf<Report>(), &Report::Stub::SubmitReport, request);
    EXPECT_TRUE(response.ok()) << response.status();
    return response.ok() ? response->receipt().case_() : std::string();
  }
  cases::v1::Case Get(const std::string& name) const {
    const client::Connection connection = kit::As(kit::kAcceptor, server_->address(), keys_);
    resolution::v1::GetCaseRequest request;
    request.set_name(name);
    const auto found = connection.Call(*connection.StubOf<Resolution>(), &Resolution::Stub::GetCase, request);
    EXPECT_TRUE(found.ok()) << found.status();
    return found.ok() ? found->case_() : cases::v1::Case();
  }

  const std::string folder_ = kit::MakeFolder("places");
  const std::string state_ = folder_ + "/state";
  const std::string keys_ = folder_ + "/keys";
  std::unique_ptr<bench::ServerProcess> server_;
};

TEST_F(PlacesTest, CellsAreAskedForOfAFileAndOfAServer) {
  const std::string file = kit::WriteText(folder_ + "/two.geojson", kTwoCells);
  const auto of_file = [&](std::vector<std::string> question) {
    question.insert(question.begin(), {"cells", "--layer-file", file, "--key", "code", "--json"});
    return kit::Run(question);
  };
  EXPECT_THAT(CodesOf(of_file({"--at", "119.85,28.45"})), ElementsAre("west"));
  EXPECT_THAT(CodesOf(of_file({"--near", "119.89,28.45", "--within", "1000"})), ElementsAre("west", "east"));
  EXPECT_THAT(CodesOf(of_file({"--near", "119.91,28.45", "--count", "2"})), ElementsAre("east", "west"));
  const std::string track = kit::WriteText(folder_ + "/track", "119.95,28.45\n119.85,28.45\n");
  EXPECT_THAT(CodesOf(of_file({"--track", track})), ElementsAre("east", "west"));
  const std::string drawn =
      kit::WriteText(folder_ + "/drawn", "119.75,28.35\n119.91,28.35\n119.91,28.55\n119.75,28.55\n119.75,28.35\n");
  const std::vector<Json> cells = LinesOf(of_file({"--polygon", drawn}));
  ASSERT_THAT(cells, SizeIs(2));
  EXPECT_EQ(cells[0]["crossing"], true) << "the eastern cell is drawn in part";
  EXPECT_FALSE(cells[1].contains("crossing"));
  EXPECT_THAT(CodesOf(of_file({"--code", "west"})), ElementsAre("west"));
  EXPECT_EQ(of_file({"--code", "none"}).exit, kRefused);
  EXPECT_EQ(of_file({"--at", "here"}).exit, kRefused);
  EXPECT_EQ(of_file({}).exit, kUsage);

  Apply();
  Serve();
  const auto of_server = [&](std::vector<std::string> question) {
    question.insert(question.begin(), {"cells", "--layer", "county", "--json"});
    return As(kit::kInspector, question);
  };
  EXPECT_THAT(CodesOf(of_server({"--at", "119.92,28.45"})), ElementsAre("331102"));
  EXPECT_THAT(CodesOf(of_server({"--code", "331102"})), ElementsAre("331102"));
}

TEST_F(PlacesTest, AnOldCodeIsResolvedOfflineAndByAServer) {
  Apply();
  Import(kTwoCells);
  Import(kThreeCells);
  const std::vector<std::string> question{"layer", "resolve", "west", "east", "sunrise", "--name", "survey", "--json"};
  std::vector<std::string> offline = question;
  offline.insert(offline.end(), {"--state", state_});
  const std::vector<Json> resolved = LinesOf(kit::Run(offline));
  ASSERT_THAT(resolved, SizeIs(3));
  EXPECT_EQ(resolved[0]["change"], "CODE_CHANGE_SPLIT");
  ASSERT_THAT(resolved[0]["successors"], SizeIs(2));
  EXPECT_EQ(resolved[0]["successors"][0]["code"], "west-2");
  EXPECT_NEAR(resolved[0]["successors"][0]["share_old"].get<double>(), 0.75, 0.001);
  EXPECT_EQ(resolved[1]["change"], "CODE_CHANGE_RENAMED");
  EXPECT_EQ(resolved[2]["change"], "CODE_CHANGE_UNCHANGED");
  const std::vector<std::string> diff{"layer", "diff", "1", "2", "--name", "survey", "--json"};
  std::vector<std::string> diff_offline = diff;
  diff_offline.insert(diff_offline.end(), {"--state", state_});
  const std::vector<Json> changes = LinesOf(kit::Run(diff_offline));

  Serve();
  EXPECT_EQ(LinesOf(As(kit::kInspector, question)), resolved);
  EXPECT_EQ(LinesOf(As(kit::kAdministrator, diff)), changes);
  EXPECT_EQ(As(kit::kInspector, {"layer", "resolve", "x", "--name", "nowhere"}).exit, kRefused);
  const kit::Ran told = As(kit::kInspector, {"layer", "resolve", "west", "--name", "survey"});
  EXPECT_THAT(told.out, HasSubstr(": split\n"));
  EXPECT_THAT(told.out, HasSubstr("west-1, 100.00 % of it"));
}

TEST_F(PlacesTest, SimilarCasesAreFoundByAServerAndInItsState) {
  Apply();
  Serve();
  const std::string first = Submit(119.92, 28.45);
  const std::string near = Submit(119.92, 28.4501);
  Submit(119.93, 28.45);  // a kilometre away
  const auto cases_of = [](const kit::Ran& ran) {
    std::vector<std::string> cases;
    for (const Json& line : LinesOf(ran)) cases.push_back(line["case"]["name"]);
    return cases;
  };
  EXPECT_THAT(cases_of(As(kit::kAcceptor, {"case", "similar", first, "--json"})), ElementsAre(near));
  EXPECT_THAT(cases_of(As(kit::kAcceptor, {"case", "similar", "--at", "119.92,28.45", "--category", "100101",
                                           "--within", "20", "--json"})),
              ElementsAre(first, near));
  const kit::Ran one = As(kit::kAcceptor, {"case", "similar", "--at", "119.92,28.45", "--category", "100101",
                                           "--within", "1000", "--max", "1"});
  EXPECT_THAT(one.out, HasSubstr("0.00 m  "));
  EXPECT_THAT(one.err, HasSubstr("more than 1"));
  EXPECT_EQ(As(kit::kAcceptor, {"case", "similar", first, "--within", "1001"}).exit, kUsage);
  EXPECT_EQ(As(kit::kAcceptor, {"case", "similar"}).exit, kUsage);
  EXPECT_EQ(As(kit::kAcceptor, {"case", "similar", "--at", "119.92,28.45"}).exit, kUsage) << "without a category";
  EXPECT_EQ(server_->Terminate(), 0);
  EXPECT_THAT(cases_of(kit::Run({"case", "similar", first, "--state", state_, "--json"})), ElementsAre(near));
  EXPECT_EQ(kit::Run({"case", "similar", "cases/7", "--state", state_}).exit, kRefused);
}

TEST_F(PlacesTest, AWrongPinIsCorrectedOverGrpcAndAtTheCommandLine) {
  Apply();
  Serve();
  const std::string name = Submit(119.92, 28.45);
  const cases::v1::Case before = Get(name);
  const client::Connection connection = kit::As(kit::kAcceptor, server_->address(), keys_);
  const auto correct = [&](double longitude, double latitude, double accuracy_m, const std::string& datum = "wgs84") {
    cases::v1::ActionInput input;
    input.set_note("on the other side of the street");
    cases::v1::Position& position = *input.mutable_position();
    position.set_longitude(longitude);
    position.set_latitude(latitude);
    position.set_datum(datum);
    position.set_source(cases::v1::POSITION_SOURCE_MAP_PICK);
    position.set_accuracy_m(accuracy_m);
    return client::PerformStep(connection, {.name = name, .action = "correct_position", .etag = {}, .input = input});
  };
  for (const double bad :
       {-1.0, 100'000.5, std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity()}) {
    EXPECT_EQ(rpc::ReasonOf(correct(119.93, 28.45, bad).status()), "FIELD_INVALID") << bad;
  }
  EXPECT_EQ(rpc::ReasonOf(correct(181, 28.45, 5).status()), "FIELD_INVALID");
  EXPECT_EQ(rpc::ReasonOf(correct(119.93, 28.45, 5, "mars").status()), "FIELD_INVALID");
  EXPECT_THAT(Get(name).earlier_places(), IsEmpty());

  const auto moved = correct(119.93, 28.45, 5);
  ASSERT_TRUE(moved.ok()) << moved.status();
  EXPECT_EQ(moved->position().longitude(), 119.93);
  EXPECT_EQ(moved->position().accuracy_m(), 5);
  ASSERT_EQ(moved->earlier_places_size(), 1);
  EXPECT_EQ(moved->earlier_places(0).position().longitude(), before.position().longitude());
  EXPECT_EQ(moved->receipt_number(), before.receipt_number());

  const std::vector<std::string> act{"case",   "act",       name,         "--action", "correct_position",
                                     "--note", "once more", "--position"};
  std::vector<std::string> nowhere = act;
  nowhere.emplace_back("119.93");
  EXPECT_EQ(As(kit::kAcceptor, nowhere).exit, kUsage);
  std::vector<std::string> again = act;
  again.emplace_back("119.94,28.46");
  const kit::Ran corrected = As(kit::kAcceptor, again);
  ASSERT_EQ(corrected.exit, 0) << corrected.err;
  EXPECT_EQ(Get(name).position().latitude(), 28.46);
  EXPECT_EQ(Get(name).earlier_places_size(), 2);
}

}  // namespace
}  // namespace wangge
