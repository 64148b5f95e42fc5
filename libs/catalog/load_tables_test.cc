// The spreadsheets: catalogue, organisations, responsibilities.
#include <string>

#include "base/status/text.h"
#include "catalog/load.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace wangge::catalog {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

const std::string kCatalogue =
    "category,kind,class,subclass,name,name_en,condition,condition_name,condition_name_en,limit,closing,closing_en\n";
const std::string kOrganisations = "code,name,name_en,kind,parent,areas\n";
const std::string kResponsibilities = "category_prefix,area_prefix,unit\n";

template <typename Loaded>
std::string Fault(const absl::StatusOr<Loaded>& loaded) {
  EXPECT_EQ(loaded.status().code(), absl::StatusCode::kInvalidArgument) << loaded.status();
  return std::string(ToStd(loaded.status().message()));
}

std::string CatalogueFault(const std::string& rows) { return Fault(LoadCatalogue(kCatalogue + rows, "c.csv")); }
std::string OrganisationsFault(const std::string& rows) {
  return Fault(LoadOrganisations(kOrganisations + rows, "o.csv"));
}

TEST(LoadCatalogue, ARowIsAConditionAndACategoryHasOneOrMore) {
  const auto catalogue = LoadCatalogue(kCatalogue +
                                           "0102,component,01,02,井盖,Cover,0102-2,破损,broken,4uh,恢复,restored\n"
                                           "0102,component,01,02,井盖,Cover,0102-1,\"缺失, 移位\",missing,2uh,,\n"
                                           "0101,event,01,01,暴露垃圾,Rubbish,0101-1,存在,present,,,\n",
                                       "c.csv");
  ASSERT_TRUE(catalogue.ok()) << catalogue.status();
  EXPECT_EQ(catalogue->categories().size(), 2u);
  ASSERT_NE(catalogue->FindCategory("0101"), nullptr);
  EXPECT_EQ(catalogue->FindCategory("0101")->label, (domain::Label{"暴露垃圾", "Rubbish"}));
  const domain::Condition* condition = catalogue->FindCondition("0102-1");
  ASSERT_NE(condition, nullptr);
  EXPECT_EQ(condition->category, "0102");
  EXPECT_EQ(condition->label.zh, "缺失, 移位");
  EXPECT_EQ(condition->limit, domain::ParseLimit("2uh"));
  EXPECT_EQ(catalogue->FindCondition("0101-1")->limit, std::nullopt);
}

TEST(LoadCatalogue, ColumnsStandInAnyOrderAfterAMarkAndWithCrLf) {
  const auto catalogue = LoadCatalogue(
      "\xEF\xBB\xBFkind,category,class,subclass,name,name_en,condition,condition_name,condition_name_en,limit,closing,"
      "closing_en\r\nevent,0101,01,01,垃圾,Rubbish,0101-1,存在,present,1nd,,\r\n",
      "c.csv");
  ASSERT_TRUE(catalogue.ok()) << catalogue.status();
  EXPECT_NE(catalogue->FindCategory("0101"), nullptr);
}

TEST(LoadCatalogue, AFaultNamesLineColumnAndValue) {
  EXPECT_THAT(CatalogueFault("01,event,01,01,垃圾,Rubbish,01-1,存在,present,3 days,,\n"),
              StartsWith("c.csv:2:10: Expected a limit such as 30um, 2uh, 1ud or 5nd, or none, but got \"3 days\"."));
  EXPECT_THAT(CatalogueFault("0\t1,event,01,01,垃圾,Rubbish,01-1,存在,present,,,\n"), StartsWith("c.csv:2:1: "));
  EXPECT_THAT(CatalogueFault("01,event,01,01,垃圾,,01-1,存在,present,,,\n"), StartsWith("c.csv:2:6: "));
  EXPECT_THAT(CatalogueFault("01,event,01,01,垃圾,Rubbish,01-1,存在,present,,恢复,\n"), StartsWith("c.csv:2:12: "));
  EXPECT_THAT(CatalogueFault("01,event\n"), HasSubstr("Expected 12 fields, but the row has 2."));
  EXPECT_THAT(CatalogueFault("01,event,01,01,\xBE\xAE,Rubbish,01-1,a,b,,,\n"), HasSubstr("c.csv:2:1: Expected UTF-8"));
}

TEST(LoadCatalogue, ACategoryReadsTheSameOnEachOfItsRows) {
  EXPECT_THAT(CatalogueFault("01,event,01,01,垃圾,Rubbish,01-1,存在,present,,,\n"
                             "01,event,01,01,垃圾堆,Rubbish,01-2,大量,much,,,\n"),
              StartsWith("c.csv:3:1: Expected category \"01\" as in line 2"));
}

