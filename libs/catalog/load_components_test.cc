#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "catalog/config_files.h"
#include "catalog/load.h"

namespace wangge::catalog {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

const std::string kSystem = R"(id: "urban"
label { zh: "城市管理" en: "Urban management" }
procedure: "urban"
catalogue: "urban"
layers: "grid"
area_root: "3311"
utc_offset_minutes: 480
sources { id: "patrol" label { zh: "巡查" en: "Patrol" } }
components {
  edition: "things"
  kinds: "thing"
  id_schemes { id: "sixteen" parts { name: "county" digits: 6 } parts { name: "class" digits: 2 }
    parts { name: "subclass" digits: 2 } parts { name: "sequence" digits: 6 } }
  id_schemes { id: "sixteen_new" parts { name: "county" digits: 6 } parts { name: "class" digits: 2 }
    parts { name: "subclass" digits: 3 } parts { name: "sequence" digits: 5 } }
  states { id: "whole" label { zh: "完好" en: "Whole" } }
  accuracy_classes { code: "A" cm: 50 }
  reasons { id: "none_near" label { zh: "附近没有" en: "None near" } }
}
)";

const std::string kCatalogueText =
    "category,kind,class,subclass,name,name_en,condition,condition_name,condition_name_en,limit,closing,closing_en\n"
    "100101,thing,01,01,井盖,Cover,100101-1,破损,broken,4uh,,\n"
    "100102,thing,01,02,路灯,Lamp,100102-1,破损,broken,4uh,,\n"
    "200101,happening,01,01,暴露垃圾,Litter,200101-1,有,there,4uh,,\n";
const std::string kOrganisationsText =
    "code,name,name_en,kind,parent,areas\nwater,水务,Water,unit,,\nhall,大厅,Hall,city,,\n";

const std::string kHeader = "id,category,state,accuracy,supervising,owning,maintaining,lon,lat,datum\n";
const std::string kRow = "3311020101000001,100101,whole,A,water,,water,119.92,28.45,wgs84\n";

std::string With(std::string text, const std::string& from, const std::string& to) {
  return text.replace(text.find(from), from.size(), to);
}

std::string Fault(const absl::Status& status) { return std::string(status.message()); }

class LoadComponentsTest : public ::testing::Test {
 protected:
  LoadComponentsTest()
      : rules_(**LoadComponentRules(kSystem, "s")),
        catalogue_(*LoadCatalogue(kCatalogueText, "c")),
        organisations_(*LoadOrganisations(kOrganisationsText, "o")) {}

  absl::StatusOr<Components> Load(const std::string& body) const {
    return LoadComponents(body, "k.csv",
                          {.rules = &rules_, .catalogue = &catalogue_, .organisations = &organisations_});
  }
  std::string FaultOf(const std::string& from, const std::string& to) const {
    return Fault(Load(kHeader + With(kRow, from, to)).status());
  }

  const ComponentRules rules_;
  const domain::Catalogue catalogue_;
  const domain::Organisations organisations_;
};

