#include "tests/tidy/list_rules.h"

#include <gtest/gtest.h>

namespace wangge::tidy {
namespace {

TEST(Listed, FindsASourceThatNoListNames) {
  const Tree tree = {{"libs/geo/CMakeLists.txt", "wangge_library(NAME geo\n  SOURCES a.cc  # b.cc\n  TESTS a_test.cc)"},
                     {"libs/geo/a.cc", ""},
                     {"libs/geo/a_test.cc", ""},
                     {"libs/geo/b.cc", ""},
                     {"libs/geo/b_test.cc", ""}};
  EXPECT_EQ(Render(CheckListed(tree)),
            "libs/geo/b.cc:0: Expected the file in a CMakeLists.txt, but none lists it.\n"
            "libs/geo/b_test.cc:0: Expected the file in a CMakeLists.txt, but none lists it.\n");
}

TEST(Listed, AcceptsAListInAFolderAbove) {
  const Tree tree = {{"libs/domain/CMakeLists.txt", "wangge_library(NAME domain SOURCES decide/file.cc)"},
                     {"libs/domain/decide/file.cc", ""},
                     {"libs/domain/file.cc", ""}};
  ASSERT_EQ(CheckListed(tree).size(), 1U);
  EXPECT_EQ(CheckListed(tree)[0].file, "libs/domain/file.cc");
}

TEST(LimitsTested, FindsALimitThatNoTestNames) {
  const Tree tree = {{"libs/base/limits.h",
                      "// all\ninline constexpr std::size_t kAMax = 1;  // a\ninline constexpr int kBMax = 2;\n"},
                     {"libs/base/limits_test.cc", "EXPECT_LT(kAMax, kBMax);"},
                     {"libs/geo/a.cc", "limits::kBMax"},
                     {"libs/geo/a_test.cc", "limits::kAMax; limits::kBMaxima;"}};
  EXPECT_EQ(Render(CheckLimitsTested(tree)),
            "libs/base/limits.h:3: Expected a test that names kBMax, but none does.\n");
}

}  // namespace
}  // namespace wangge::tidy
