// A city's sheets at the command line: what is written, what is told, with which exit code.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/kit/files.h"
#include "tests/kit/program.h"

namespace wangge {
namespace {

using kit::ReadText;
using kit::WriteText;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

constexpr int kRefused = 3;

constexpr char kMap[] = R"(id: "town"
sheets { file: "a.csv" kind: "event" category_prefix: "20" }
columns { class_code: "class" subclass_code: "sub" name: "name" condition: "when" closing: "then" limit: "limit" }
left_out: "who"
units { text: "天" unit: "wd" }
units { text: "紧急时" unit: "uh" }
step_separators: "+"
)";
constexpr char kHeader[] = "class,sub,name,when,then,limit,who\n";

class CatalogueImportTest : public ::testing::Test {
 protected:
  kit::Ran Import(std::vector<std::string> more = {}) const {
    std::vector<std::string> arguments{"catalogue", "import", "--input", folder_, "--output", output_};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return kit::Run(arguments);
  }
  void Sheet(const std::string& rows) const { WriteText(folder_ + "/a.csv", kHeader + rows); }

  const std::string folder_ = kit::MakeFolder("sheets");
  const std::string output_ = kit::MakeFolder("out") + "/catalogue.csv";
  const std::string map_ = WriteText(kit::MakeFolder("map") + "/map.textproto", kMap);
};

TEST_F(CatalogueImportTest, ASheetBecomesACatalogueAndTheSummaryCountsIt) {
  Sheet("05,01,爆管,漏水,止水,1紧急时+5天,水务\n99,98,自设,存在,,2天,\n");
  const kit::Ran ran = Import({"--map", map_, "--json"});
  EXPECT_EQ(ran.exit, 0) << ran.err;
  EXPECT_THAT(ran.out, HasSubstr("\"conditions\":2,\"not_understood\":0,\"columns_left_out\":[\"who\"]"));
  EXPECT_THAT(ran.out, HasSubstr("\"two_steps\":1,\"by_unit\":{\"uh\":1,\"wd\":1}"));
  EXPECT_THAT(ReadText(output_),
              HasSubstr("\n200501,event,05,01,爆管,爆管,200501-1,漏水,漏水,1uh/5wd,止水,止水,local\n"));
  EXPECT_THAT(ReadText(output_), HasSubstr("\n209998,event,99,98,"));
}

TEST_F(CatalogueImportTest, ARowThatIsNotUnderstoodIsNamedAndTheOthersAreWritten) {
  Sheet("05,01,爆管,漏水,止水,尽快,水务\n05,01,爆管,塌陷,修复,5天,水务\n");
  const kit::Ran ran = Import({"--map", map_, "--json"});
  EXPECT_EQ(ran.exit, kRefused);
  EXPECT_THAT(ran.err, HasSubstr("a.csv:2:6: Expected a number with a unit of the map (天, 紧急时), but got \"尽快\""));
  EXPECT_THAT(ran.err, HasSubstr("1 of 2 are not"));
  EXPECT_THAT(ran.out, HasSubstr("\"not_understood\":1"));
  EXPECT_THAT(ReadText(output_), HasSubstr("200501-2"));
  EXPECT_THAT(ReadText(output_), Not(HasSubstr("200501-1")));
}

TEST_F(CatalogueImportTest, WhatCannotBeReadLeavesNoFile) {
  WriteText(folder_ + "/a.csv", "class,sub,name,when,then,limit,who,colour\n05,01,爆管,漏水,,5天,,\n");
  const kit::Ran ran = Import({"--map", map_});
  EXPECT_EQ(ran.exit, kRefused);
  EXPECT_THAT(ran.err, HasSubstr("a.csv:1:8: Expected only columns of the map, but \"colour\" is none"));
  EXPECT_EQ(ReadText(output_), "");
}

TEST_F(CatalogueImportTest, ASpreadsheetThatIsNoSheetIsTold) {
  Sheet("05,01,爆管,漏水,止水,5天,水务\n");
  WriteText(folder_ + "/b.csv", "x\n");
  const kit::Ran ran = Import({"--map", map_});
  EXPECT_EQ(ran.exit, 0);
  EXPECT_THAT(ran.err, HasSubstr("b.csv: Expected only sheets of the map, but this is none. It is not read."));
}

TEST_F(CatalogueImportTest, WithoutAMapTheOneThatFitsTheSheetsIsTaken) {
  Sheet("05,01,爆管,漏水,止水,5天,水务\n");
  const kit::Ran none = Import();
  EXPECT_EQ(none.exit, kRefused);
  EXPECT_THAT(none.err, HasSubstr("Name a map with --map. Known are:\n"));

  const std::string header =
      "class_code,class_name,subclass_code,subclass_name,responsible_bodies,supervising_bodies,filing_condition,"
      "closing_condition,limit\n";
  WriteText(folder_ + "/components.csv", header + "01,公用设施,01,井盖,甲,乙,破损,修复,4小时\n");
  WriteText(folder_ + "/events.csv", header + "01,市容环境,01,搭建,甲,乙,在建,制止,2紧急工作日\n");
  const kit::Ran ran = Import();
  EXPECT_EQ(ran.exit, 0) << ran.err;
  EXPECT_THAT(ReadText(output_), StartsWith("category,kind,"));
  EXPECT_THAT(ReadText(output_),
              HasSubstr("\n100101,component,01,01,井盖,井盖,100101-1,破损,破损,4wh,修复,修复,local\n"));
  EXPECT_THAT(ReadText(output_), HasSubstr(",2ud,"));
}

TEST_F(CatalogueImportTest, TheInputIsNeverOverwritten) {
  Sheet("05,01,爆管,漏水,止水,5天,水务\n");
  const std::string sheet = folder_ + "/a.csv";
  const std::string before = ReadText(sheet);
  const kit::Ran ran = kit::Run({"catalogue", "import", "--input", sheet, "--output", sheet, "--map", map_});
  EXPECT_EQ(ran.exit, kRefused);
  EXPECT_EQ(ReadText(sheet), before);
}

}  // namespace
}  // namespace wangge
