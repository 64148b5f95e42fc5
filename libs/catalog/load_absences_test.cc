#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/status/text.h"
#include "catalog/config_files.h"
#include "catalog/load.h"

namespace wangge::catalog {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

const std::string kHeader = "absent,role,organisation,area,substitute,from,to\n";
// Days of July 2026, from midnight to midnight.
std::string Row(const std::string& post, const std::string& substitute, int from, int to) {
  const auto day = [](int d) { return "2026-07-" + std::string(d < 10 ? "0" : "") + std::to_string(d) + "T00:00:00Z"; };
  return post + "," + substitute + "," + day(from) + "," + day(to) + "\n";
}
std::string Fault(const std::string& rows) {
  const auto loaded = LoadAbsences(kHeader + rows, "a.csv");
  return std::string(ToStd(loaded.status().message()));
}

TEST(LoadAbsences, APostHasASubstituteForATime) {
  const auto absences = LoadAbsences(
      "absent,role,organisation,area,substitute,from,to,reason\n"
      "ada,clerk,hall,3301,ben,2026-07-01T08:00:00+08:00,2026-07-03T18:00:00+08:00,leave\n",
      "a.csv");
  ASSERT_TRUE(absences.ok()) << absences.status();
  ASSERT_EQ(absences->size(), 1u);
  EXPECT_EQ(absences->front().substitute, "ben");
  EXPECT_EQ(absences->front().to - absences->front().from, Hours(58));
  EXPECT_TRUE(LoadAbsences(kHeader, "a.csv")->empty()) << "nobody is away";
}

TEST(LoadAbsences, AbsencesOfOnePostDoNotOverlap) {
  EXPECT_EQ(Fault(Row("ada,clerk,hall,33", "ben", 1, 3) + Row("ada,clerk,hall,33", "cleo", 3, 5)), "")
      << "one ends where the next begins";
  EXPECT_THAT(Fault(Row("ada,clerk,hall,33", "ben", 1, 3) + Row("ada,clerk,hall,33", "cleo", 2, 5)),
              StartsWith("a.csv:3:6: Expected absences of one post that do not overlap"));
  EXPECT_EQ(Fault(Row("ada,clerk,hall,33", "ben", 1, 3) + Row("ada,watcher,hall,33", "ben", 1, 3)), "")
      << "another role of the same post";
  EXPECT_THAT(Fault(Row("ada,clerk,hall,33", "ben", 1, 3) + Row("ada,clerk,hall,34", "ben", 1, 3)),
              StartsWith("a.csv:3:5: Expected \"ben\" to hold posts of one organisation and area"));
}

TEST(LoadAbsences, NobodyStandsInForThemselves) {
  EXPECT_THAT(Fault(Row("ada,clerk,hall,33", "ada", 1, 3)), StartsWith("a.csv:2:5: Expected somebody else"));
}

TEST(LoadAbsences, ASubstituteHasNoSubstitute) {
  EXPECT_THAT(Fault(Row("ada,clerk,hall,33", "ben", 1, 3) + Row("ben,clerk,hall,33", "cleo", 2, 5)),
              StartsWith("a.csv:3:1: Expected a substitute who is there"));
  EXPECT_THAT(Fault(Row("ben,clerk,hall,33", "cleo", 2, 5) + Row("ada,clerk,hall,33", "ben", 1, 3)),
              StartsWith("a.csv:3:5: Expected a substitute who is there"));
  EXPECT_EQ(Fault(Row("ada,clerk,hall,33", "ben", 1, 3) + Row("ben,clerk,hall,33", "cleo", 3, 5)), "")
      << "who is back may go";
}

TEST(LoadAbsences, TimesAreInstantsInOrder) {
  EXPECT_THAT(Fault("ada,clerk,hall,33,ben,2026-07-01,2026-07-02T00:00:00Z\n"),
              StartsWith("a.csv:2:6: Expected an instant such as"));
  EXPECT_THAT(Fault(Row("ada,clerk,hall,33", "ben", 3, 3)), StartsWith("a.csv:2:7: Expected an instant after"));
}

TEST(LoadAbsences, ThePostIsOfARoleThatWorksOnCasesAndOfAnOrganisation) {
  const std::string roles =
      "roles { id: \"clerk\" label { zh: \"职员\" en: \"Clerk\" } scope: SCOPE_AREA }\n"
      "roles { id: \"keeper\" label { zh: \"管理员\" en: \"Keeper\" } scope: SCOPE_UNIT administers: true }\n";
  const auto fault = [&](const std::string& post) {
    const std::vector<ConfigEdition> editions{
        {domain::EditionKind::kRoles, "roles", roles, "roles.textproto"},
        {domain::EditionKind::kOrganisations, "organisations",
         "code,name,name_en,kind,parent,areas\nhall,厅,Hall,city,,\n", "o.csv"},
        {domain::EditionKind::kAbsences, "absences", kHeader + Row(post, "ben", 1, 3), "a.csv"}};
    return std::string(ToStd(CheckEditions(editions).message()));
  };
  EXPECT_EQ(fault("ada,clerk,hall,33"), "");
  EXPECT_THAT(fault("ada,ghost,hall,33"), HasSubstr("\"ghost\" is none"));
  EXPECT_THAT(fault("ada,clerk,attic,33"), HasSubstr("\"attic\" is none"));
  EXPECT_THAT(fault("ada,keeper,hall,33"), HasSubstr("\"keeper\" administers"));
}

}  // namespace
}  // namespace wangge::catalog
