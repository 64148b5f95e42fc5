// Golden: the released procedures as reviewed tables. WANGGE_UPDATE_GOLDEN=1 writes them anew.
#include "catalog/render.h"

#include <cstdlib>
#include <fstream>

#include "base/file/file.h"
#include "catalog/load.h"
#include "gtest/gtest.h"

namespace wangge::catalog {
namespace {

constexpr std::size_t kBytesMax = 1u << 20;

struct Golden {
  const char* config;
  const char* table;
};

class RenderGolden : public ::testing::TestWithParam<Golden> {};

TEST_P(RenderGolden, AReleasedProcedureReadsAsItsReviewedTable) {
  const std::string root = WANGGE_SOURCE_DIR;
  const auto body = ReadFile(root + "/config/systems/" + GetParam().config, kBytesMax);
  ASSERT_TRUE(body.ok()) << body.status();
  const auto procedure = LoadProcedure(*body, GetParam().config);
  ASSERT_TRUE(procedure.ok()) << procedure.status();
  const std::string path = root + "/tests/golden/procedures/" + GetParam().table;
  if (std::getenv("WANGGE_UPDATE_GOLDEN") != nullptr) std::ofstream(path) << RenderProcedure(*procedure);
  const auto golden = ReadFile(path, kBytesMax);
  ASSERT_TRUE(golden.ok()) << golden.status();
  EXPECT_EQ(RenderProcedure(*procedure), *golden)
      << "The rules changed. If that is meant, run this test with WANGGE_UPDATE_GOLDEN=1 and review the difference.";
}

INSTANTIATE_TEST_SUITE_P(Released, RenderGolden,
                         ::testing::Values(Golden{"urban/procedure-2026.textproto", "urban-2026.txt"}));

}  // namespace
}  // namespace wangge::catalog
