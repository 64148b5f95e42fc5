#include "catalog/catalogue_import.h"

#include <cstdlib>
#include <filesystem>
#include <string>

#include "base/file/file.h"
#include "base/limits.h"
#include "base/status/text.h"
#include "catalog/load.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace wangge::catalog {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Pair;
using ::testing::StartsWith;

constexpr char kHeader[] = "c,s,n,f,e,l,who\n";

SheetMap Town() {
  return {
      .id = "town",
      .label = "town",
      .sheets = {{.file = "a.csv", .kind = "event", .category_prefix = "20"}},
      .columns = {.class_code = "c", .subclass_code = "s", .name = "n", .condition = "f", .closing = "e", .limit = "l"},
      .left_out = {"who"},
      .filled_down = {"c", "s", "n"},
      .units = {{.text = "天", .unit = "wd"}, {.text = "急时", .unit = "uh"}},
      .phrases = {},
      .step_separators = {"/"},
      .first_step_words = {"制止"},
      .legal_basis = "local"};
}

struct Imported {
  SheetCounts counts{};
  domain::Catalogue catalogue{};
  std::string csv{};
};

Imported Import(const std::string& rows) {
  const SheetMap map = Town();
  CatalogueImport import(map);
  EXPECT_EQ(import.Add(map.sheets.front(), kHeader + rows, "a.csv"), absl::OkStatus());
  Imported imported{.counts = import.sheets().front()};
  const auto csv = import.Csv();
  EXPECT_TRUE(csv.ok()) << csv.status();
  if (!csv.ok()) return imported;
  imported.csv = *csv;
  auto catalogue = LoadCatalogue(*csv, "out.csv");
  EXPECT_TRUE(catalogue.ok()) << catalogue.status();
  if (catalogue.ok()) imported.catalogue = *std::move(catalogue);
  return imported;
}

