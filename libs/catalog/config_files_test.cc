#include "catalog/config_files.h"

#include <filesystem>
#include <fstream>

#include "base/status/text.h"
#include "catalog/layer_body.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace wangge::catalog {
namespace {

using domain::EditionKind;
using ::testing::HasSubstr;

const std::string kCity = R"(id: "town" label { zh: "城" en: "Town" }
editions { kind: EDITION_KIND_ROLES name: "r" file: "r.textproto" }
editions { kind: EDITION_KIND_SYSTEM name: "s" file: "s.textproto" }
editions { kind: EDITION_KIND_PROCEDURE name: "p" file: "p.textproto" }
editions { kind: EDITION_KIND_CATALOGUE name: "c" file: "c.csv" }
editions { kind: EDITION_KIND_RESPONSIBILITIES name: "d" file: "d.csv" }
editions { kind: EDITION_KIND_ORGANISATIONS name: "o" file: "o.csv" }
layers { name: "grid" file: "grid.geojson" key: "code" datum: "wgs84" }
)";

class ConfigFiles : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = std::filesystem::path(::testing::TempDir()) /
              ("config_files." + std::string(::testing::UnitTest::GetInstance()->current_test_info()->name()));
    std::filesystem::create_directories(folder_);
    Write("city.textproto", kCity);
    Write("r.textproto",
          R"(roles { id: "clerk" label { zh: "职员" en: "Clerk" } scope: SCOPE_AREA administers: true })");
    Write("p.textproto", R"(id: "p" label { zh: "流程" en: "Procedure" }
report { roles: "clerk" stage: "open" starts: "work" } disposal_clock: "work"
clocks { id: "work" label { zh: "时限" en: "Work" } limit: "2uh" }
stages { id: "open" label { zh: "待办" en: "Open" } }
stages { id: "done" label { zh: "办结" en: "Done" } outcome: OUTCOME_CLOSED }
actions { id: "finish" label { zh: "办结" en: "Finish" } desk: DESK_RESOLUTION from: "open" to: "done"
  roles: "clerk" guards: GUARD_ACTOR_IS_NOT_HANDLER stops: "work" }
)");
    Write("s.textproto", R"(id: "s" label { zh: "系统" en: "System" }
procedure: "p"
catalogue: "c"
layers: "grid"
area_root: "*" utc_offset_minutes: 0 sources { id: "phone" label { zh: "电话" en: "Phone" } })");
    Write("c.csv",
          "category,kind,class,subclass,name,name_en,condition,condition_name,condition_name_en,limit,closing,"
          "closing_en\n01,event,01,01,垃圾,Rubbish,01-1,存在,present,1nd,,\n");
    Write("o.csv", "code,name,name_en,kind,parent,areas\nu,单位,Unit,unit,,\nx,中心,Centre,centre,,\n");
    Write("d.csv", "category_prefix,area_prefix,unit\n,,u\n");
    Write("grid.geojson", "{\"type\":\"FeatureCollection\",\"features\":[]}");
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  void Write(const std::string& name, const std::string& text) { std::ofstream(folder_ / name) << text; }
  void Change(const std::string& name, const std::string& from, const std::string& to) {
    std::ifstream in(folder_ / name);
    std::string text((std::istreambuf_iterator<char>(in)), {});
    ASSERT_NE(text.find(from), std::string::npos);
    Write(name, text.replace(text.find(from), from.size(), to));
  }
  absl::StatusOr<std::vector<ConfigEdition>> Read() const { return ReadConfigFiles(Path("city.textproto")); }
  std::string Path(const std::string& name) const { return (folder_ / name).string(); }
  std::string Fault() const {
    const auto read = Read();
    EXPECT_EQ(read.status().code(), absl::StatusCode::kInvalidArgument) << read.status();
    return std::string(ToStd(read.status().message()));
  }

  std::filesystem::path folder_;
};

TEST_F(ConfigFiles, NothingComesBeforeWhatItRefersToAndTheRolesComeLast) {
  const auto editions = Read();
  ASSERT_TRUE(editions.ok()) << editions.status();
  std::vector<EditionKind> kinds;
  for (const ConfigEdition& edition : *editions) kinds.push_back(edition.kind);
  EXPECT_EQ(kinds, (std::vector<EditionKind>{EditionKind::kLayer, EditionKind::kOrganisations,
                                             EditionKind::kResponsibilities, EditionKind::kCatalogue,
                                             EditionKind::kProcedure, EditionKind::kSystem, EditionKind::kRoles}));
}