TEST(LoadCatalogue, AConditionStandsOnce) {
  EXPECT_THAT(CatalogueFault("01,event,01,01,垃圾,Rubbish,x,存在,present,,,\n"
                             "02,event,01,02,渣土,Spoil,x,存在,present,,,\n"),
              StartsWith("c.csv:3:7: Expected each condition once, but \"x\" stands in line 2 too."));
}

TEST(LoadCatalogue, AMissingOrUnknownColumnIsNamed) {
  EXPECT_THAT(Fault(LoadCatalogue("category,kind\n", "c.csv")), HasSubstr("\"class\""));
  EXPECT_THAT(Fault(LoadOrganisations("code,name,name_en,kind,parent,areas,colour\n", "o.csv")),
              StartsWith("o.csv:1:7: Expected only known columns, but \"colour\""));
  EXPECT_THAT(OrganisationsFault("a,甲,A,city,,\nb,\"乙,B,unit,a,\n"),
              StartsWith("o.csv:3:2: Expected a closing quote"));
  EXPECT_FALSE(LoadCatalogue("", "c.csv").ok());
}

TEST(LoadOrganisations, OnlyUnitsCanBeResponsible) {
  const auto organisations =
      LoadOrganisations(kOrganisations + "3311,丽水,Lishui,city,,3311\nJZ,建设局,Works,unit,3311,\n", "o.csv");
  ASSERT_TRUE(organisations.ok()) << organisations.status();
  EXPECT_EQ(organisations->at("3311").kind, domain::OrganisationKind::kOther);
  EXPECT_EQ(organisations->at("JZ").kind, domain::OrganisationKind::kUnit);
  EXPECT_EQ(organisations->at("JZ").parent, "3311");
}

TEST(LoadOrganisations, AParentMayStandBelow) {
  EXPECT_TRUE(LoadOrganisations(kOrganisations + "b,乙,B,unit,a,\na,甲,A,city,,\n", "o.csv").ok());
}

TEST(LoadOrganisations, ParentsLeadUpwards) {
  EXPECT_THAT(OrganisationsFault("a,甲,A,city,z,\n"), StartsWith("o.csv:2:5: Expected the code of an organisation as"));
  EXPECT_THAT(OrganisationsFault("a,甲,A,city,a,\n"), StartsWith("o.csv:2:5: Expected parents that lead upwards"));
  EXPECT_THAT(OrganisationsFault("r,根,R,city,,\na,甲,A,unit,b,\nb,乙,B,unit,c,\nc,丙,C,unit,a,\n"),
              HasSubstr("is its own ancestor"));
}

TEST(LoadOrganisations, ACodeStandsOnce) {
  EXPECT_THAT(OrganisationsFault("a,甲,A,city,,\na,乙,B,unit,,\n"), StartsWith("o.csv:3:1: Expected each code once"));
}

TEST(LoadResponsibilities, TheLongestCategoryPrefixWinsAndThenTheLongestAreaPrefix) {
  const auto rows = LoadResponsibilities(kResponsibilities +
                                             ",3311,city\n,331102,liandu\n01,3311,works\n01,331103,east\n"
                                             "0101,331199,far\n",
                                         "r.csv");
  ASSERT_TRUE(rows.ok()) << rows.status();
  const auto find = [&](const char* category, const char* area) {
    const std::string* unit = rows->Find(category, area);
    return unit == nullptr ? std::string("none") : *unit;
  };
  EXPECT_EQ(find("0205", "331103001"), "city");
  EXPECT_EQ(find("0205", "331102001"), "liandu");
  EXPECT_EQ(find("0105", "331102001"), "works") << "the category decides before the area";
  EXPECT_EQ(find("0105", "331103001"), "east");
  EXPECT_EQ(find("0101", "331199"), "far");
  EXPECT_EQ(find("0101", "331102"), "works") << "no row of 0101 fits the area";
  EXPECT_EQ(find("0101", ""), "none");
  EXPECT_EQ(find("0101", "3302"), "none");
}

TEST(LoadResponsibilities, APairOfPrefixesStandsOnce) {
  EXPECT_THAT(Fault(LoadResponsibilities(kResponsibilities + "01,33,a\n01,33,b\n", "r.csv")),
              StartsWith("r.csv:3:1: "));
  EXPECT_THAT(Fault(LoadResponsibilities(kResponsibilities + "01,33,\n", "r.csv")), StartsWith("r.csv:2:3: "));
  EXPECT_THAT(Fault(LoadResponsibilities(kResponsibilities + "0\t1,33,a\n", "r.csv")), StartsWith("r.csv:2:1: "));
}

}  // namespace
}  // namespace wangge::catalog
