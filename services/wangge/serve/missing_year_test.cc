// The warning of a calendar that lacks the next year's holidays, as a server's log tells it.
#include <gtest/gtest.h>

#include <algorithm>
#include <condition_variable>
#include <filesystem>
#include <mutex>
#include <string>
#include <vector>

#include "base/digest/sha256.h"
#include "base/file/file.h"
#include "base/limits.h"
#include "base/rfc3339.h"
#include "engine/shard.h"
#include "services/wangge/serve/process.h"
#include "services/wangge/state_files.h"

namespace wangge::serve {
namespace {

// A state in which the calendar of the repository is in force, whose last year is 2026.
class MissingYearTest : public ::testing::Test {
 protected:
  MissingYearTest()
      : folder_(::testing::TempDir() + "missing_year_" +
                ::testing::UnitTest::GetInstance()->current_test_info()->name()) {
    std::filesystem::remove_all(folder_);
    const auto body =
        ReadFile(std::string(WANGGE_SOURCE_DIR) + "/config/calendars/cn.textproto", limits::kConfigBodyBytesMax);
    EXPECT_TRUE(body.ok()) << body.status();
    const auto files = OpenStateFiles(folder_ + "/state", OpenFor::kEither, {.inline_mode = true});
    EXPECT_TRUE(files.ok()) << files.status();
    const auto shard = engine::Shard::Open(*files->committer, {}, CatalogLoader(), nullptr);
    EXPECT_TRUE(shard.ok()) << shard.status();
    (*shard)->Stage(
        {.envelope = {.actor = {.id = "test"},
                      .command = domain::ActivateEdition{domain::EditionKind::kCalendar, "cn", Sha256::Of(*body)},
                      .edition_body = *body},
         .done = nullptr},
        *ParseRfc3339("2026-01-01T00:00:00+08:00"));
    (*shard)->Commit();
    EXPECT_TRUE((*shard)->Flush().ok());
  }
  ~MissingYearTest() override { std::filesystem::remove_all(folder_); }

  // How often a server at this instant has warned once it has, `least` times.
  std::size_t WarningsAt(const char* now, std::size_t least, Duration every = Hours(24)) {
    std::mutex mutex;
    std::condition_variable changed;
    std::size_t warnings = 0;
    Options options;
    options.services = {"ledger", "dispatch", "resolution"};
    options.state = folder_ + "/state";
    options.listen = "127.0.0.1:0";
    options.keys = folder_ + "/keys";
    options.manual_clock = true;
    options.clock_start = ParseRfc3339(now);
    options.grace = Seconds(1);
    options.warn_every = every;
    options.log.sink = [&](std::string_view line) {
      const std::lock_guard lock(mutex);
      const bool is_warning = line.find("holidays of a year are missing") != std::string_view::npos;
      if (is_warning && line.find("2027") != std::string_view::npos) ++warnings;
      changed.notify_all();
    };
    auto process = Process::Start(options);
    EXPECT_TRUE(process.ok()) << process.status();
    std::unique_lock lock(mutex);
    changed.wait_for(lock, std::chrono::seconds(20), [&] { return warnings >= least; });
    lock.unlock();
    process->reset();
    return warnings;
  }

  const std::string folder_;
};

TEST_F(MissingYearTest, IsToldFromTheFirstOfNovemberOn) {
  EXPECT_EQ(WarningsAt("2026-10-31T23:59:59+08:00", 0), 0u);
  EXPECT_EQ(WarningsAt("2026-11-01T00:00:00+08:00", 1), 1u);
}

TEST_F(MissingYearTest, IsToldAgainAndAgainWhileTheServerRuns) {
  EXPECT_EQ(Options().warn_every, Hours(24)) << "daily";
  EXPECT_GE(WarningsAt("2026-12-31T00:00:00+08:00", 3, Milliseconds(5)), 3u);
}

}  // namespace
}  // namespace wangge::serve
