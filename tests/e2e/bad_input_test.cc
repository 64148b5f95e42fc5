// Wrong input at the command line: what is said, with which exit code, and that nothing has changed.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <vector>

#include "base/limits.h"
#include "tests/kit/files.h"
#include "tests/kit/health.h"
#include "tests/kit/posts.h"
#include "tests/kit/program.h"

namespace wangge {
namespace {

using kit::kOneCell;
using kit::ReadText;
using kit::WriteText;
using ::testing::ContainsRegex;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr int kUsage = 2;
constexpr int kRefused = 3;
constexpr int kFailure = 4;

class LocateInputTest : public ::testing::Test {
 protected:
  kit::Ran Locate(const std::string& input) const {
    return kit::Run({"locate", "--layer-file", layer_, "--key", "code"}, input);
  }
  const std::string layer_ = WriteText(kit::MakeFolder("files") + "/one.geojson", kOneCell);
};

TEST_F(LocateInputTest, AMarkAtTheStartCarriageReturnsAndQuotesAreCsv) {
  const kit::Ran ran = Locate("\xef\xbb\xbfid,lon,lat\r\n\"p,1\",\"1.5\",1.5\r\n\"p\"\"2\",1.5,1.5\r\n");
  EXPECT_EQ(ran.exit, 0) << ran.err;
  EXPECT_THAT(ran.out, HasSubstr("\n\"p,1\",a,"));
  EXPECT_THAT(ran.out, HasSubstr("\n\"p\"\"2\",a,"));
}

TEST_F(LocateInputTest, ALineThatIsNoPointIsNamedAndTheOthersAreAnswered) {
  const kit::Ran ran = Locate("id,lon,lat\np1,nan,1\np2,181,1\np3,1.5,-91\np4,,1\np5,1e999,1\np6,1.5,1.5\n");
  EXPECT_EQ(ran.exit, kRefused);
  for (const char* line : {"line 2: ", "line 3: ", "line 4: ", "line 5: ", "line 6: "}) {
    EXPECT_THAT(ran.err, HasSubstr(line));
  }
  EXPECT_THAT(ran.err, HasSubstr("but 5 of 6 are not"));
  EXPECT_THAT(ran.out, HasSubstr("\np6,a,"));
}

TEST_F(LocateInputTest, AMissingColumnIsNamed) {
  const kit::Ran ran = Locate("id,lon\np1,1.5\n");
  EXPECT_EQ(ran.exit, kRefused);
  EXPECT_THAT(ran.err, HasSubstr("lat is missing"));
}

TEST_F(LocateInputTest, AQuoteThatDoesNotCloseIsNamedWithItsLine) {
  const kit::Ran ran = Locate("id,lon,lat\n\"p1,1.5,1.5\n");
  EXPECT_EQ(ran.exit, kRefused);
  EXPECT_THAT(ran.err, HasSubstr("stdin:2:1: Expected a closing quote"));
}

TEST(CalendarInput, ALineThatIsTooLongIsAnErrorAndTheRunGoesOn) {
  const std::string question = "cn 2026-02-13T17:00:00+08:00 4wh";
  const std::string folder = std::string(WANGGE_SOURCE_DIR) + "/config/calendars";
  const std::string input = question + "\n" + std::string(3 * limits::kCsvLineBytesMax, 'x') + "\n" + question + "\n";
  const kit::Ran ran = kit::Run({"calendar", "due", "--calendars", folder}, input);
  EXPECT_EQ(ran.exit, 0) << ran.err;
  EXPECT_EQ(ran.out, "2026-02-14T11:00:00+08:00\nerror LINE_TOO_LONG\n2026-02-14T11:00:00+08:00\n");
}

class CommandLineTest : public ::testing::TestWithParam<std::vector<std::string>> {};

TEST_P(CommandLineTest, WrongUsageExitsWithTwo) {
  const kit::Ran ran = kit::Run(GetParam());
  EXPECT_EQ(ran.exit, kUsage) << ran.err;
  EXPECT_NE(ran.err, "");
  EXPECT_EQ(ran.out, "");
}

INSTANTIATE_TEST_SUITE_P(
    Usage, CommandLineTest,
    ::testing::Values(
        std::vector<std::string>{}, std::vector<std::string>{"nonsense"}, std::vector<std::string>{"verify"},
        std::vector<std::string>{"verify", "--nonsense"}, std::vector<std::string>{"replay"},
        std::vector<std::string>{"locate"}, std::vector<std::string>{"report", "--lon", "east"},
        std::vector<std::string>{"serve", "--clock", "sundial"},
        std::vector<std::string>{"serve", "--services", "nonsense", "--state", "x"},
        std::vector<std::string>{"serve", "--listen", "nowhere", "--state", "x"},
        std::vector<std::string>{"serve", "--state", "x", "--tracks-kept", "0"},
        std::vector<std::string>{"serve", "--state", "x", "--tracks-kept", std::to_string(limits::kTrackDaysMax + 1)},
        std::vector<std::string>{"patrol"}, std::vector<std::string>{"patrol", "send"},
        std::vector<std::string>{"case", "list", "--server", "nowhere", "--token", "x"},
        std::vector<std::string>{"case", "list", "--server", "127.0.0.1:1", "--keys", "x", "--role", "y"},
        std::vector<std::string>{"report", "--server", "127.0.0.1:1", "--token", "x", "--category", "y", "--source",
                                 "z", "--lon", "1"},
        std::vector<std::string>{"clock", "advance", "--server", "127.0.0.1:1", "--to", "tomorrow"},
        std::vector<std::string>{"simulate", "--days", "0"}, std::vector<std::string>{"simulate", "--rate", "0"},
        std::vector<std::string>{"stats", "resolution-time", "--state", "x", "--group-by", "colour"},
        std::vector<std::string>{"stats", "resolution-time", "--state", "x", "--basis", "colour"}));

TEST(CommandLine, AWordThatIsNoCommandIsAnsweredWithTheNearestAndAll) {
  const kit::Ran ran = kit::Run({"stat"});
  EXPECT_THAT(ran.err, HasSubstr("Expected a command behind `wangge`, but got \"stat\". Did you mean \"stats\"?"));
  EXPECT_THAT(ran.err, HasSubstr("Commands: "));
}

TEST(CommandLine, AnOptionThatIsNoneIsAnsweredWithTheNearest) {
  const kit::Ran ran = kit::Run({"verify", "--stat", "x"});
  EXPECT_THAT(ran.err, HasSubstr("but got \"--stat\". Did you mean \"--state\"? See `wangge verify --help`."));
}

TEST(CommandLine, HelpAndVersionAreAnswers) {
  for (const std::vector<std::string>& arguments :
       {std::vector<std::string>{"help"}, {"--help"}, {"--version"}, {"version"}, {"help", "case", "list"}}) {
    const kit::Ran ran = kit::Run(arguments);
    EXPECT_EQ(ran.exit, 0) << ran.err;
    EXPECT_NE(ran.out, "");
    EXPECT_EQ(ran.err, "");
  }
}

TEST(ServeInputTest, APartOfTheStateNodeIsRefused) {
  const kit::Ran ran = kit::Run({"serve", "--services", "dispatch", "--state", kit::MakeFolder("state")});
  EXPECT_EQ(ran.exit, kRefused);
  EXPECT_THAT(ran.err, HasSubstr("--services ledger,dispatch,resolution"));
}

TEST(ServeInputTest, AnAddressForOthersWithoutTlsIsRefused) {
  const kit::Ran ran = kit::Run({"serve", "--listen", "0.0.0.0:0", "--state", kit::MakeFolder("state")});
  EXPECT_EQ(ran.exit, kRefused);
  EXPECT_THAT(ran.err, HasSubstr("--tls-cert"));
}

TEST(ServeInputTest, ATakenPortIsAFailureAndNoCrash) {
  const std::string folder = kit::MakeFolder("first");
  const auto server = kit::Serve(folder, {"--state", folder + "/state", "--keys", folder + "/keys"});
  ASSERT_NE(server, nullptr);
  const std::string other = kit::MakeFolder("second");
  for (int i = 0; i < 5; ++i) {
    const kit::Ran ran =
        kit::Run({"serve", "--state", other + "/state", "--keys", other + "/keys", "--listen", server->address()});
    EXPECT_EQ(ran.exit, kFailure) << ran.err;
    EXPECT_THAT(ran.err, HasSubstr("Expected to listen on " + server->address()));
    EXPECT_THAT(ran.err, Not(HasSubstr("chttp2"))) << "lines of the transport";
  }
}

TEST(ServerInputTest, ARefusedConnectionAndAServiceThatIsNotServedAreNamed) {
  const std::string folder = kit::MakeFolder("node");
  auto server = kit::Serve(
      folder, {"--services", "ledger,dispatch,resolution", "--state", folder + "/state", "--keys", folder + "/keys"});
  ASSERT_NE(server, nullptr);
  const auto list = [&] {
    return kit::Run({"layer", "list", "--server", server->address(), "--keys", folder + "/keys", "--actor", "a",
                     "--role", "administrator"});
  };
  const kit::Ran unserved = list();
  EXPECT_EQ(unserved.exit, kFailure);
  EXPECT_THAT(unserved.err, HasSubstr("Expected a server with the service wangge.grid.v1.GridService, but"));
  server->Terminate();
  const kit::Ran refused = list();
  EXPECT_EQ(refused.exit, kFailure);
  EXPECT_THAT(refused.err, HasSubstr("Expected a server at " + server->address() +
                                     ", but the connection was refused. Start it with wangge serve."));
  EXPECT_THAT(refused.err, Not(HasSubstr("chttp2")));
}

// A state with the demo city in force.
class ConfiguredTest : public ::testing::Test {
 protected:
  void SetUp() override {
    const kit::Ran applied = kit::Run({"config", "apply", kit::DemoCity(), "--state", state_});
    ASSERT_EQ(applied.exit, 0) << applied.err;
  }
  // Of everything in the state.
  std::string Digest() {
    const kit::Ran ran = kit::Run({"verify", "--state", state_, "--json"});
    EXPECT_EQ(ran.exit, 0) << ran.err;
    return ran.out;
  }
  kit::Ran Import(const std::string& geojson) {
    return kit::Run({"layer", "import", WriteText(folder_ + "/layer.geojson", geojson), "--state", state_, "--name",
                     "unit_grid", "--key", "code", "--datum", "wgs84"});
  }
  const std::string folder_ = kit::MakeFolder("files");
  const std::string state_ = folder_ + "/state";
};

TEST_F(ConfiguredTest, AnUnknownFieldIsNamedWithItsPlaceAndNothingChanges) {
  const std::string before = Digest();
  const std::string city = folder_ + "/config/demo/lishui/city.textproto";
  std::filesystem::copy(std::string(WANGGE_SOURCE_DIR) + "/config", folder_ + "/config",
                        std::filesystem::copy_options::recursive);
  const std::string roles = folder_ + "/config/roles.textproto";
  const std::string text = ReadText(roles);
  WriteText(roles, "# a comment\n  colour: \"red\"\n" + text);
  const kit::Ran ran = kit::Run({"config", "apply", city, "--state", state_});
  EXPECT_EQ(ran.exit, kRefused);
  EXPECT_THAT(ran.err, ContainsRegex("roles\\.textproto:2:[0-9]+: "));
  EXPECT_THAT(ran.err, HasSubstr("colour"));
  EXPECT_EQ(Digest(), before);
}

TEST_F(ConfiguredTest, AReleasedFileThatWasChangedIsNamedAndNothingChanges) {
  const std::string before = Digest();
  std::filesystem::copy(std::string(WANGGE_SOURCE_DIR) + "/config", folder_ + "/config",
                        std::filesystem::copy_options::recursive);
  const std::string procedure = folder_ + "/config/systems/urban/procedure-2026.textproto";
  WriteText(procedure, ReadText(procedure) + "# a comment\n");
  const kit::Ran ran = kit::Run({"config", "apply", folder_ + "/config/demo/lishui/city.textproto", "--state", state_});
  EXPECT_EQ(ran.exit, kRefused);
  EXPECT_THAT(ran.err, HasSubstr("Expected the released file "));
  EXPECT_THAT(ran.err, HasSubstr("procedure-2026.textproto"));
  EXPECT_EQ(Digest(), before);
}

TEST_F(ConfiguredTest, ALayerThatIsCutOffIsRefusedAndNothingChanges) {
  const std::string before = Digest();
  const std::string whole = kOneCell;
  for (const std::size_t bytes : {std::size_t{0}, std::size_t{1}, whole.size() / 2, whole.size() - 1}) {
    const kit::Ran ran = Import(whole.substr(0, bytes));
    EXPECT_EQ(ran.exit, kRefused) << bytes << " bytes of " << whole.size() << " " << ran.err;
    EXPECT_THAT(ran.err, HasSubstr("layer.geojson"));
  }
  EXPECT_EQ(Digest(), before);
}

TEST_F(ConfiguredTest, ACutGzipFileIsBadInput) {
  const std::string packed = ReadText(std::string(WANGGE_SOURCE_DIR) + "/config/demo/lishui/counties.geojson.gz");
  const kit::Ran ran = Import(packed.substr(0, packed.size() / 2));
  EXPECT_EQ(ran.exit, kRefused) << ran.err;
  EXPECT_THAT(ran.err, HasSubstr("complete gzip content"));
}

TEST_F(ConfiguredTest, ALayerWithAWrongKeyIsToldWithBothPlacesAndNothingChanges) {
  const std::string before = Digest();
  std::filesystem::copy(std::string(WANGGE_SOURCE_DIR) + "/config", folder_ + "/config",
                        std::filesystem::copy_options::recursive);
  const std::string city = folder_ + "/config/demo/lishui/city.textproto";
  std::string text = ReadText(city);
  const std::size_t key = text.find("key: \"code\"");
  ASSERT_NE(key, std::string::npos);
  WriteText(city, text.replace(key, 11, "key: \"kode\""));
  const kit::Ran ran = kit::Run({"config", "apply", city, "--state", state_});
  EXPECT_EQ(ran.exit, kRefused);
  EXPECT_THAT(ran.err, ContainsRegex("city\\.textproto:[0-9]+:[0-9]+: .*geojson\\.gz:[0-9]+:[0-9]+: feature 0"));
  EXPECT_THAT(ran.err, HasSubstr("kode"));
  EXPECT_EQ(Digest(), before);
}

TEST_F(ConfiguredTest, ALayerInMetresIsRefused) {
  const kit::Ran ran = Import(R"({"type":"FeatureCollection","features":[{"type":"Feature","properties":{"code":"a"},
"geometry":{"type":"Polygon","coordinates":[[[500000,3100000],[500100,3100000],[500100,3100100],[500000,3100000]]]}
}]})");
  EXPECT_EQ(ran.exit, kRefused);
  EXPECT_THAT(ran.err, HasSubstr("degrees"));
}

