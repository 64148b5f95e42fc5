// Wrong exports and maps: what is said, and that no state is left behind that does not hold a city.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <string>

#include "tests/kit/files.h"
#include "tests/kit/program.h"

namespace wangge {
namespace {

using kit::kOneCell;
using kit::ReadText;
using kit::WriteText;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr int kRefused = 3;

class ReplayInputTest : public ::testing::Test {
 protected:
  static constexpr char kMap[] = R"(id: "small"
label: "A city of one cell"
time_zone: "UTC"
time_formats: "%Y-%m-%d %H:%M:%S"
columns { id: "id" opened: "opened" closed: "closed" category: "type" longitude: "lon" latitude: "lat" }
layers { name: "cells" file: "cells.geojson" key: "code" }
primary_layer: "cells"
)";

  kit::Ran Replay(const std::string& csv, const std::string& rejects) {
    return kit::Run({"replay", "--map", WriteText(folder_ + "/map.textproto", kMap), "--input",
                     WriteText(folder_ + "/export.csv", csv), "--layer",
                     "cells=" + WriteText(folder_ + "/one.geojson", kOneCell), "--state", folder_ + "/state",
                     "--rejects", rejects, "--json"});
  }
  kit::Ran Replay(const std::string& csv) { return Replay(csv, folder_ + "/rejects.csv"); }
  bool IsMade(const std::string& name) const { return std::filesystem::exists(folder_ + "/" + name); }
  const std::string folder_ = kit::MakeFolder("files");
};

TEST_F(ReplayInputTest, AMarkAtTheStartCarriageReturnsAndQuotesAreCsv) {
  const kit::Ran ran = Replay(
      "\xef\xbb\xbfid,opened,closed,type,lon,lat\r\n"
      "\"1\",2024-01-01 00:00:00,2024-01-02 00:00:00,\"Tree, fallen\",1.5,1.5\r\n"
      "2,2024-01-01 00:00:01,,\"A \"\"sign\"\"\nwith two lines\",1.5,1.5\r\n");
  EXPECT_EQ(ran.exit, 0) << ran.err;
  EXPECT_EQ(kit::Run({"verify", "--state", folder_ + "/state"}).exit, 0);
  EXPECT_THAT(ran.out, HasSubstr("\"reports\":2")) << ran.out;
}

TEST_F(ReplayInputTest, AMissingColumnIsNamedBeforeAnythingIsMade) {
  const kit::Ran ran = Replay("id,opened,type,lon,lat\n1,2024-01-01 00:00:00,Tree,1.5,1.5\n");
  EXPECT_EQ(ran.exit, kRefused);
  EXPECT_THAT(ran.err, HasSubstr("closed"));
  EXPECT_FALSE(IsMade("state"));
}

TEST_F(ReplayInputTest, AWrongRowIsListedWithItsLineAndTheOthersAreTaken) {
  const kit::Ran ran =
      Replay("id,opened,closed,type,lon,lat\n1,yesterday,,Tree,1.5,1.5\n2,2024-01-01 00:00:00,,Tree,1.5,1.5\n");
  EXPECT_EQ(ran.exit, 0) << ran.err;
  EXPECT_THAT(ran.out, HasSubstr("\"reports\":1")) << ran.out;
  EXPECT_THAT(ReadText(folder_ + "/rejects.csv"), HasSubstr("yesterday"));
}

TEST_F(ReplayInputTest, AnExportOfWhichNoRowCanBeTakenMakesNoState) {
  const kit::Ran ran =
      Replay("id,opened,closed,type,lon,lat\n1,yesterday,,Tree,1.5,1.5\n2,today,,Tree,1.5,1.5\n,,,,,\n");
  EXPECT_EQ(ran.exit, kRefused);
  EXPECT_THAT(ran.err, HasSubstr("Expected at least one row that can be taken, but all 3 were rejected (BAD_TIME 2, "
                                 "MISSING_ID 1); see " +
                                 folder_ + "/rejects.csv"));
  EXPECT_THAT(ReadText(folder_ + "/rejects.csv"), HasSubstr("today"));
  EXPECT_FALSE(IsMade("state"));
}

TEST_F(ReplayInputTest, AQuoteThatDoesNotCloseInTheOnlyRowMakesNoState) {
  const kit::Ran ran = Replay("id,opened,closed,type,lon,lat\n1,2024-01-01 00:00:00,,\"Tree,1.5,1.5\n");
  EXPECT_EQ(ran.exit, kRefused);
  EXPECT_THAT(ran.err, HasSubstr("all 1 were rejected (ROW_SHAPE 1)"));
  EXPECT_THAT(ReadText(folder_ + "/rejects.csv"), HasSubstr("closing quote"));
  EXPECT_FALSE(IsMade("state"));
}

TEST_F(ReplayInputTest, AHeaderAloneMakesNoState) {
  const kit::Ran ran = Replay("id,opened,closed,type,lon,lat\n");
  EXPECT_EQ(ran.exit, kRefused);
  EXPECT_THAT(ran.err, HasSubstr("export.csv has none below its header"));
  EXPECT_FALSE(IsMade("state"));
}

TEST_F(ReplayInputTest, RejectsThatCannotBeWrittenAreToldBeforeAnythingIsMade) {
  const kit::Ran ran =
      Replay("id,opened,closed,type,lon,lat\n1,2024-01-01 00:00:00,,Tree,1.5,1.5\n", folder_ + "/absent/rejects.csv");
  EXPECT_NE(ran.exit, 0);
  EXPECT_THAT(ran.err, HasSubstr("absent"));
  EXPECT_FALSE(IsMade("state"));
}

TEST_F(ReplayInputTest, AStrayQuoteCostsOneRowAndIsListedAlone) {
  const kit::Ran ran = Replay(
      "id,opened,closed,type,lon,lat\n"
      "1,2024-01-01 00:00:00,,\"Tree,1.5,1.5\n"
      "2,2024-01-01 00:00:01,,Tree,1.5,1.5\n"
      "3,2024-01-01 00:00:02,,\"Tree\",1.5,1.5\n");
  EXPECT_EQ(ran.exit, 0) << ran.err;
  EXPECT_THAT(ran.out, HasSubstr("\"rows\":3,\"rejected\":{\"ROW_SHAPE\":1},\"reports\":2,"));
  const std::string rejects = ReadText(folder_ + "/rejects.csv");
  EXPECT_THAT(rejects, HasSubstr("\n2,,ROW_SHAPE,"));
  EXPECT_EQ(std::ranges::count(rejects, '\n'), 2) << rejects;
}

TEST_F(ReplayInputTest, DatesInFiguresAreDaysOfTheMapsZone) {
  const kit::Ran ran =
      kit::Run({"replay", "--map",
                WriteText(folder_ + "/map.textproto",
                          "id: \"small\" time_zone: \"America/New_York\" time_formats: \"%Y-%m-%d %H:%M\" "
                          "columns { id: \"id\" opened: \"opened\" }"),
                "--input", WriteText(folder_ + "/export.csv", "id,opened\n1,2024-01-01 20:00\n2,2024-07-01 20:00\n"),
                "--state", folder_ + "/state"});
  ASSERT_EQ(ran.exit, 0) << ran.err;
  const auto from = [&](const std::string& date) {
    return kit::Run({"stats", "resolution-time", "--json", "--state", folder_ + "/state", "--from", date}).out;
  };
  EXPECT_THAT(from("2024-01-01"), HasSubstr("\"count\":2"));
  EXPECT_THAT(from("2024-01-02"), HasSubstr("\"count\":1")) << "it was 01:00 of that day in UTC";
  EXPECT_THAT(from("2024-07-01"), HasSubstr("\"count\":1"));
  EXPECT_THAT(from("2024-07-02"), Not(HasSubstr("\"count\":1")));
}

TEST_F(ReplayInputTest, AMapWithoutLayersGivesCasesWithoutAnArea) {
  const kit::Ran ran = kit::Run(
      {"replay", "--map",
       WriteText(
           folder_ + "/map.textproto",
           "id: \"small\" time_zone: \"UTC\" time_formats: \"%Y-%m-%d\" columns { id: \"id\" opened: \"opened\" }"),
       "--input", WriteText(folder_ + "/export.csv", "id,opened\n1,2024-01-01\n"), "--state", folder_ + "/new/state",
       "--json"});
  EXPECT_EQ(ran.exit, 0) << ran.err;
  EXPECT_THAT(ran.out, HasSubstr("\"reports\":1"));
  const kit::Ran verified = kit::Run({"verify", "--state", folder_ + "/new/state"});
  EXPECT_EQ(verified.exit, 0) << verified.err;
  EXPECT_TRUE(IsMade("new/state.rejects.csv"));
}

}  // namespace
}  // namespace wangge