std::string Refusal(const std::string& body) {
  const SheetMap map = Town();
  CatalogueImport import(map);
  const absl::Status added = import.Add(map.sheets.front(), body, "a.csv");
  EXPECT_EQ(added.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(import.sheets(), IsEmpty());
  return std::string(ToStd(added.message()));
}

TEST(CatalogueImport, ARowIsAConditionNumberedInItsCategory) {
  const Imported town =
      Import("01,02,垃圾,\"存在,散落\",清理,2天,甲\n01,02,垃圾,大量,清理,1急时,甲\n1,3,渣土,存在,,3天,\n");
  ASSERT_NE(town.catalogue.FindCondition("200102-2"), nullptr);
  EXPECT_EQ(town.catalogue.FindCondition("200102-1")->label.zh, "存在,散落");
  EXPECT_EQ(town.catalogue.FindCondition("200102-2")->limit, domain::ParseLimit("1uh"));
  EXPECT_EQ(town.catalogue.FindCondition("200102-2")->closing.zh, "清理");
  EXPECT_EQ(town.catalogue.FindCategory("200103")->label.zh, "渣土") << "codes are padded";
  EXPECT_EQ(town.counts.rows, 3u);
  EXPECT_EQ(town.counts.categories, 2u);
  EXPECT_THAT(town.counts.by_unit, ElementsAre(Pair("uh", 1u), Pair("wd", 2u)));
}

TEST(CatalogueImport, MergedCellsAreFilledDownAndEmptyRowsAreNone) {
  const Imported town = Import("01,02,垃圾,存在,,2天,甲\n,,,大量,,3天,\n,,,,,,\n\n,,, 成\n堆 ,,5天,\n");
  EXPECT_THAT(town.counts.faults, ElementsAre(HasSubstr("a.csv:6:1: Expected 7 fields"), HasSubstr("a.csv:7:")));
  EXPECT_EQ(town.counts.conditions, 2u);
  EXPECT_EQ(town.catalogue.FindCondition("200102-2")->limit, domain::ParseLimit("3wd"));
}

TEST(CatalogueImport, LineEndsInAValueAreBlanks) {
  const Imported town = Import("01,02,垃圾,\" 成\n堆 \",,5天,\n");
  EXPECT_EQ(town.catalogue.FindCondition("200102-1")->label.zh, "成 堆");
}

TEST(CatalogueImport, TwoStepsStandInOneRowOrInTwo) {
  const Imported town =
      Import("05,01,爆管,漏水,止水,1急时/5天,\n01,22,伐树,正在砍伐,制止,1急时制止,\n01,22,伐树,受损,恢复,3天,\n");
  EXPECT_EQ(town.counts.two_steps, 2u);
  EXPECT_EQ(town.catalogue.FindCondition("200501-1")->secure_limit, domain::ParseLimit("1uh"));
  EXPECT_EQ(town.catalogue.FindCondition("200501-1")->limit, domain::ParseLimit("5wd"));
  EXPECT_EQ(town.catalogue.FindCondition("200122-1")->secure_limit, domain::ParseLimit("1uh"));
  EXPECT_EQ(town.catalogue.FindCondition("200122-1")->limit, domain::ParseLimit("3wd"));
  EXPECT_EQ(town.catalogue.FindCondition("200122-2")->secure_limit, std::nullopt);
  EXPECT_THAT(town.counts.by_unit, ElementsAre(Pair("uh", 2u), Pair("wd", 1u)));
}

TEST(CatalogueImport, AFirstStepWithoutItsLastIsTold) {
  const Imported town = Import("01,22,伐树,正在砍伐,,1急时制止,\n01,22,伐树,受损,,三天,\n01,22,伐树,死亡,,5天,\n");
  EXPECT_THAT(
      town.counts.faults,
      ElementsAre(StartsWith("a.csv:2:6: Expected the limit of the last step in the next row"),
                  StartsWith("a.csv:3:6: Expected a number with a unit of the map (天, 急时), but got \"三天\"")));
  EXPECT_NE(town.catalogue.FindCondition("200122-3"), nullptr) << "a row that is left out keeps its number";
  EXPECT_EQ(town.counts.rows, town.counts.conditions + town.counts.faults.size());
}

TEST(CatalogueImport, WhatIsNotUnderstoodIsToldWithItsPlaceAndText) {
  const Imported town = Import(
      "A1,02,垃圾,存在,,2天,\n01,123,垃圾,存在,,2天,\n01,02,垃圾,,,2天,\n01,02,垃圾,存在,,尽快,\n"
      "01,02,渣土,存在,,2天,\n\"01\"x,02,垃圾,存在,,2天,\n01,02,垃圾,存在,,2天,\n");
  EXPECT_THAT(town.counts.faults,
              ElementsAre(StartsWith("a.csv:2:1: Expected a code of at most 2 digits, but got \"A1\""),
                          StartsWith("a.csv:3:2: Expected a code of at most 2 digits, but got \"123\""),
                          StartsWith("a.csv:4:4: Expected a value, but it is empty"), HasSubstr("but got \"尽快\""),
                          StartsWith("a.csv:6:3: Expected category 200102 as before (event, 垃圾), but got"),
                          StartsWith("a.csv:7:1: Expected a comma")));
  EXPECT_EQ(town.counts.conditions, 1u);
  EXPECT_EQ(town.counts.rows, 7u);
}

TEST(CatalogueImport, ASheetThatIsAnotherIsRefusedWhole) {
  EXPECT_THAT(Refusal("c,s,n,f,e,who\n"), StartsWith("a.csv:1:1: Expected a column \"l\""));
  EXPECT_THAT(Refusal("c,s,n,f,e,l,who,colour\n"), StartsWith("a.csv:1:8: Expected only columns of the map"));
  EXPECT_THAT(Refusal(std::string(kHeader) + "01,02,\xC0\xAC,x,,2天,\n"), StartsWith("a.csv:2:1: Expected UTF-8"));
  EXPECT_THAT(Refusal(""), StartsWith("a.csv:1:1: "));
}

TEST(CatalogueImport, ASheetWithoutRowsGivesNoCatalogue) {
  const SheetMap map = Town();
  CatalogueImport import(map);
  ASSERT_EQ(import.Add(map.sheets.front(), kHeader, "a.csv"), absl::OkStatus());
  EXPECT_FALSE(import.Csv().ok());
}

TEST(CatalogueImport, TakesEveryConditionOfThePublishedSheets) {
  const fs::path source(WANGGE_SOURCE_DIR);
  const char* folder = std::getenv("WANGGE_DATA");
  const fs::path input = (folder ? fs::path(folder) : source / "../shared/data") / "catalogue_yuncheng";
  if (!fs::exists(input)) GTEST_SKIP() << "The sheets are not in " << input << "; WANGGE_DATA names the folder above.";
  const auto map_body =
      ReadFile((source / "config/catalogue/yuncheng.textproto").string(), limits::kConfigBodyBytesMax);
  ASSERT_TRUE(map_body.ok()) << map_body.status();
  const auto map = LoadSheetMap(*map_body, "yuncheng.textproto");
  ASSERT_TRUE(map.ok()) << map.status();
  CatalogueImport import(*map);
  for (const SheetMap::Sheet& sheet : map->sheets) {
    const auto body = ReadFile((input / sheet.file).string(), limits::kConfigBodyBytesMax);
    ASSERT_TRUE(body.ok()) << body.status();
    ASSERT_EQ(import.Add(sheet, *body, sheet.file), absl::OkStatus());
  }
  const SheetCounts& components = import.sheets().at(0);
  EXPECT_THAT(components.faults, IsEmpty());
  EXPECT_EQ(components.conditions, 375u);
  EXPECT_EQ(components.categories, 92u);
  EXPECT_THAT(components.by_unit, ElementsAre(Pair("uh", 20u), Pair("wd", 326u), Pair("wh", 29u)));
  const SheetCounts& events = import.sheets().at(1);
  EXPECT_THAT(events.faults, IsEmpty());
  EXPECT_EQ(events.conditions, 144u);
  EXPECT_EQ(events.categories, 98u);
  EXPECT_THAT(events.by_unit, ElementsAre(Pair("ud", 4u), Pair("uh", 22u), Pair("wd", 86u), Pair("wh", 32u)));
  EXPECT_EQ(components.two_steps + events.two_steps, 1u);

  const auto csv = import.Csv();
  ASSERT_TRUE(csv.ok()) << csv.status();
  const auto catalogue = LoadCatalogue(*csv, "out.csv");
  ASSERT_TRUE(catalogue.ok()) << catalogue.status();
  EXPECT_EQ(catalogue->conditions().size(), 519u);
  EXPECT_EQ(catalogue->categories().size(), 190u);
  const domain::Condition* felled = catalogue->FindCondition("200122-1");
  ASSERT_NE(felled, nullptr);
  EXPECT_EQ(felled->secure_limit, domain::ParseLimit("1uh"));
  EXPECT_EQ(felled->limit, domain::ParseLimit("3wd"));
}

}  // namespace
}  // namespace wangge::catalog