TEST_F(ConfigFiles, ALayerBringsItsKeyAndDatum) {
  const auto editions = Read();
  ASSERT_TRUE(editions.ok()) << editions.status();
  const auto layer = DecodeLayerBody(editions->front().body);
  ASSERT_TRUE(layer.ok()) << layer.status();
  EXPECT_EQ(layer->key, "code");
  EXPECT_EQ(layer->datum, "wgs84");
  EXPECT_EQ(layer->geojson, "{\"type\":\"FeatureCollection\",\"features\":[]}");
}

TEST_F(ConfigFiles, ALayerMayHaveTheIndexOfGeos) {
  Change("city.textproto", "datum: \"wgs84\"", "datum: \"wgs84\" index: LAYER_INDEX_GEOS");
  const auto editions = Read();
  ASSERT_TRUE(editions.ok()) << editions.status();
  EXPECT_TRUE(DecodeLayerBody(editions->front().body)->index_of_geos);
}

TEST_F(ConfigFiles, AFaultOfAListedFileNamesThatFileWithItsPlace) {
  Change("c.csv", "1nd", "1 day");
  EXPECT_THAT(Fault(), HasSubstr(Path("c.csv") + ":2:10: Expected a limit"));
}

TEST_F(ConfigFiles, AMissingFileIsNamedWithThePlaceThatListsIt) {
  std::filesystem::remove(folder_ / "o.csv");
  const auto editions = Read();
  EXPECT_EQ(editions.status().code(), absl::StatusCode::kNotFound);
  EXPECT_THAT(std::string(ToStd(editions.status().message())), HasSubstr(Path("city.textproto") + ":7:55: "));
  EXPECT_THAT(std::string(ToStd(editions.status().message())), HasSubstr(Path("o.csv")));
  EXPECT_EQ(ReadConfigFiles(Path("no.textproto")).status().code(), absl::StatusCode::kNotFound);
}

TEST_F(ConfigFiles, AnUnknownFieldOfTheCityFileIsNamed) {
  Change("city.textproto", "key:", "colour:");
  EXPECT_THAT(Fault(), HasSubstr(Path("city.textproto") + ":8:"));
}

TEST_F(ConfigFiles, EachKindAndNameStandsOnce) {
  Write("city.textproto", kCity + R"(editions { kind: EDITION_KIND_ROLES name: "r" file: "r.textproto" })");
  EXPECT_THAT(Fault(), HasSubstr(":9:37: Expected each kind and name once"));
}

TEST_F(ConfigFiles, ALayerWithoutAKeyOrDatumIsRefused) {
  Change("city.textproto", "datum: \"wgs84\"", "");
  EXPECT_THAT(Fault(), HasSubstr("Expected a coordinate system, but the file declares none"));
  EXPECT_THAT(Fault(), HasSubstr(Path("city.textproto") + ":8:"));
  Change("city.textproto", "key: \"code\"", "datum: \"wgs84\"");
  EXPECT_THAT(Fault(), HasSubstr(Path("city.textproto") + ":8:"));
}

TEST_F(ConfigFiles, ALayerOfMetresIsConvertedAndSaysFromWhat) {
  Change("city.textproto", "datum: \"wgs84\"", "crs: \"EPSG:4549\"");
  Write("grid.geojson", R"({"type":"FeatureCollection","features":[{"type":"Feature","properties":{"code":"a"},
      "geometry":{"type":"Polygon","coordinates":[[[500000,3148000],[500100,3148000],[500100,3148100],
      [500000,3148000]]]}}]})");
  const auto editions = Read();
  ASSERT_TRUE(editions.ok()) << editions.status();
  const auto layer = DecodeLayerBody(editions->front().body);
  ASSERT_TRUE(layer.ok()) << layer.status();
  EXPECT_EQ(layer->datum, "cgcs2000");
  EXPECT_EQ(layer->source, "geojson");
  EXPECT_EQ(layer->crs, "EPSG:4549");
  EXPECT_THAT(std::string(layer->geojson), HasSubstr("[120,28.447"));
}

