// The released files of the repository itself.
#include "base/file/file.h"
#include "catalog/config_files.h"
#include "catalog/load.h"
#include "gtest/gtest.h"

namespace wangge::catalog {
namespace {

std::string Read(const std::string& path) {
  const auto body = ReadFile(std::string(WANGGE_SOURCE_DIR) + "/config/" + path, 1u << 24);
  EXPECT_TRUE(body.ok()) << body.status();
  return body.ok() ? *body : std::string{};
}

TEST(ReleasedFiles, TheUrbanProcedureLoadsWithAllProofs) {
  const auto procedure = LoadProcedure(Read("systems/urban/procedure-2026.textproto"), "procedure-2026.textproto");
  ASSERT_TRUE(procedure.ok()) << procedure.status();
  EXPECT_EQ(procedure->stages.size(), 21u);
}

TEST(ReleasedFiles, TheUrbanSystemLoads) {
  const auto system = LoadSystem(Read("systems/urban/system.textproto"), "system.textproto");
  ASSERT_TRUE(system.ok()) << system.status();
  EXPECT_EQ(system->layers.front(), "unit_grid");
}

TEST(ReleasedFiles, TheRolesLoad) {
  const auto roles = LoadRoles(Read("roles.textproto"), "roles.textproto");
  ASSERT_TRUE(roles.ok()) << roles.status();
  EXPECT_EQ(roles->size(), 12u);
}

// What a new city copies.
TEST(ReleasedFiles, TheTemplatesOfACityFitTogether) {
  const std::string folder = std::string(WANGGE_SOURCE_DIR) + "/config/organisations/";
  const std::vector<ConfigEdition> editions{
      {domain::EditionKind::kOrganisations, "organisations", Read("organisations/organisations.csv"),
       folder + "organisations.csv"},
      {domain::EditionKind::kResponsibilities, "responsibilities", Read("organisations/responsibilities.csv"),
       folder + "responsibilities.csv"},
      {domain::EditionKind::kAbsences, "absences", Read("organisations/absences.csv"), folder + "absences.csv"},
      {domain::EditionKind::kRoles, "roles", Read("roles.textproto"), "roles.textproto"}};
  const absl::Status fit = CheckEditions(editions);
  EXPECT_TRUE(fit.ok()) << fit;
  const auto absences = LoadAbsences(Read("organisations/absences.csv"), "absences.csv");
  ASSERT_TRUE(absences.ok()) << absences.status();
  const std::string posts = Read("organisations/posts.csv");
  for (const domain::Absence& absence : *absences) {
    const std::string post =
        absence.absent + "," + absence.role + "," + absence.organisation + "," + absence.area + "\n";
    EXPECT_NE(posts.find(post), std::string::npos) << post;
  }
}

TEST(ReleasedFiles, TheDemoCityCanComeIntoForce) {
  const auto editions = ReadConfigFiles(std::string(WANGGE_SOURCE_DIR) + "/config/demo/lishui/city.textproto");
  ASSERT_TRUE(editions.ok()) << editions.status();
  EXPECT_EQ(editions->size(), 10u);
}

}  // namespace
}  // namespace wangge::catalog
