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
              StartsWith("c.csv:2:10: Expected a limit such as 30um, 2uh, 4wh or 5wd, two steps such as 1uh/5wd (make "
                         "safe, then restore), or none, but got \"3 days\"."));
  EXPECT_THAT(CatalogueFault("0\t1,event,01,01,垃圾,Rubbish,01-1,存在,present,,,\n"), StartsWith("c.csv:2:1: "));
  EXPECT_THAT(CatalogueFault("01,event,01,01,垃圾,,01-1,存在,present,,,\n"), StartsWith("c.csv:2:6: "));
  EXPECT_THAT(CatalogueFault("01,event,01,01,垃圾,Rubbish,01-1,存在,present,,恢复,\n"), StartsWith("c.csv:2:12: "));
  EXPECT_THAT(CatalogueFault("01,event\n"), HasSubstr("Expected 12 fields, but the row has 2."));
  EXPECT_THAT(CatalogueFault("01,event,01,01,\xBE\xAE,Rubbish,01-1,a,b,,,\n"), HasSubstr("c.csv:2:1: Expected UTF-8"));
}

const std::string kWholeCatalogue =
    "category,kind,class,subclass,name,name_en,condition,condition_name,condition_name_en,limit,closing,closing_en,"
    "photos,legal_basis,valid_from,valid_to\n";

// A catalogue of one row that ends in `rest`: limit,closing,closing_en,photos,legal_basis,valid_from,valid_to.
absl::StatusOr<domain::Catalogue> OneRow(const std::string& rest) {
  return LoadCatalogue(kWholeCatalogue + "01,event,01,01,垃圾,Rubbish,01-1,存在,present," + rest + "\n", "c.csv");
}

TEST(LoadCatalogue, ALimitMayHaveTwoSteps) {
  const auto catalogue = OneRow("1uh/5wd,修复,repaired,2,local,2026-01-01,2026-12-31");
  ASSERT_TRUE(catalogue.ok()) << catalogue.status();
  const domain::Condition& condition = *catalogue->FindCondition("01-1");
  EXPECT_EQ(condition.secure_limit, domain::ParseLimit("1uh"));
  EXPECT_EQ(condition.limit, domain::ParseLimit("5wd"));
  EXPECT_EQ(condition.closing, (domain::Label{"修复", "repaired"}));
  EXPECT_EQ(condition.photos, 2);
  EXPECT_EQ(condition.basis, domain::LegalBasis::kLocal);
  EXPECT_FALSE(condition.IsValidOn(*domain::ParseDay("2025-12-31")));
  EXPECT_TRUE(condition.IsValidOn(*domain::ParseDay("2026-01-01")));
  EXPECT_TRUE(condition.IsValidOn(*domain::ParseDay("2026-12-31")));
  EXPECT_FALSE(condition.IsValidOn(*domain::ParseDay("2027-01-01")));
}

TEST(LoadCatalogue, ALimitOfOneStepHasNothingToSecure) {
  const auto catalogue = OneRow("2ud,,,,,,");
  ASSERT_TRUE(catalogue.ok()) << catalogue.status();
  const domain::Condition& condition = *catalogue->FindCondition("01-1");
  EXPECT_EQ(condition.secure_limit, std::nullopt);
  EXPECT_EQ(condition.limit, domain::ParseLimit("2ud"));
  EXPECT_EQ(condition.photos, 0);
  EXPECT_TRUE(condition.IsValidOn(*domain::ParseDay("1999-01-01")));
}

TEST(LoadCatalogue, StepsAreTwoAtMostAndEachIsALimit) {
  for (const char* limit : {"1uh/", "/5wd", "1uh/2wd/5wd", "1uh / 5wd", "1uh-5wd", "0uh/5wd", "1uh/5 days"}) {
    EXPECT_THAT(Fault(OneRow(std::string(limit) + ",,,,,,")), StartsWith("c.csv:2:10: Expected a limit")) << limit;
  }
}

TEST(LoadCatalogue, UnderAStatuteDaysOfWorkAreStatutoryOnes) {
  const std::string fault = Fault(OneRow("15wd,,,,statute,,"));
  EXPECT_THAT(fault, StartsWith("c.csv:2:10: Expected the days of a statute in sw, but got \"15wd\""));
  EXPECT_THAT(fault, HasSubstr("Write 15sw"));
  EXPECT_THAT(Fault(OneRow("1wd/15sw,,,,statute,,")), HasSubstr("Write 1sw"));
  const auto catalogue = OneRow("15sw,,,,statute,,");
  ASSERT_TRUE(catalogue.ok()) << catalogue.status();
  EXPECT_EQ(catalogue->FindCondition("01-1")->basis, domain::LegalBasis::kStatute);
  EXPECT_THAT(Fault(OneRow("15sw,,,,law,,")), StartsWith("c.csv:2:14: Expected statute or local"));
}