TEST_F(ConfigFiles, ALayerOfAnotherDatumIsRefusedAtItsPlace) {
  Change("city.textproto", "datum: \"wgs84\"", "datum: \"krass\"");
  EXPECT_THAT(Fault(),
              HasSubstr("Expected the datum \"wgs84\", \"cgcs2000\", \"gcj02\" or \"bd09\", but it is \"krass\""));
  EXPECT_THAT(Fault(), HasSubstr(Path("city.textproto") + ":8:"));
}

TEST_F(ConfigFiles, ReferencesAcrossFilesLeadSomewhere) {
  Change("s.textproto", "procedure: \"p\"", "procedure: \"q\"");
  EXPECT_THAT(Fault(), HasSubstr(Path("s.textproto") + ":2:1: Expected the name of a procedure"));
  Change("s.textproto", "procedure: \"q\"", "procedure: \"p\"");
  Change("s.textproto", "layers: \"grid\"", "layers: \"girds\"");
  EXPECT_THAT(Fault(), HasSubstr(Path("s.textproto") + ":4:9: Expected the name of a layer"));
  Change("s.textproto", "layers: \"girds\"", "layers: \"grid\"");
  Change("r.textproto", "\"clerk\"", "\"clerks\"");
  EXPECT_THAT(Fault(), HasSubstr(Path("p.textproto") + ":2:17: Expected the name of a role"));
  Change("r.textproto", "\"clerks\"", "\"clerk\"");
  Change("d.csv", ",,u", ",,x");
  EXPECT_THAT(Fault(), HasSubstr(Path("d.csv") + ":2:"));
}

TEST_F(ConfigFiles, ALimitInWorkingTimeNeedsACalendarOfTheSystem) {
  Change("c.csv", "1nd", "4wh");
  EXPECT_THAT(Fault(), HasSubstr(Path("s.textproto") + ":5:16: Expected a calendar, because the catalogue has the "
                                                       "limit \"4wh\""));
  Change("c.csv", "4wh", "1nd");
  Change("p.textproto", "2uh", "5wd");
  EXPECT_THAT(Fault(), HasSubstr("Expected a calendar, because the procedure has the limit \"5wd\""));
}

TEST_F(ConfigFiles, ACalendarIsThereAndOfTheOffsetOfItsSystem) {
  Write("k.textproto", R"(id: "k" label { zh: "历" en: "Calendar" } utc_offset: "+08:00"
hours { from: "2026-01-01" week { weekdays: WEEKDAY_MONDAY sessions: "08:00-12:00" } make_up_sessions: "08:00-12:00" }
years { year: 2026 })");
  Change("city.textproto", "layers {",
         "editions { kind: EDITION_KIND_CALENDAR name: \"k\" file: \"k.textproto\" }\nlayers {");
  Change("s.textproto", "utc_offset_minutes: 0", "utc_offset_minutes: 0 calendar: \"x\"");
  EXPECT_THAT(Fault(), HasSubstr("Expected the name of a calendar"));
  Change("s.textproto", "calendar: \"x\"", "calendar: \"k\"");
  EXPECT_THAT(Fault(), HasSubstr("Expected the offset of the calendar \"k\""));
  Change("s.textproto", "utc_offset_minutes: 0", "utc_offset_minutes: 480");
  Change("c.csv", "1nd", "4wh");
  EXPECT_TRUE(Read().ok()) << Read().status();
}

TEST_F(ConfigFiles, TheRolesOfASourceAreThere) {
  Change("s.textproto", "en: \"Phone\" }", "en: \"Phone\" } roles: \"nobody\"");
  EXPECT_THAT(Fault(), HasSubstr("Expected the name of a role"));
}

TEST_F(ConfigFiles, AKindThatIsNotListedMayBeInForceAlready) {
  Write("city.textproto", R"(id: "town" label { zh: "城" en: "Town" }
editions { kind: EDITION_KIND_SYSTEM name: "s" file: "s.textproto" })");
  EXPECT_TRUE(Read().ok()) << Read().status();
}

}  // namespace
}  // namespace wangge::catalog
