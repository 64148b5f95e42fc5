#include "tests/kit/program.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <utility>

namespace wangge::kit {
namespace {

constexpr int kNotRun = 127;

std::string ReadAll(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

struct Files {
  std::string in;
  std::string out;
  std::string err;
};

// Only what is allowed between fork and exec.
[[noreturn]] void Become(const std::vector<char*>& arguments, const Files& files) {
  const int in = open(files.in.c_str(), O_RDONLY | O_CLOEXEC);
  const int out = open(files.out.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  const int err = open(files.err.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (chdir(WANGGE_SOURCE_DIR) == 0 && dup2(in, STDIN_FILENO) >= 0 && dup2(out, STDOUT_FILENO) >= 0 &&
      dup2(err, STDERR_FILENO) >= 0) {
    execv(WANGGE_PROGRAM, arguments.data());
  }
  _exit(kNotRun);
}

}  // namespace

Ran Run(std::vector<std::string> arguments, const std::string& input) {
  const std::string folder = MakeFolder("run");
  const Files files{folder + "/in", folder + "/out", folder + "/err"};
  std::ofstream(files.in, std::ios::binary) << input;
  arguments.insert(arguments.begin(), "wangge");
  std::vector<char*> pointers;
  for (std::string& argument : arguments) pointers.push_back(argument.data());
  pointers.push_back(nullptr);
  const pid_t pid = fork();
  if (pid == 0) Become(pointers, files);
  int status = 0;
  while (waitpid(pid, &status, 0) < 0 && errno == EINTR) {
  }
  return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, ReadAll(files.out), ReadAll(files.err)};
}

std::string MakeFolder(const std::string& name) {
  const auto* test = ::testing::UnitTest::GetInstance()->current_test_info();
  const std::string folder = ::testing::TempDir() + "wangge_" + test->test_suite_name() + "_" + test->name() + "_" +
                             std::to_string(getpid()) + "/" + name;
  std::filesystem::remove_all(folder);
  std::filesystem::create_directories(folder);
  return folder;
}

std::string DemoCity() { return std::string(WANGGE_SOURCE_DIR) + "/config/demo/lishui/city.textproto"; }

std::unique_ptr<bench::ServerProcess> Serve(const std::string& folder, std::vector<std::string> arguments) {
  auto server = bench::ServerProcess::Start(folder, std::move(arguments), WANGGE_PROGRAM);
  EXPECT_TRUE(server.ok()) << server.status();
  return server.ok() ? *std::move(server) : nullptr;
}

}  // namespace wangge::kit
