#include "services/wangge/development_keys.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <thread>
#include <vector>

namespace wangge {
namespace {

std::string NewFolder(const std::string& name) {
  const std::string folder = ::testing::TempDir() + "development_keys_" + name;
  std::filesystem::remove_all(folder);
  return folder;
}

TEST(DevelopmentKeysTest, KeysAreMadeOnceAndFoundAgain) {
  const std::string folder = NewFolder("once");
  const auto made = LoadOrMakeServerKeys(folder);
  ASSERT_TRUE(made.ok()) << made.status().ToString();
  const auto found = LoadOrMakeSigningKey(folder);
  ASSERT_TRUE(found.ok());
  EXPECT_EQ(found->id, made->signing->id);
  EXPECT_TRUE(made->known.contains(found->id));
}

TEST(DevelopmentKeysTest, ManyWhoStartTogetherShareOneKey) {
  const std::string folder = NewFolder("together");
  std::vector<std::string> ids(8);
  {
    std::vector<std::jthread> threads;
    for (std::string& id : ids) threads.emplace_back([&] { id = LoadOrMakeSigningKey(folder)->id; });
  }
  for (const std::string& id : ids) EXPECT_EQ(id, ids.front());
}

TEST(DevelopmentKeysTest, PublicKeysAloneAreLeftAlone) {
  const std::string folder = NewFolder("public");
  ASSERT_TRUE(LoadOrMakeSigningKey(folder).ok());
  std::filesystem::remove(folder + "/signing.json");
  const auto keys = LoadOrMakeServerKeys(folder);
  ASSERT_TRUE(keys.ok());
  EXPECT_FALSE(keys->signing);
  EXPECT_FALSE(std::filesystem::exists(folder + "/signing.json"));
}

}  // namespace
}  // namespace wangge
