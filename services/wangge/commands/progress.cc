#include "services/wangge/commands/progress.h"

#include <algorithm>
#include <cstdio>
#include <utility>

namespace wangge::commands {
namespace {

constexpr auto kRedrawEvery = std::chrono::milliseconds(100);
constexpr std::uint64_t kWidth = 30;

}  // namespace

Progress::Progress(std::string what, int terminal, std::chrono::milliseconds quiet_for)
    : what_(std::move(what)),
      terminal_(isatty(terminal) == 1 ? terminal : -1),
      quiet_until_(std::chrono::steady_clock::now() + quiet_for) {}

void Progress::Show(std::uint64_t done, std::uint64_t total) {
  const auto now = std::chrono::steady_clock::now();
  if (terminal_ == -1 || now < quiet_until_ || now - last_ < kRedrawEvery) return;
  last_ = now;
  shown_ = true;
  if (total == 0) {
    ::dprintf(terminal_, "\r\033[K%s %llu", what_.c_str(), static_cast<unsigned long long>(done));
    return;
  }
  done = std::min(done, total);
  std::string bar(done * kWidth / total, '#');
  bar.resize(kWidth, '.');
  ::dprintf(terminal_, "\r\033[K%s [%s] %3d %%", what_.c_str(), bar.c_str(), static_cast<int>(done * 100 / total));
}

void Progress::Hide() {
  if (std::exchange(shown_, false)) ::dprintf(terminal_, "\r\033[K");
}

}  // namespace wangge::commands
