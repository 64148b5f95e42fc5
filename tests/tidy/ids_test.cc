#include "tests/tidy/ids.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace wangge::tidy {
namespace {

using ::testing::ElementsAre;

const Ids kIds = {"handling", "before_check"};

std::string FaultsOf(const std::string& path, const std::string& text, const AllowedIds& allowed = {}) {
  return Render(CheckIds(Parse({path, text}), kIds, allowed));
}

TEST(Ids, AreTheIdFieldsOfTheSystems) {
  const Tree tree = {{"config/systems/urban/a.textproto", "stage { id: \"handling\" label { zh: \"处置\" } }\n"},
                     {"config/systems/urban/b.textproto", "# id: \"old\"\nid: \"urban\" rule_id: \"other\"\n"},
                     {"config/demo/c.textproto", "id: \"demo\"\n"}};
  EXPECT_THAT(IdsOf(tree), ElementsAre("handling", "urban"));
}

TEST(Ids, FindsALiteralThatIsAnId) {
  EXPECT_EQ(FaultsOf("libs/engine/a.cc", "\nif (stage == \"handling\") return;"),
            "libs/engine/a.cc:2: Expected the ids of config/systems in data only, but found \"handling\".\n");
}

TEST(Ids, FindsAnEnumeratorThatIsAnId) {
  EXPECT_NE(FaultsOf("libs/domain/a.h", "enum class Stage { kNone, kBeforeCheck };"), "");
  EXPECT_NE(FaultsOf("libs/domain/a.h", "enum Stage { HANDLING };"), "");
}

TEST(Ids, LetsCommentsLongerTextsAndTestsPass) {
  EXPECT_EQ(FaultsOf("libs/domain/a.h", "// \"handling\"\nauto s = \"handling of a case\"; int handling;"), "");
  EXPECT_EQ(FaultsOf("libs/domain/a_test.cc", "auto s = \"handling\";"), "");
  EXPECT_EQ(FaultsOf("tests/scenario/a.cc", "auto s = \"handling\";"), "");
}

TEST(AllowedIds, LetAnIdStandInItsPlaceOnly) {
  const AllowedIds allowed = ParseAllowedIds({"list", "# why\nhandling services/wangge a word of the command line\n"});
  ASSERT_EQ(allowed.entries.size(), 1U);
  EXPECT_EQ(FaultsOf("services/wangge/main.cc", "auto s = \"handling\";", allowed), "");
  EXPECT_NE(FaultsOf("libs/engine/a.cc", "auto s = \"handling\";", allowed), "");
}

TEST(AllowedIds, NeedAReason) { EXPECT_EQ(ParseAllowedIds({"list", "handling services/wangge\n"}).faults.size(), 1U); }

TEST(AllowedIds, MustBeInUse) {
  const AllowedIds allowed = ParseAllowedIds({"list", "handling libs/a.cc used\nbefore_check libs/a.cc unused\n"});
  const Faults faults =
      CheckAllowedIdsAreNeeded({Parse({"libs/a.cc", "auto s = \"handling\";"})}, kIds, allowed, "list");
  EXPECT_EQ(Render(faults), "list:2: Expected an exception in use, but nothing needs 'before_check'.\n");
}

}  // namespace
}  // namespace wangge::tidy