TEST_F(ConfiguredTest, AServerRefusesWrongReportsAndLayersAndGoesOn) {
  const std::string keys = folder_ + "/keys";
  const auto server = kit::Serve(folder_, {"--state", state_, "--keys", keys, "--log-level", "warning"});
  ASSERT_NE(server, nullptr);
  ASSERT_TRUE(kit::AwaitServing(server->address()).ok());
  const std::vector<std::string> speaker{
      "--server", server->address(), "--keys",         keys,       "--actor", "inspector-331102-01",
      "--role",   "inspector",       "--organisation", "331102-JD"};
  const auto submit = [&](std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), {"report", "--source", "inspector", "--area", "331102"});
    arguments.insert(arguments.end(), speaker.begin(), speaker.end());
    return kit::Run(arguments);
  };
  struct Wrong {
    std::vector<std::string> arguments;
    std::string told;
  };
  const std::vector<Wrong> wrongs{{{"--category", "999999", "--lon", "119.92", "--lat", "28.45"}, "999999"},
                                  {{"--category", "100101", "--lon", "181", "--lat", "28.45"}, "longitude"},
                                  {{"--category", "100101", "--lon", "119.92", "--lat", "-90.5"}, "latitude"},
                                  {{"--category", "100101", "--lon", "nan", "--lat", "28.45"}, "longitude"},
                                  {{"--category", "100101", "--lon", "119.92", "--lat", "inf"}, "latitude"}};
  for (const Wrong& wrong : wrongs) {
    const kit::Ran ran = submit(wrong.arguments);
    EXPECT_EQ(ran.exit, kRefused) << wrong.told << " " << ran.out << ran.err;
    EXPECT_THAT(ran.err, HasSubstr(wrong.told));
  }
  std::vector<std::string> locate{"locate", "--layer", "nonsense"};
  locate.insert(locate.end(), speaker.begin(), speaker.end());
  const kit::Ran located = kit::Run(locate, "id,lon,lat\np1,119.92,28.45\n");
  EXPECT_EQ(located.exit, kRefused);
  EXPECT_THAT(located.err, HasSubstr("nonsense"));

  const kit::Ran right = submit({"--category", "100101", "--lon", "119.92", "--lat", "28.45"});
  EXPECT_EQ(right.exit, 0) << right.err;
}

}  // namespace
}  // namespace wangge
