// A progress bar on stderr for work that takes longer than two seconds, when stderr is a terminal; else nothing.
// One thread.
#pragma once

#include <unistd.h>

#include <chrono>
#include <cstdint>
#include <string>

namespace wangge::commands {

class Progress {
 public:
  static constexpr std::chrono::milliseconds kQuietFor{2'000};

  // Tests name another terminal and do not wait.
  explicit Progress(std::string what, int terminal = STDERR_FILENO, std::chrono::milliseconds quiet_for = kQuietFor);
  ~Progress() { Hide(); }
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  // `total` 0: not known, only what is done is shown.
  void Show(std::uint64_t done, std::uint64_t total);
  // Clears the line for other text, until the next Show.
  void Hide();

 private:
  std::string what_;
  int terminal_;  // -1: none
  bool shown_ = false;
  std::chrono::steady_clock::time_point quiet_until_;
  std::chrono::steady_clock::time_point last_{};
};

}  // namespace wangge::commands
