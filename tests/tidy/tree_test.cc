// The rules of the house, read off the whole repository. Each checker proves itself on planted faults in its own test.
#include "tests/tidy/tree.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "tests/tidy/code_rules.h"
#include "tests/tidy/fault.h"
#include "tests/tidy/ids.h"
#include "tests/tidy/includes.h"
#include "tests/tidy/list_rules.h"
#include "tests/tidy/source.h"
#include "tests/tidy/text_rules.h"

namespace wangge::tidy {
namespace {

constexpr const char* kAllowedIds = "tests/tidy/allowed_ids.txt";

const Tree& Repository() {
  static const Tree kTree = ReadTree(WANGGE_SOURCE_DIR);
  return kTree;
}

const std::vector<Source>& Sources() {
  static const std::vector<Source> kSources = [] {
    std::vector<Source> sources;
    for (const File& file : Repository()) {
      if (IsCpp(file.path)) sources.push_back(Parse(file));
    }
    return sources;
  }();
  return kSources;
}

AllowedIds Allowed() {
  for (const File& file : Repository()) {
    if (file.path == kAllowedIds) return ParseAllowedIds(file);
  }
  return {.entries = {}, .faults = {{kAllowedIds, 0, "Expected the list of exceptions, but there is none."}}};
}

void ExpectClean(const Faults& faults) { EXPECT_TRUE(faults.empty()) << "\n" << Render(faults); }

void ExpectSources(Faults (*check)(const Source&)) {
  Faults faults;
  for (const Source& source : Sources()) Append(faults, check(source));
  ExpectClean(faults);
}

void ExpectFiles(Faults (*check)(const File&)) {
  Faults faults;
  for (const File& file : Repository()) Append(faults, check(file));
  ExpectClean(faults);
}

// Without this the rules below would pass on an empty or wrong folder.
TEST(Repository, IsReadFromItsRoot) {
  EXPECT_GT(Sources().size(), 50U);
  EXPECT_EQ(Allowed().faults.size(), 0U);
  for (const char* file : {"CMakeLists.txt", "libs/base/id.h", "tests/tidy/tree_test.cc", "deploy/build"}) {
    EXPECT_NE(std::ranges::find(Repository(), file, &File::path), Repository().end()) << file;
  }
}

TEST(Repository, IncludesFollowTheDirection) { ExpectSources(CheckDirection); }
TEST(Repository, PackagesStayAtHomeAndHeavyOnesOutOfHeaders) { ExpectSources(CheckPackages); }
TEST(Repository, DomainAndBaseIncludeTheStandardLibraryOnly) { ExpectSources(CheckPurity); }
TEST(Repository, TestFrameworksStayInTests) { ExpectSources(CheckTestOnly); }
TEST(Repository, DomainIsDeterministic) { ExpectSources(CheckDeterminism); }
TEST(Repository, TestsAndServicesNeverSleep) { ExpectSources(CheckSleeps); }
TEST(Repository, EveryLimitIsTested) { ExpectClean(CheckLimitsTested(Repository())); }
TEST(Repository, NoTestIsDisabled) { ExpectSources(CheckDisabledTests); }
TEST(Repository, NamesSayWhatIsInside) { ExpectFiles(CheckName); }
TEST(Repository, FilesAreShort) { ExpectFiles(CheckFileLength); }
TEST(Repository, LinesAreShort) { ExpectFiles(CheckLineLength); }
TEST(Repository, NothingIsLeftToDo) { ExpectFiles(CheckLeftovers); }
TEST(Repository, NoPathOfOneMachine) { ExpectFiles(CheckMachinePaths); }
TEST(Repository, HeadersAreIncludedOnce) { ExpectFiles(CheckPragmaOnce); }
TEST(Repository, EverySourceIsBuilt) { ExpectClean(CheckListed(Repository())); }

TEST(Repository, IdsOfSystemsStandInDataOnly) {
  const Ids ids = IdsOf(Repository());
  const AllowedIds allowed = Allowed();
  Faults faults = allowed.faults;
  for (const Source& source : Sources()) Append(faults, CheckIds(source, ids, allowed));
  ExpectClean(faults);
}

TEST(Repository, ExceptionsForIdsAreInUse) {
  ExpectClean(CheckAllowedIdsAreNeeded(Sources(), IdsOf(Repository()), Allowed(), kAllowedIds));
}

}  // namespace
}  // namespace wangge::tidy
