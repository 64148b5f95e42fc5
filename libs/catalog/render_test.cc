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

domain::Procedure Urban() {
  const std::string path = std::string(WANGGE_SOURCE_DIR) + "/config/systems/urban/procedure-2026.textproto";
  return *LoadProcedure(*ReadFile(path, kBytesMax), path);
}

TEST(RenderDifference, OfAProcedureWithItselfIsEmpty) { EXPECT_EQ(RenderDifference(Urban(), Urban()), ""); }

TEST(RenderDifference, NamesWhatIsNewWhatIsGoneAndWhichLinesChanged) {
  const domain::Procedure before = Urban();
  domain::Procedure after = before;
  after.counters.pop_back();
  after.requests[0].quota = 3;
  after.stages.push_back({.id = "archived", .label = {"已归档", "Archived"}, .outcome = domain::Outcome::kClosed});
  const std::string difference = RenderDifference(before, after);
  EXPECT_NE(difference.find("+ stage archived\n"), std::string::npos) << difference;
  EXPECT_NE(difference.find("- counter dispatch_errors\n"), std::string::npos) << difference;
  EXPECT_NE(difference.find("~ request extension\n  - extension: 2 an organisation, 2 approvals\n"
                            "  + extension: 3 an organisation, 2 approvals\n"),
            std::string::npos)
      << difference;
}

TEST(RenderMermaid, DrawsEveryStageAndTheWayIntoAndOutOfTheProcedure) {
  const domain::Procedure urban = Urban();
  const std::string diagram = RenderMermaid(urban);
  EXPECT_EQ(diagram.rfind("stateDiagram-v2\n", 0), 0u);
  for (const domain::Stage& stage : urban.stages) {
    EXPECT_NE(diagram.find("  " + stage.id + ": " + stage.label.zh), std::string::npos) << stage.id;
  }
  EXPECT_NE(diagram.find("  [*] --> pending_accept\n"), std::string::npos);
  EXPECT_NE(diagram.find("  closed --> [*]\n"), std::string::npos);
}

INSTANTIATE_TEST_SUITE_P(Released, RenderGolden,
                         ::testing::Values(Golden{"urban/procedure-2026.textproto", "urban-2026.txt"}));

}  // namespace
}  // namespace wangge::catalog
