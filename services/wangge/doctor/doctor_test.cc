#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "base/limits.h"
#include "base/rfc3339.h"
#include "domain/calendar/testing/calendars.h"
#include "services/wangge/doctor/city.h"
#include "services/wangge/doctor/files.h"
#include "services/wangge/doctor/offline.h"
#include "services/wangge/state_files.h"
#include "storage/testing/test_state.h"

namespace wangge::doctor {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

constexpr Timestamp kNow{1'772'445'600'000'000};  // 2026-03-02

Finding Of(const Findings& findings, const std::string& check) {
  const auto found = std::ranges::find(findings, check, &Finding::check);
  return found == findings.end() ? Finding{.check = "not looked at: " + check} : *found;
}

class DoctorTest : public ::testing::Test {
 protected:
  void MakeState() { ASSERT_TRUE(OpenStateFiles(state_, OpenFor::kFresh).ok()); }

  storage::TempDirectory dir_;
  const std::string state_ = dir_ / "state";
};

TEST_F(DoctorTest, SaysWhenThereIsNoState) {
  const Findings findings = ExamineState(state_, kNow);
  EXPECT_EQ(findings.size(), 1u);
  EXPECT_EQ(findings.front().level, Level::kWrong);
  EXPECT_THAT(findings.front().text, HasSubstr("Expected a state in"));
}

TEST_F(DoctorTest, SaysThatNothingIsInForceYet) {
  MakeState();
  const Findings findings = ExamineState(state_, kNow);
  EXPECT_EQ(Of(findings, "database").level, Level::kWell);
  EXPECT_EQ(Of(findings, "permissions").level, Level::kWell);
  EXPECT_EQ(Of(findings, "configuration").level, Level::kWrong);
  EXPECT_THAT(Of(findings, "configuration").advice, HasSubstr("wangge config apply"));
  EXPECT_EQ(Of(findings, "master-key").level, Level::kWarning);
}

TEST_F(DoctorTest, SaysThatAServerHoldsTheState) {
  const OpenState open = OpenStateFiles(state_, OpenFor::kFresh).value();
  const Finding database = Of(ExamineState(state_, kNow), "database");
  EXPECT_EQ(database.level, Level::kWrong);
  EXPECT_THAT(database.text, HasSubstr("is open in another process"));
  EXPECT_THAT(database.advice, HasSubstr("wangge doctor --server"));
}

TEST_F(DoctorTest, SaysThatBytesAreDamagedAndToRestore) {
  MakeState();
  std::ofstream(RocksDir(state_) + "/CURRENT") << "MANIFEST-999999\n";
  const Finding database = Of(ExamineState(state_, kNow), "database");
  EXPECT_EQ(database.level, Level::kWrong);
  EXPECT_THAT(database.text, HasSubstr("MANIFEST-999999"));
  EXPECT_THAT(database.advice, HasSubstr("wangge restore"));
}

TEST_F(DoctorTest, SaysThatTheMasterKeyMayBeReadByOthersOrIsNone) {
  MakeState();
  std::ofstream(MasterKeyFile(state_)) << "not a key\n";
  EXPECT_EQ(Of(ExamineFiles(state_), "master-key").level, Level::kWrong);
  fs::permissions(MasterKeyFile(state_), fs::perms::owner_read | fs::perms::owner_write);
  EXPECT_EQ(Of(ExamineFiles(state_), "master-key").level, Level::kWrong);
}

TEST_F(DoctorTest, SaysWhatABackupLeft) {
  MakeState();
  EXPECT_EQ(Of(ExamineFiles(state_), "leftovers").level, Level::kWell);
  fs::create_directories(CheckpointDir(state_));
  EXPECT_EQ(Of(ExamineFiles(state_), "leftovers").level, Level::kWarning);
}

TEST(JudgeDisk, IsShortFullOrReadOnly) {
  EXPECT_EQ(JudgeDisk(kFreeShort, kFreeShort * 2, false).level, Level::kWell);
  EXPECT_EQ(JudgeDisk(kFreeShort - 1, kFreeShort * 2, false).level, Level::kWarning);
  EXPECT_EQ(JudgeDisk(kFreeFull, kFreeShort * 2, false).level, Level::kWarning);
  EXPECT_EQ(JudgeDisk(kFreeFull - 1, kFreeShort * 2, false).level, Level::kWrong);
  EXPECT_EQ(JudgeDisk(kFreeShort, kFreeShort * 2, true).level, Level::kWrong);
}

class CityTest : public ::testing::Test {
 protected:
  Finding Clock(Timestamp now, std::optional<Timestamp> last, bool manual = false) {
    return Of(ExamineCity({.editions = editions_, .now = now, .last_record = last, .manual_clock = manual}), "clock");
  }
  domain::Editions editions_;
};

TEST_F(CityTest, AClockThatJumpedBackIsWrongFromFiveMinutesOn) {
  EXPECT_EQ(Clock(kNow, kNow).level, Level::kWell);
  EXPECT_EQ(Clock(kNow, kNow + limits::kClockJumpMax).level, Level::kWell);
  EXPECT_EQ(Clock(kNow, kNow + limits::kClockJumpMax + Microseconds(1)).level, Level::kWrong);
  EXPECT_EQ(Clock(kNow, std::nullopt).level, Level::kWell);
}

TEST_F(CityTest, AClockThatWasNeverSetIsWrong) { EXPECT_EQ(Clock(Timestamp{0}, std::nullopt).level, Level::kWrong); }

TEST_F(CityTest, AManualClockIsTold) { EXPECT_EQ(Clock(kNow, kNow, true).level, Level::kWarning); }

TEST_F(CityTest, ACalendarWithoutItsNextYearIsTold) {
  const auto at = [this](const char* now) {
    return Of(ExamineCity({.editions = editions_, .now = *ParseRfc3339(std::string(now) + "+08:00")}), "calendar");
  };
  editions_.calendars.Activate("china", domain::EditionId{1},
                               std::make_shared<domain::Calendar>(domain::testing::China()));
  EXPECT_EQ(at("2026-10-31T23:59:59").level, Level::kWell);
  EXPECT_EQ(at("2026-11-01T00:00:00").level, Level::kWarning);
  EXPECT_THAT(at("2026-11-01T00:00:00").text, HasSubstr("calendar \"china\" lacks the holidays of 2027"));
}

}  // namespace
}  // namespace wangge::doctor
