#include "services/wangge/commands/progress.h"

#include <unistd.h>

#include <cstdio>
#include <utility>

namespace wangge::commands {
namespace {

constexpr auto kQuietFor = std::chrono::seconds(2);
constexpr auto kRedrawEvery = std::chrono::milliseconds(100);
constexpr int kWidth = 30;

}  // namespace

Progress::Progress(std::string what)
    : what_(std::move(what)), terminal_(isatty(STDERR_FILENO) == 1), start_(std::chrono::steady_clock::now()) {}

Progress::~Progress() {
  if (shown_) std::fprintf(stderr, "\r\033[K");
}

void Progress::Show(std::uint64_t done, std::uint64_t total) {
  const auto now = std::chrono::steady_clock::now();
  if (!terminal_ || total == 0 || now - start_ < kQuietFor || now - last_ < kRedrawEvery) return;
  last_ = now;
  shown_ = true;
  const int filled = static_cast<int>(done * kWidth / total);
  std::string bar(static_cast<std::size_t>(filled), '#');
  bar.resize(kWidth, '.');
  std::fprintf(stderr, "\r\033[K%s [%s] %3d %%", what_.c_str(), bar.c_str(), static_cast<int>(done * 100 / total));
}

}  // namespace wangge::commands
