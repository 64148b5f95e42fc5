// A changed layer at the command line: which open cases it would place elsewhere, and where they are afterwards. On one
// simulated day of the demo city.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <vector>

#include "tests/kit/files.h"
#include "tests/kit/program.h"

namespace wangge {
namespace {

using ::testing::HasSubstr;
using Json = nlohmann::ordered_json;

const std::string kSource = std::string(WANGGE_SOURCE_DIR) + "/";

std::vector<Json> LinesOf(const std::string& text) {
  std::vector<Json> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(Json::parse(line));
  return lines;
}

class LayerActivateTest : public ::testing::Test {
 protected:
  void SetUp() override {
    const kit::Ran ran = kit::Run({"simulate", "--city", kSource + "config/demo/lishui", "--state", state_, "--days",
                                   "1", "--rate", "200", "--seed", "7", "--start", "2026-03-02"});
    ASSERT_EQ(ran.exit, 0) << ran.err;
  }
  std::vector<std::string> Activate(std::vector<std::string> more) const {
    std::vector<std::string> arguments{"layer", "activate", grids_,  "--name",  "unit_grid", "--key",
                                       "code",  "--datum",  "wgs84", "--state", state_,      "--json"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return arguments;
  }
  std::vector<Json> Foretold() const {
    const kit::Ran ran = kit::Run(Activate({"--dry-run"}));
    EXPECT_EQ(ran.exit, 0) << ran.err;
    return LinesOf(ran.out);
  }

  const std::string folder_ = kit::MakeFolder("files");
  const std::string state_ = folder_ + "/state";
  // One cell over the whole city, in place of sixteen thousand.
  const std::string grids_ = kit::WriteText(
      folder_ + "/grids.geojson",
      R"({"type":"FeatureCollection","features":[{"type":"Feature","properties":{"code":"331102999999999"},)"
      R"("geometry":{"type":"Polygon","coordinates":[[[118.5,27.3],[121,27.3],[121,29],[118.5,29],[118.5,27.3]]]}}]})");
};

TEST_F(LayerActivateTest, OpenCasesAreForetoldThenPlacedAgainAtTheNextStartAndAllStaysVerified) {
  const std::vector<Json> foretold = Foretold();
  ASSERT_GT(foretold.size(), 1u);
  const Json summary = foretold.back();
  EXPECT_EQ(summary["moved"].get<std::size_t>(), foretold.size() - 1);
  EXPECT_EQ(summary["orphaned"], 0);
  EXPECT_EQ(foretold.front()["after"], "331102999999999");
  EXPECT_EQ(Foretold(), foretold) << "nothing was changed";

  const kit::Ran applied = kit::Run(Activate({}));
  ASSERT_EQ(applied.exit, 0) << applied.err;
  EXPECT_EQ(Json::parse(applied.out)["version"], 2);
  EXPECT_THAT(applied.err, HasSubstr("when the state is next served"));
  for (int starts = 0; Foretold().size() > 1 && starts < 20; ++starts) {
    const auto server = kit::Serve(folder_, {"--state", state_, "--keys", folder_ + "/keys", "--clock", "manual"});
    ASSERT_NE(server, nullptr);
    EXPECT_EQ(server->Terminate(), 0);
  }
  EXPECT_EQ(Foretold().size(), 1u) << "every open case lies in the new cell";
  const kit::Ran verified = kit::Run({"verify", "--state", state_});
  EXPECT_EQ(verified.exit, 0) << verified.out << verified.err;
}

}  // namespace
}  // namespace wangge
