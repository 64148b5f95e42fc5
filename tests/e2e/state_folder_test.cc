// A folder that is not a state is never filled with the files of one.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <vector>

#include "tests/kit/files.h"
#include "tests/kit/health.h"
#include "tests/kit/program.h"

namespace wangge {
namespace {

using ::testing::HasSubstr;

constexpr int kRefused = 3;

class OtherFolderTest : public ::testing::Test {
 protected:
  void SetUp() override { kit::WriteText(folder_ + "/letters/april.txt", "Dear Sir"); }

  void ExpectRefused(std::vector<std::string> arguments) {
    arguments.insert(arguments.end(), {"--state", folder_ + "/letters"});
    const kit::Ran ran = kit::Run(arguments);
    EXPECT_EQ(ran.exit, kRefused) << ran.err;
    EXPECT_THAT(ran.err, HasSubstr("holds \"april.txt\" and no state"));
    std::size_t entries = 0;
    for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator(folder_ + "/letters")) ++entries;
    EXPECT_EQ(entries, 1U);
  }

  const std::string folder_ = kit::MakeFolder("files");
};

TEST_F(OtherFolderTest, ServeRefusesIt) { ExpectRefused({"serve", "--listen", "127.0.0.1:0", "--keys", folder_}); }

TEST_F(OtherFolderTest, ConfigApplyRefusesIt) { ExpectRefused({"config", "apply", kit::DemoCity()}); }

TEST_F(OtherFolderTest, SimulateRefusesIt) { ExpectRefused({"simulate", "--rate", "1"}); }

TEST_F(OtherFolderTest, ReplayRefusesItAndWritesNoRejects) {
  const std::string map = kit::WriteText(
      folder_ + "/map.textproto",
      "id: \"small\" time_zone: \"UTC\" time_formats: \"%Y-%m-%d\" columns { id: \"id\" opened: \"opened\" }");
  const std::string csv = kit::WriteText(folder_ + "/export.csv", "id,opened\n1,2024-01-01\n2,never\n");
  ExpectRefused({"replay", "--map", map, "--input", csv});
  EXPECT_FALSE(std::filesystem::exists(folder_ + "/letters.rejects.csv"));
}

TEST_F(OtherFolderTest, AFileIsNoState) {
  const kit::Ran ran = kit::Run({"config", "apply", kit::DemoCity(), "--state", folder_ + "/letters/april.txt"});
  EXPECT_EQ(ran.exit, kRefused) << ran.err;
  EXPECT_THAT(ran.err, HasSubstr("Expected a directory for the state"));
}

TEST(EmptyState, ServeSaysThatNoConfigurationIsInForce) {
  const std::string folder = kit::MakeFolder("files");
  const auto server = kit::Serve(folder, {"--state", folder + "/state", "--keys", folder + "/keys"});
  ASSERT_NE(server, nullptr);
  EXPECT_THAT(kit::ReadText(folder + "/serve.log"), HasSubstr("wangge config apply"));
}

}  // namespace
}  // namespace wangge
