// A shift of an inspector from sign-in to sign-out and to its expiry, at the command line; whole and over processes.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include "tests/kit/files.h"
#include "tests/kit/health.h"
#include "tests/kit/posts.h"
#include "tests/kit/program.h"

namespace wangge {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr int kRefused = 3;
constexpr char kMorning[] = "2026-02-13T01:00:00Z";  // 09:00 in Lishui

// Two steps in Liandu, then one fix of each mark, one before the sign-in and one that is nowhere.
constexpr char kFixes[] =
    "sequence,lon,lat,accuracy_m,time,mock\n"
    "1,119.9200,28.4500,5,2026-02-13T01:00:00Z,\n"
    "2,119.9201,28.4500,5,2026-02-13T01:00:20Z,false\n"
    "3,119.9900,28.4500,5,2026-02-13T01:00:40Z,\n"
    "4,119.9201,28.4500,250,2026-02-13T01:01:00Z,\n"
    "5,119.9201,28.4500,5,2026-02-13T01:00:30Z,\n"
    "6,119.9201,28.4500,5,2026-02-13T09:00:00Z,\n"
    "7,119.9201,28.4500,5,2026-02-13T01:01:20Z,true\n"
    "8,119.9201,28.4500,5,2026-02-13T00:59:59Z,\n"
    "9,119.9201,95,5,2026-02-13T01:01:40Z,\n";

class PatrolCommandTest : public ::testing::Test {
 protected:
  void SetUp() override {
    const kit::Ran applied = kit::Run({"config", "apply", kit::DemoCity(), "--state", state_, "--at", kMorning});
    ASSERT_EQ(applied.exit, 0) << applied.err;
    kit::WriteText(fixes_, kFixes);
  }
  std::unique_ptr<bench::ServerProcess> Serve(const std::string& name, std::vector<std::string> arguments) {
    std::filesystem::create_directories(folder_ + "/" + name);
    arguments.insert(arguments.end(), {"--keys", folder_ + "/keys"});
    return kit::Serve(folder_ + "/" + name, arguments);
  }
  void ServeWhole(const std::string& from = kMorning) {
    server_ = Serve("whole", {"--state", state_, "--clock", "manual", "--clock-start", from});
    ASSERT_NE(server_, nullptr);
    at_ = server_->address();
  }
  kit::Ran As(const kit::Post& post, std::vector<std::string> arguments) const {
    arguments.insert(arguments.end(), {"--server", at_, "--keys", folder_ + "/keys", "--actor", post.actor, "--role",
                                       post.role, "--organisation", post.organisation, "--caller-area", post.area});
    return kit::Run(arguments);
  }
  kit::Ran Patrol(const kit::Post& post, std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin(), "patrol");
    return As(post, std::move(arguments));
  }
  void Sign(const std::string& what) const {
    const kit::Ran ran = Patrol(kit::kInspector, {what});
    ASSERT_EQ(ran.exit, 0) << ran.err;
  }
  std::string Readings() const { return kit::ReadText(state_ + "/readings.jsonl"); }

  const std::string folder_ = kit::MakeFolder("patrol");
  const std::string state_ = folder_ + "/state";
  const std::string fixes_ = folder_ + "/fixes.csv";
  std::unique_ptr<bench::ServerProcess> server_;
  std::string at_;
};

