// A survey of components at the command line: checked, brought into force, asked from then on, and deciding who is
// responsible. On the demo city and its small survey.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <vector>

#include "tests/kit/files.h"
#include "tests/kit/posts.h"
#include "tests/kit/program.h"

namespace wangge {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using Json = nlohmann::ordered_json;

const std::string kCity = std::string(WANGGE_SOURCE_DIR) + "/config/demo/lishui/";
const std::string kSurvey = kCity + "components.csv";
constexpr char kLamp[] = "3311020137000013";
constexpr char kHeader[] = "id,category,state,accuracy,supervising,owning,maintaining,lon,lat,datum\n";

std::vector<Json> LinesOf(const std::string& text) {
  std::vector<Json> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(Json::parse(line));
  return lines;
}

class ComponentsTest : public ::testing::Test {
 protected:
  kit::Ran Check(const std::string& rows) const {
    const std::string file = kit::WriteText(folder_ + "/survey.csv", kHeader + rows);
    return kit::Run({"component", "check", file, "--city", kCity + "city.textproto", "--name", "components"});
  }
  const std::string folder_ = kit::MakeFolder("components");
};

TEST_F(ComponentsTest, TheDemoSurveyFitsTheDemoCity) {
  const kit::Ran ran =
      kit::Run({"component", "check", kSurvey, "--city", kCity + "city.textproto", "--name", "components", "--json"});
  ASSERT_EQ(ran.exit, 0) << ran.err;
  const Json json = Json::parse(ran.out);
  EXPECT_EQ(json["components"], 92);
  EXPECT_EQ(json["by_category"]["100137"], 40);
}

TEST_F(ComponentsTest, EveryFaultOfAFileIsToldWithItsPlace) {
  const kit::Ran ran = Check(
      "3311020137000001,100137,intact,A,,,331102-DL,119.92,28.45,wgs84\n"
      "3311020137000001,100137,intact,A,,,331102-DL,119.92,28.45,wgs84\n"
      "3311020137000007,100137,intact,A,,,331102-DL,28.45,119.92,wgs84\n");
  EXPECT_EQ(ran.exit, 3);
  for (const char* place : {"survey.csv:3:1: Expected each id once", "survey.csv:4:9: "}) {
    EXPECT_THAT(ran.err, HasSubstr(place));
  }
}

TEST_F(ComponentsTest, EveryFaultAgainstTheCityIsToldWithItsPlace) {
  const kit::Ran ran = Check(
      "331102013700002,100137,intact,A,,,331102-DL,119.92,28.45,wgs84\n"
      "3311020138000003,100137,intact,A,,,331102-DL,119.92,28.45,wgs84\n"
      "3311020137000004,100137,broken,A,,,331102-DL,119.92,28.45,wgs84\n"
      "3311020137000005,100137,intact,D,,,331102-DL,119.92,28.45,wgs84\n"
      "3311020137000006,100137,intact,A,,,331102-XX,119.92,28.45,wgs84\n"
      "3311020104000008,200104,intact,A,,,331102-DL,119.92,28.45,wgs84\n");
  EXPECT_EQ(ran.exit, 3);
  for (const char* place : {"survey.csv:2:1: Expected an id of 16 digits",
                            "survey.csv:3:1: Expected \"37\" as the digits of the subclass",
                            "survey.csv:4:3: Expected a state", "survey.csv:5:4: Expected an accuracy class",
                            "survey.csv:6:7: Expected a unit", "survey.csv:7:2: "}) {
    EXPECT_THAT(ran.err, HasSubstr(place));
  }
}

TEST_F(ComponentsTest, TwoSurveysDifferByWhatChanged) {
  const std::string before =
      kit::WriteText(folder_ + "/before.csv", std::string(kHeader) + "a,lamp,intact,A,,,w,119.92,28.45,wgs84\n");
  const std::string after =
      kit::WriteText(folder_ + "/after.csv", std::string(kHeader) + "a,lamp,damaged,A,,,w,119.92,28.4501,wgs84\n");
  const kit::Ran ran = kit::Run({"component", "diff", before, after, "--json"});
  ASSERT_EQ(ran.exit, 0) << ran.err;
  EXPECT_EQ(Json::parse(ran.out), Json::parse(R"({"component":"a","what":["state","moved"],"moved_m":11.08})"));
}

TEST_F(ComponentsTest, TheNearestOfAFileAreNearestFirst) {
  const kit::Ran ran = kit::Run({"component", "nearest", "--file", kSurvey, "--near", "119.92,28.45", "--category",
                                 "100137", "--count", "2", "--json"});
  ASSERT_EQ(ran.exit, 0) << ran.err;
  const std::vector<Json> lines = LinesOf(ran.out);
  ASSERT_EQ(lines.size(), 2u);
  EXPECT_EQ(lines[0]["component"], kLamp);
  EXPECT_EQ(lines[0]["maintaining"], "331102-DL");
  EXPECT_LE(lines[0]["distance_m"], lines[1]["distance_m"]);
  EXPECT_EQ(kit::Run({"component", "nearest", "--file", kSurvey, "--near", "119.92,28.45", "--count", "51"}).exit, 3);
}

TEST_F(ComponentsTest, ASurveyInForceIsAskedOfReportsAndItsBodiesComeFirst) {
  const std::string state = folder_ + "/state";
  const std::string keys = folder_ + "/keys";
  ASSERT_EQ(kit::Run({"config", "apply", kCity + "city.textproto", "--state", state}).exit, 0);
  const auto server = kit::Serve(folder_, {"--state", state, "--keys", keys});
  ASSERT_NE(server, nullptr);
  const auto as = [&](const kit::Post& post, std::vector<std::string> arguments) {
    arguments.insert(arguments.end(), {"--server", server->address(), "--keys", keys, "--actor", post.actor, "--role",
                                       post.role, "--organisation", post.organisation, "--caller-area", post.area});
    return kit::Run(arguments);
  };
  const auto report = [&](std::vector<std::string> more) {
    std::vector<std::string> arguments{"report", "--category", "100137", "--source", "inspector",
                                       "--lon",  "119.92",     "--lat",  "28.45",    "--json"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return as(kit::kInspector, arguments);
  };
  EXPECT_EQ(report({}).exit, 0) << "without a survey nothing is asked";

  const kit::Ran imported = as(kit::kAdministrator, {"component", "import", kSurvey, "--name", "components"});
  ASSERT_EQ(imported.exit, 0) << imported.err;
  EXPECT_THAT(imported.out, HasSubstr("version 1"));

  const kit::Ran without = report({});
  EXPECT_EQ(without.exit, 3);
  EXPECT_THAT(without.err,
              AllOf(HasSubstr("Expected the id of a component, or why none is named"), HasSubstr("none_nearby")));
  EXPECT_EQ(report({"--no-component", "unreadable"}).exit, 0);
  EXPECT_THAT(report({"--no-component", "lazy"}).err, HasSubstr("Expected a reason of the system"));
  EXPECT_THAT(report({"--component", "3311020137999999"}).err,
              HasSubstr("Expected the id of a component of the survey in force"));
  EXPECT_THAT(report({"--component", "3311020101000001"}).err, HasSubstr("Expected a component of category"));
  const kit::Ran named = report({"--component", kLamp});
  ASSERT_EQ(named.exit, 0) << named.err;
  const std::string name = Json::parse(named.out)["case"];

  const kit::Ran near =
      as(kit::kInspector, {"component", "nearest", "--near", "119.92,28.45", "--category", "100137", "--json"});
  ASSERT_EQ(near.exit, 0) << near.err;
  EXPECT_EQ(LinesOf(near.out).front()["component"], kLamp);

  ASSERT_EQ(as(kit::kAcceptor, {"case", "act", name, "--action", "accept"}).exit, 0);
  ASSERT_EQ(as(kit::kShiftLeader, {"case", "act", name, "--action", "file", "--condition", "100137-1"}).exit, 0);
  const kit::Ran routed = as(kit::kDispatcher, {"case", "act", name, "--action", "dispatch", "--by-rules", "--json"});
  ASSERT_EQ(routed.exit, 0) << routed.err;
  EXPECT_THAT(routed.out, HasSubstr("331102-DL"));
  EXPECT_THAT(as(kit::kShiftLeader, {"case", "show", name}).out,
              AllOf(HasSubstr(std::string(kLamp) + " (components 1), maintained by 331102-DL"),
                    HasSubstr("owned by 331102-SZ")));
  EXPECT_THAT(as(kit::kShiftLeader, {"case", "history", name}).out,
              HasSubstr(std::string("maintains component ") + kLamp));
  EXPECT_EQ(server->Terminate(), 0);
  const kit::Ran verified = kit::Run({"verify", "--state", state});
  EXPECT_EQ(verified.exit, 0) << verified.out << verified.err;
}

}  // namespace
}  // namespace wangge