TEST(LoadCatalogue, EvidenceIsANumberOfPhotosThatAStepTakes) {
  EXPECT_TRUE(OneRow("1wd,,,9,,,").ok());
  for (const char* photos : {"10", "-1", "two", "1.5", "99999999999"}) {
    EXPECT_THAT(Fault(OneRow("1wd,,," + std::string(photos) + ",,,")),
                StartsWith("c.csv:2:13: Expected a number of photos from 0 to 9"))
        << photos;
  }
}

TEST(LoadCatalogue, ValidityIsDaysInOrder) {
  EXPECT_THAT(Fault(OneRow("1wd,,,,,2026-02-30,")), StartsWith("c.csv:2:15: Expected a day that exists"));
  EXPECT_THAT(Fault(OneRow("1wd,,,,,,31.12.2026")), StartsWith("c.csv:2:16: Expected a day that exists"));
  EXPECT_THAT(Fault(OneRow("1wd,,,,,2026-07-01,2026-06-30")),
              StartsWith("c.csv:2:16: Expected a day from valid_from (2026-07-01) on, but got \"2026-06-30\""));
  EXPECT_TRUE(OneRow("1wd,,,,,2026-07-01,2026-07-01").ok());
}

TEST(LoadCatalogue, ClassesStandInAnyOrderAndACityCountsItsOwnDownFrom99) {
  // Emergencies are class 04 and street order 05 in one order in use, and the other way round in the other.
  for (const auto& [emergencies, street] : {std::pair{"04", "05"}, {"05", "04"}}) {
    const auto row = [](const std::string& main, const std::string& sub, const std::string& names) {
      const std::string category = "20" + main + sub;
      return category + ",event," + main + "," + sub + "," + names + "," + category + "-1,存在,present,2uh,,\n";
    };
    const auto catalogue = LoadCatalogue(kCatalogue + row(emergencies, "01", "路面塌陷,Collapsed road") +
                                             row(emergencies, "99", "突发事件,Other emergency") +
                                             row(street, "01", "店外经营,Trade outside a shop") +
                                             row(street, "98", "农贸市场管理,Market") + row("21", "01", "扩展,Own"),
                                         "c.csv");
    ASSERT_TRUE(catalogue.ok()) << catalogue.status();
    EXPECT_EQ(catalogue->FindCategory(std::string("20") + emergencies + "99")->label.en, "Other emergency");
    EXPECT_EQ(catalogue->FindCategory(std::string("20") + street + "98")->label.en, "Market");
    EXPECT_EQ(catalogue->categories().size(), 5u);
  }
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

TEST(LoadResponsibilities, WhoMaintainsIsAskedBeforeWhoOwnsSupervisesOrAnswersForThePlace) {
  const std::string columns = "category_prefix,area_prefix,unit,kind\n";
  const auto rows = LoadResponsibilities(columns +
                                             "0101,3311,water,maintaining\n0101,3311,owner,owning\n"
                                             "01,3311,bureau,supervising\n,331102,liandu,territorial\n",
                                         "r.csv");
  ASSERT_TRUE(rows.ok()) << rows.status();
  EXPECT_EQ(*rows->Find("0101", "331102"), "water");
  EXPECT_EQ(*rows->Find("0102", "331102"), "bureau");
  EXPECT_EQ(*rows->Find("0201", "331102"), "liandu");
  EXPECT_EQ(rows->Find("0201", "331199"), nullptr);
  EXPECT_EQ(rows->rows().at(BodyKind::kOwning).at("0101").at("3311"), "owner");
  EXPECT_THAT(Fault(LoadResponsibilities(columns + "01,33,a,renting\n", "r.csv")),
              StartsWith("r.csv:2:4: Expected maintaining, owning, supervising or territorial"));
  EXPECT_THAT(Fault(LoadResponsibilities(columns + "01,33,a,owning\n01,33,b,owning\n", "r.csv")),
              StartsWith("r.csv:3:1: "));
}

TEST(LoadResponsibilities, APairOfPrefixesStandsOnce) {
  EXPECT_THAT(Fault(LoadResponsibilities(kResponsibilities + "01,33,a\n01,33,b\n", "r.csv")),
              StartsWith("r.csv:3:1: "));
  EXPECT_THAT(Fault(LoadResponsibilities(kResponsibilities + "01,33,\n", "r.csv")), StartsWith("r.csv:2:3: "));
  EXPECT_THAT(Fault(LoadResponsibilities(kResponsibilities + "0\t1,33,a\n", "r.csv")), StartsWith("r.csv:2:1: "));
}

}  // namespace
}  // namespace wangge::catalog
