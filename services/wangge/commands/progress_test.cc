#include "services/wangge/commands/progress.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <stdlib.h>

namespace wangge::commands {
namespace {

using std::chrono::milliseconds;

// A terminal of this process, and what was drawn on it.
class Terminal {
 public:
  Terminal() : far_(::posix_openpt(O_RDWR | O_NOCTTY | O_NONBLOCK)) {
    EXPECT_EQ(::grantpt(far_), 0);
    EXPECT_EQ(::unlockpt(far_), 0);
    near_ = ::open(::ptsname(far_), O_RDWR | O_NOCTTY);
  }
  ~Terminal() {
    ::close(near_);
    ::close(far_);
  }
  int descriptor() const { return near_; }
  std::string Drawn() const {
    char text[1'024];
    const ssize_t got = ::read(far_, text, sizeof(text));
    return got > 0 ? std::string(text, static_cast<std::size_t>(got)) : std::string();
  }

 private:
  int far_;
  int near_ = -1;
};

TEST(Progress, DrawsABarOfThirtyAndClearsItsLineAtTheEnd) {
  const Terminal terminal;
  {
    Progress progress("proving", terminal.descriptor(), milliseconds(0));
    progress.Show(1, 2);
    EXPECT_EQ(terminal.Drawn(), "\r\x1b[Kproving [###############...............]  50 %");
    progress.Show(2, 2);
    EXPECT_EQ(terminal.Drawn(), "") << "not more than ten times a second";
  }
  EXPECT_EQ(terminal.Drawn(), "\r\x1b[K");
}

TEST(Progress, WithoutATotalItCounts) {
  const Terminal terminal;
  Progress progress("located", terminal.descriptor(), milliseconds(0));
  progress.Show(1'000, 0);
  EXPECT_EQ(terminal.Drawn(), "\r\x1b[Klocated 1000");
  progress.Hide();
  EXPECT_EQ(terminal.Drawn(), "\r\x1b[K");
}

TEST(Progress, WorkOfUnderTwoSecondsDrawsNothing) {
  const Terminal terminal;
  {
    Progress progress("proving", terminal.descriptor());
    progress.Show(1, 2);
  }
  EXPECT_EQ(terminal.Drawn(), "");
}

TEST(Progress, WhatIsNoTerminalGetsNothing) {
  int ends[2];
  ASSERT_EQ(::pipe2(ends, O_NONBLOCK), 0);
  {
    Progress progress("proving", ends[1], milliseconds(0));
    progress.Show(1, 2);
  }
  char byte = 0;
  EXPECT_EQ(::read(ends[0], &byte, 1), -1);
  ::close(ends[0]);
  ::close(ends[1]);
}

}  // namespace
}  // namespace wangge::commands
