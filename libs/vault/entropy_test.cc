#include "vault/entropy.h"

#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "gtest/gtest.h"

namespace wangge::vault {
namespace {

std::string Take(Entropy& entropy, std::size_t size) {
  std::string bytes(size, 'x');
  entropy.Fill(bytes);
  return bytes;
}

TEST(SeededEntropy, GivesTheSameBytesForTheSameSeed) {
  SeededEntropy one(7);
  SeededEntropy same(7);
  SeededEntropy other(8);
  const std::string first = Take(one, 40);
  EXPECT_EQ(first, Take(same, 40));
  EXPECT_NE(first, Take(other, 40));
  EXPECT_NE(first, Take(one, 40));
  EXPECT_EQ(Take(one, 0), "");
}

TEST(SystemEntropy, NeverRepeatsAcrossRequestsThreadsAndStocks) {
  SystemEntropy entropy;
  std::vector<std::vector<std::string>> taken(4);
  {
    std::vector<std::jthread> threads;
    for (auto& mine : taken) {
      threads.emplace_back([&entropy, &mine] {
        for (int i = 0; i < 2'000; ++i) mine.push_back(Take(entropy, i % 100 == 0 ? 100 : 12));
      });
    }
  }
  std::set<std::string> seen;
  for (const auto& mine : taken) {
    for (const std::string& bytes : mine) EXPECT_TRUE(seen.insert(bytes.substr(0, 12)).second);
  }
}

TEST(SystemEntropy, AForkedChildDoesNotRepeatItsParentsBytes) {
  SystemEntropy entropy;
  Take(entropy, 12);
  std::array<int, 2> ends{};
  ASSERT_EQ(::pipe(ends.data()), 0);
  const pid_t child = ::fork();
  ASSERT_GE(child, 0);
  const std::string bytes = Take(entropy, 16);
  if (child == 0) {
    const bool written = ::write(ends[1], bytes.data(), bytes.size()) == 16;
    ::_exit(written ? 0 : 1);
  }
  std::string of_child(16, '\0');
  EXPECT_EQ(::read(ends[0], of_child.data(), of_child.size()), 16);
  int status = 0;
  EXPECT_EQ(::waitpid(child, &status, 0), child);
  EXPECT_NE(of_child, bytes);
  ::close(ends[0]);
  ::close(ends[1]);
}

}  // namespace
}  // namespace wangge::vault
