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
#include "tests/kit/health.h"
#include "tests/kit/posts.h"
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
  // As `layer import`: both are names of one command.
  kit::Ran OnServer(const std::string& name, const std::string& address, std::vector<std::string> more) const {
    std::vector<std::string> arguments{"layer",   name,    grids_,     "--name", "unit_grid", "--key",          "code",
                                       "--datum", "wgs84", "--server", address,  "--keys",    folder_ + "/keys"};
    arguments.insert(arguments.end(), {"--actor", kit::kAdministrator.actor, "--role", kit::kAdministrator.role,
                                       "--organisation", kit::kAdministrator.organisation, "--area", "*"});
    arguments.insert(arguments.end(), more.begin(), more.end());
    return kit::Run(arguments);
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

TEST_F(LayerActivateTest, AServerForetellsWhatTheFilesOfItsStateForetellAndThenMovesThem) {
  const std::vector<Json> offline = Foretold();
  const Json summary = offline.back();
  const std::string counts = "of " + summary["open_cases"].dump() + " open cases " + summary["moved"].dump() +
                             " would move, 0 would be in no cell, 0 would be in several";
  const auto server = kit::Serve(folder_, {"--state", state_, "--keys", folder_ + "/keys", "--clock", "manual"});
  ASSERT_NE(server, nullptr);
  ASSERT_TRUE(kit::AwaitServing(server->address()).ok());
  const std::string first = offline.front()["case"];
  for (int asked = 0; asked < 2; ++asked) {
    const kit::Ran foretold = OnServer("activate", server->address(), {"--dry-run"});
    ASSERT_EQ(foretold.exit, 0) << foretold.err;
    EXPECT_THAT(foretold.out, HasSubstr(first + ": moves from "));
    EXPECT_THAT(foretold.out, HasSubstr(counts)) << "nothing was changed";
  }
  const kit::Ran applied = OnServer("import", server->address(), {"--json"});
  ASSERT_EQ(applied.exit, 0) << applied.err;
  EXPECT_EQ(Json::parse(applied.out)["version"], 2);
  EXPECT_THAT(OnServer("activate", server->address(), {"--dry-run"}).out, HasSubstr(" open cases 0 would move"));
  EXPECT_EQ(server->Terminate(), 0);
}

TEST_F(LayerActivateTest, BothNamesOfTheCommandRefuseByTheSameRules) {
  const std::string rules = kSource + "config/layers/rules.textproto";
  for (const char* name : {"import", "activate"}) {
    const kit::Ran ran = kit::Run({"layer", name, grids_, "--name", "unit_grid", "--key", "code", "--datum", "wgs84",
                                   "--state", state_, "--rules", rules, "--dry-run"});
    EXPECT_EQ(ran.exit, 3) << name << ran.out;
    EXPECT_THAT(ran.err, HasSubstr("331102999999999")) << "far too large for a unit grid";
  }
}

}  // namespace
}  // namespace wangge