TEST_F(PatrolCommandTest, AShiftFromSignInToSignOut) {
  ServeWhole();
  EXPECT_THAT(Patrol(kit::kInspector, {"send", fixes_}).out, HasSubstr("refused   1: NO_SHIFT"));
  Sign("start");
  const kit::Ran again = Patrol(kit::kInspector, {"start"});
  EXPECT_EQ(again.exit, kRefused);
  EXPECT_THAT(again.err, HasSubstr("one is open since 2026-02-13T01:00:00"));

  const kit::Ran sent = Patrol(kit::kInspector, {"send", fixes_});
  EXPECT_EQ(sent.exit, kRefused) << "some are refused";
  EXPECT_THAT(sent.out, AllOf(HasSubstr("kept      7"), HasSubstr("marked    3: jump\n"),
                              HasSubstr("marked    4: accuracy\n"), HasSubstr("marked    5: clock\n"),
                              HasSubstr("marked    6: clock\n"), HasSubstr("marked    7: mock\n")));
  EXPECT_THAT(sent.out,
              AllOf(HasSubstr("refused   8: BEFORE_SHIFT"), HasSubstr("refused   9: POSITION_OUT_OF_RANGE"),
                    HasSubstr("county    331102\n"), HasSubstr("street    331102"), HasSubstr("illustrative")));
  EXPECT_THAT(Patrol(kit::kInspector, {"send", fixes_}).out, HasSubstr("repeated  7"));

  const kit::Ran presence = Patrol(kit::kShiftLeader, {"presence", "--layer", "county"});
  EXPECT_THAT(presence.out, HasSubstr("331102               1\n"));
  EXPECT_THAT(presence.out, Not(HasSubstr(kit::kInspector.actor))) << "no purpose, no ids";
  EXPECT_EQ(Readings(), "");
  EXPECT_THAT(Patrol(kit::kShiftLeader, {"presence", "--layer", "county", "--purpose", "a burst pipe"}).out,
              HasSubstr(kit::kInspector.actor));
  EXPECT_THAT(Readings(), AllOf(HasSubstr("\"presence\":\"county\""), HasSubstr("\"purpose\":\"a burst pipe\"")));
  EXPECT_EQ(Patrol(kit::kDispatcher, {"presence", "--layer", "county"}).exit, kRefused);

  const kit::Ran coverage = Patrol(kit::kShiftLeader, {"coverage", "--layer", "unit_grid", "--within", "331102"});
  EXPECT_THAT(coverage.out, HasSubstr("1 cells walked on 2026-02-13\n"));
  EXPECT_EQ(Patrol(kit::kInspector, {"coverage", "--layer", "unit_grid"}).exit, kRefused);

  Sign("end");
  EXPECT_THAT(Patrol(kit::kShiftLeader, {"presence", "--layer", "county"}).out, Not(HasSubstr("331102 ")));
  EXPECT_THAT(Patrol(kit::kInspector, {"track"}).out,
              AllOf(HasSubstr("fixes    7 kept, 5 of them marked, 4 refused"), HasSubstr("119.9201000 28.4500000")));
  EXPECT_EQ(Patrol(kit::kShiftLeader, {"track"}).out, "") << "nobody else's";
}

TEST_F(PatrolCommandTest, ATrackOutlivesTheProcessButNotItsTime) {
  const std::string proof = kit::Run({"verify", "--state", state_}).out;
  ServeWhole();
  Sign("start");
  Patrol(kit::kInspector, {"send", fixes_});
  server_->Kill();
  ServeWhole();
  EXPECT_THAT(Patrol(kit::kInspector, {"send", fixes_}).out, HasSubstr("repeated  7"));
  Sign("end");
  server_->Terminate();
  EXPECT_EQ(kit::Run({"verify", "--state", state_}).out, proof) << "no track is in the log or in its digest";

  ServeWhole("2026-03-15T00:59:59Z");
  EXPECT_THAT(Patrol(kit::kInspector, {"track"}).out, HasSubstr("7 kept"));
  const kit::Ran moved = As(kit::kAdministrator, {"clock", "advance", "--to", "2026-03-15T01:00:00Z"});
  ASSERT_EQ(moved.exit, 0) << moved.err;
  EXPECT_EQ(Patrol(kit::kInspector, {"track"}).out, "");
  server_->Terminate();
  ServeWhole("2026-03-15T01:00:01Z");
  EXPECT_EQ(Patrol(kit::kInspector, {"track"}).out, "");
  EXPECT_THAT(kit::ReadText(folder_ + "/whole/serve.log"), HasSubstr("tracks of the past removed"));
}

TEST_F(PatrolCommandTest, AReportServiceOfItsOwnKeepsNoTrack) {
  const auto node = Serve("node", {"--services", "ledger,dispatch,resolution", "--state", state_, "--clock", "manual",
                                   "--clock-start", kMorning});
  ASSERT_NE(node, nullptr);
  const auto grid = Serve("grid", {"--services", "grid", "--ledger", node->address()});
  ASSERT_NE(grid, nullptr);
  const auto report = Serve("report", {"--services", "report", "--state", folder_ + "/report/state", "--ledger",
                                       node->address(), "--grid", grid->address()});
  ASSERT_NE(report, nullptr);
  ASSERT_TRUE(kit::AwaitServing(grid->address()).ok());
  ASSERT_TRUE(kit::AwaitServing(report->address()).ok());
  at_ = report->address();
  Sign("start");
  EXPECT_THAT(Patrol(kit::kInspector, {"send", fixes_, "--json"}).out,
              AllOf(HasSubstr("\"kept\":7"), HasSubstr("\"FIX_MARK_JUMP\"")));
  EXPECT_THAT(Patrol(kit::kShiftLeader, {"presence", "--layer", "county", "--json"}).out, HasSubstr("\"on_shift\":1"));
  EXPECT_THAT(Patrol(kit::kShiftLeader, {"coverage", "--layer", "county"}).out, HasSubstr("1 cells walked"));
  EXPECT_FALSE(std::filesystem::exists(folder_ + "/report/state/rocks"));
  Sign("end");
}

}  // namespace
}  // namespace wangge
