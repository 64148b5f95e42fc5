// A progress bar on stderr for work that takes longer than two seconds, when stderr is a terminal; else nothing.
// One thread.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace wangge::commands {

class Progress {
 public:
  explicit Progress(std::string what);
  ~Progress();
  void Show(std::uint64_t done, std::uint64_t total);

 private:
  std::string what_;
  bool terminal_;
  bool shown_ = false;
  std::chrono::steady_clock::time_point start_;
  std::chrono::steady_clock::time_point last_;
};

}  // namespace wangge::commands
