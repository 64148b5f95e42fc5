// The built program under test: run once, or left serving. Thread rule: the test's main thread.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "services/wangge/bench/server_process.h"

namespace wangge::kit {

struct Ran {
  int exit = -1;  // -1: a signal ended it
  std::string out{};
  std::string err{};
};

// Runs `wangge` with `arguments` and `input` on its standard input, in the source folder; waits for its end.
Ran Run(std::vector<std::string> arguments, const std::string& input = {});

// A new empty folder of the running test.
std::string MakeFolder(const std::string& name);

// The city file of the demo city.
std::string DemoCity();

// `wangge serve` with `arguments`, its port file and log in `folder`. A test failure and nullptr: it does not start.
std::unique_ptr<bench::ServerProcess> Serve(const std::string& folder, std::vector<std::string> arguments);

}  // namespace wangge::kit