TEST_F(LoadComponentsTest, EveryFieldArrivesAndIdsAreFound) {
  const auto components =
      Load("name," + kHeader + "路灯,3311020102000007,100102,whole,A,,,,119.92,28.46,cgcs2000\n," + kRow);
  ASSERT_TRUE(components.ok()) << components.status();
  ASSERT_EQ(components->size(), 2u);
  EXPECT_EQ(components->At(0), (Component{.id = "3311020101000001",
                                          .category = "100101",
                                          .name = "",
                                          .state = "whole",
                                          .accuracy = "A",
                                          .supervising = "water",
                                          .owning = "",
                                          .maintaining = "water",
                                          .point = {1'199'200'000, 284'500'000}}));
  EXPECT_EQ(components->Find("3311020102000007"), 1u);
  EXPECT_EQ(components->At(1).name, "路灯");
  EXPECT_EQ(components->Find("3311020102000008"), std::nullopt);
  EXPECT_EQ(components->Find(""), std::nullopt);
}

TEST_F(LoadComponentsTest, TheNearestMayBeOfOneCategory) {
  const auto components = Load(kHeader + "3311020102000007,100102,whole,A,,,,119.92,28.4501,wgs84\n" + kRow);
  ASSERT_TRUE(components.ok()) << components.status();
  const Position here{1'199'200'000, 284'500'000};
  EXPECT_EQ(components->Nearest(here, 2, 10'000, ""), (std::vector<geo::NearPoint>{{0, 0}, {1, 1'108}}));
  EXPECT_EQ(components->Nearest(here, 2, 10'000, "100102"), (std::vector<geo::NearPoint>{{1, 1'108}}));
  EXPECT_TRUE(components->Nearest(here, 2, 10'000, "999999").empty());
}

TEST_F(LoadComponentsTest, AFaultIsNamedAtItsField) {
  EXPECT_EQ(FaultOf("water", "water"), "");
  EXPECT_THAT(FaultOf("3311020101000001", "331102010100001"), StartsWith("k.csv:2:1: Expected an id of 16 digits"));
  EXPECT_THAT(FaultOf("3311020101000001", "33110201010000x1"), StartsWith("k.csv:2:1: Expected an id of 16 digits"));
  EXPECT_THAT(FaultOf("0101000001", "0102000001"),
              StartsWith("k.csv:2:1: Expected \"01\" as the digits of the subclass"));
  EXPECT_THAT(FaultOf("0101000001", "0201000001"), StartsWith("k.csv:2:1: Expected \"01\" as the digits of the class"));
  EXPECT_THAT(FaultOf("100101", "100199"), AllOf(StartsWith("k.csv:2:2: "), HasSubstr("is not in it")));
  EXPECT_THAT(FaultOf("100101", "200101"), AllOf(StartsWith("k.csv:2:2: "), HasSubstr("is of another kind")));
  EXPECT_THAT(FaultOf("whole", "half"), StartsWith("k.csv:2:3: Expected a state of the system (whole)"));
  EXPECT_THAT(FaultOf(",A,", ",D,"), StartsWith("k.csv:2:4: Expected an accuracy class of the system (A)"));
  EXPECT_THAT(FaultOf("A,water", "A,nobody"), StartsWith("k.csv:2:5: Expected a unit of the organisations"));
  EXPECT_THAT(FaultOf(",,", ",hall,"), StartsWith("k.csv:2:6: Expected a unit of the organisations"));
  EXPECT_THAT(FaultOf("119.92", "191.92"), StartsWith("k.csv:2:8: Expected lon from -180 to 180"));
  EXPECT_THAT(FaultOf("119.92", "nan"), StartsWith("k.csv:2:8: Expected a number for lon"));
  EXPECT_THAT(FaultOf("119.92,28.45", "28.45,119.92"),
              AllOf(StartsWith("k.csv:2:9: "), HasSubstr("lon and lat look exchanged")));
  EXPECT_THAT(FaultOf("28.45", ""), StartsWith("k.csv:2:9: Expected a number for lat"));
  EXPECT_THAT(FaultOf("wgs84", ""), StartsWith("k.csv:2:10: Expected the datum of lon and lat"));
  EXPECT_THAT(FaultOf("wgs84", "beijing54"), StartsWith("k.csv:2:10: Expected the datum of lon and lat"));
}

TEST_F(LoadComponentsTest, AnIdStandsOnce) {
  EXPECT_THAT(Fault(Load(kHeader + kRow + "\n" + kRow).status()),
              AllOf(StartsWith("k.csv:"), HasSubstr(":1: Expected each id once"), HasSubstr("stands in line 2 too")));
}

TEST_F(LoadComponentsTest, EveryRowAtFaultIsToldAndBeyondAHundredTheyAreCounted) {
  const std::string bad = With(kRow, "whole", "half");
  const std::string two = Fault(Load(kHeader + bad + kRow + bad).status());
  EXPECT_THAT(two, AllOf(HasSubstr("k.csv:2:3: "), HasSubstr("k.csv:4:3: "), Not(HasSubstr("k.csv:3:"))));
  std::string many = kHeader;
  for (int i = 0; i < 107; ++i) many += bad;
  EXPECT_THAT(Fault(Load(many).status()), HasSubstr("\nand 7 more faults"));
}

TEST_F(LoadComponentsTest, PlacesOfAShiftedDatumAreTakenBack) {
  const auto components = Load(kHeader + With(kRow, "wgs84", "gcj02"));
  ASSERT_TRUE(components.ok()) << components.status();
  const Position point = components->At(0).point;
  EXPECT_NE(point.lon_e7, 1'199'200'000);
  EXPECT_NEAR(point.lon_e7, 1'199'200'000, 100'000) << "some hundred metres";
}

TEST_F(LoadComponentsTest, TheNewerSchemeHasItsOwnDigits) {
  const std::string catalogue = With(kCatalogueText, "100102,thing,01,02", "100102,thing,01,002");
  const auto newer = LoadCatalogue(catalogue, "c");
  ComponentRules rules = rules_;
  rules.id_schemes.erase(rules.id_schemes.begin());
  const auto components = LoadComponents(kHeader + "3311020100200007,100102,whole,A,,,,119.92,28.46,wgs84\n", "k.csv",
                                         {.rules = &rules, .catalogue = &*newer});
  EXPECT_TRUE(components.ok()) << components.status();
}

TEST_F(LoadComponentsTest, AloneOnlyItsFormIsAsked) {
  EXPECT_TRUE(LoadComponents(kHeader + "x1,any,any,any,any,,,119.92,28.45,wgs84\n", "k.csv").ok());
  EXPECT_THAT(Fault(LoadComponents(kHeader + ",any,any,any,any,,,119.92,28.45,wgs84\n", "k.csv").status()),
              StartsWith("k.csv:2:1: Expected a code"));
}

TEST(ComponentRules, AFaultIsNamedAtItsPlace) {
  const auto fault = [](const std::string& from, const std::string& to) {
    return Fault(LoadSystem(With(kSystem, from, to), "s").status());
  };
  EXPECT_TRUE(LoadSystem(kSystem, "s")->components.has_value());
  EXPECT_THAT(fault("edition: \"things\"", "edition: \"\""), StartsWith("s:10:3: Expected edition as lower case"));
  EXPECT_THAT(fault("  kinds: \"thing\"\n", ""), StartsWith("s:9:1: Expected the field \"kinds\""));
  EXPECT_THAT(fault("name: \"subclass\" digits: 2", "name: \"minor\" digits: 2"),
              AllOf(StartsWith("s:12:16: "), HasSubstr("Expected a part \"subclass\"")));
  EXPECT_THAT(fault("cm: 50", "cm: 0"), HasSubstr("Expected centimetres above 0"));
  EXPECT_THAT(fault("id: \"whole\"", "id: \"Whole\""), HasSubstr("Expected id as lower case"));
  EXPECT_THAT(fault("  reasons { id: \"none_near\" label { zh: \"附近没有\" en: \"None near\" } }\n", ""),
              StartsWith("s:9:1: Expected the field \"reasons\""));
}

ConfigEdition EditionOf(domain::EditionKind kind, std::string name, std::string body) {
  return {.kind = kind, .name = std::move(name), .body = std::move(body), .file = "f"};
}

TEST(CheckReferencesOfComponents, ASurveyIsHeldAgainstTheSystemThatAsksForIt) {
  using domain::EditionKind;
  const std::vector<ConfigEdition> in_force{EditionOf(EditionKind::kSystem, "urban", kSystem),
                                            EditionOf(EditionKind::kCatalogue, "urban", kCatalogueText),
                                            EditionOf(EditionKind::kOrganisations, "o", kOrganisationsText)};
  const auto check = [&](const std::string& name, const std::string& row) {
    return Fault(CheckReferences({EditionOf(EditionKind::kComponents, name, kHeader + row)}, in_force));
  };
  EXPECT_EQ(check("things", kRow), "");
  EXPECT_THAT(check("things", With(kRow, "whole", "half")), StartsWith("f:2:3: Expected a state"));
  EXPECT_THAT(check("things", With(kRow, "A,water", "A,fire")), StartsWith("f:2:5: Expected a unit"));
  EXPECT_THAT(check("lamps", kRow), StartsWith("f:1:1: Expected the name under which a system asks"));
}

}  // namespace
}  // namespace wangge::catalog
