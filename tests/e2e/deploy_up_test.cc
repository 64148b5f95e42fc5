// deploy/up started twice at once, with a build and a program that a script plays.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "tests/kit/program.h"

namespace wangge {
namespace {

namespace fs = std::filesystem;

// The first to build waits to be told; whoever builds beside another leaves a trace.
constexpr char kBuild[] = R"(#!/usr/bin/env bash
mkdir building || touch ../overlap
if [[ ! -e ../first ]]; then touch ../first; echo begun >../begun; read -r _ <../go; fi
rmdir building
)";
constexpr char kProgram[] = R"(#!/usr/bin/env bash
case "$1 $2" in
  "stats summary") echo '{"verify":true}' ;;
  serve*)
    while [[ $1 != --port-file ]]; do shift; done
    sleep 300 & sleeper=$!
    trap 'kill $sleeper; exit 0' TERM
    echo 1 >"$2"
    wait
    ;;
esac
)";
constexpr char kTwice[] = R"(
mkfifo begun go
checkout/deploy/up --once >1.out 2>1.err & one=$!
read -r _ <begun
checkout/deploy/up --once >2.out 2>2.err & two=$!
until grep -q 'waiting for its end' 2.err; do kill -0 $two || exit 1; done
echo on >go
wait $one && wait $two
)";

void Write(const std::string& path, const std::string& text) {
  std::ofstream(path) << text;
  fs::permissions(path, fs::perms::owner_all);
}

std::string ContentOf(const std::string& path) {
  std::ifstream in(path);
  return {std::istreambuf_iterator<char>(in), {}};
}

TEST(DeployUp, TheSecondOfTwoAtOnceWaitsForTheFirst) {
  const std::string folder = kit::MakeFolder("deploy");
  const std::string checkout = folder + "/checkout";
  fs::create_directories(checkout + "/deploy");
  fs::create_directories(checkout + "/build/release/bin");
  const fs::path source = fs::path(kit::DemoCity()).parent_path().parent_path().parent_path().parent_path();
  fs::copy(source / "deploy/up", checkout + "/deploy/up");
  Write(checkout + "/deploy/build", kBuild);
  Write(checkout + "/build/release/bin/wangge", kProgram);
  Write(folder + "/twice", kTwice);
  const int ended = std::system(("cd '" + folder + "' && bash ./twice").c_str());
  EXPECT_EQ(ended, 0) << ContentOf(folder + "/1.err") << ContentOf(folder + "/2.err");
  EXPECT_EQ(ContentOf(folder + "/1.out"), "{\"verify\":true}\n");
  EXPECT_EQ(ContentOf(folder + "/2.out"), "{\"verify\":true}\n");
  EXPECT_FALSE(fs::exists(folder + "/overlap"));
}

}  // namespace
}  // namespace wangge
