// What commands tell beside their answer: keys that were made, text that is none, a clock that is not manual.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "tests/kit/files.h"
#include "tests/kit/posts.h"
#include "tests/kit/program.h"

namespace wangge {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

constexpr int kUsage = 2;
constexpr int kRefused = 3;
constexpr int kFailed = 4;

TEST(Token, SaysWhenItMadeNewKeysAndWhere) {
  const std::string keys = kit::MakeFolder("files") + "/keys";
  const std::vector<std::string> token{"token", "--actor", "a", "--role", "analyst", "--keys", keys};
  const kit::Ran first = kit::Run(token);
  EXPECT_EQ(first.exit, 0);
  EXPECT_THAT(first.err, HasSubstr("made new keys in " + keys));
  EXPECT_EQ(kit::Run(token).err, "");
}

TEST(Token, IsNeverMadeForTextThatIsNotUtf8) {
  const kit::Ran ran =
      kit::Run({"token", "--actor", "\xff", "--role", "analyst", "--keys", kit::MakeFolder("files") + "/keys"});
  EXPECT_EQ(ran.exit, kRefused);
  EXPECT_THAT(ran.err, HasSubstr("Expected UTF-8 in --actor"));
}

// The demo city on a real clock.
class ServedTest : public ::testing::Test {
 protected:
  void SetUp() override { Start({}, {}); }
  void Start(const std::vector<std::string>& at, const std::vector<std::string>& clock) {
    std::vector<std::string> apply{"config", "apply", kit::DemoCity(), "--state", folder_ + "/state"};
    apply.insert(apply.end(), at.begin(), at.end());
    const kit::Ran applied = kit::Run(apply);
    ASSERT_EQ(applied.exit, 0) << applied.err;
    std::vector<std::string> serve{"--state", folder_ + "/state", "--keys", folder_ + "/keys"};
    serve.insert(serve.end(), clock.begin(), clock.end());
    server_ = kit::Serve(folder_, serve);
    ASSERT_NE(server_, nullptr);
  }
  kit::Ran As(const kit::Post& post, std::vector<std::string> arguments) {
    arguments.insert(arguments.end(),
                     {"--server", server_->address(), "--keys", folder_ + "/keys", "--actor", post.actor, "--role",
                      post.role, "--organisation", post.organisation, "--caller-area", post.area});
    return kit::Run(arguments);
  }
  const std::string folder_ = kit::MakeFolder("files");
  std::unique_ptr<bench::ServerProcess> server_;
};

TEST_F(ServedTest, TextThatIsNotUtf8IsRefusedBeforeItIsSent) {
  const kit::Ran ran = As(
      kit::kInspector, {"report", "--category", "100101", "--source", "inspector", "--description", "a lid \xff\xfe"});
  EXPECT_EQ(ran.exit, kRefused);
  EXPECT_THAT(ran.err, HasSubstr("Expected UTF-8 in report.description"));
  EXPECT_THAT(ran.err, Not(HasSubstr("libprotobuf")));
  EXPECT_THAT(ran.err, Not(HasSubstr("request-id")));
}

TEST_F(ServedTest, AReceiptWithoutAPointSaysSo) {
  const kit::Ran ran = As(kit::kInspector, {"report", "--category", "100101", "--source", "inspector"});
  EXPECT_EQ(ran.exit, 0) << ran.err;
  EXPECT_THAT(ran.out, HasSubstr("no point"));
}

TEST_F(ServedTest, TheRequestIdIsToldOnlyWhenTheOutcomeIsNotKnown) {
  const kit::Ran refused = As(kit::kInspector, {"report", "--category", "none", "--source", "inspector"});
  EXPECT_EQ(refused.exit, kRefused);
  EXPECT_THAT(refused.err, Not(HasSubstr("request-id")));
  server_->Terminate();
  const kit::Ran lost = As(kit::kInspector, {"report", "--category", "100101", "--source", "inspector"});
  EXPECT_EQ(lost.exit, kFailed);
  EXPECT_THAT(lost.err, HasSubstr("--request-id "));
}

TEST_F(ServedTest, AListSaysWhenItIsEmptyAndWhenThereIsMore) {
  const kit::Ran none = As(kit::kAcceptor, {"case", "list"});
  EXPECT_EQ(none.exit, 0) << none.err;
  EXPECT_EQ(none.out, "");
  EXPECT_EQ(none.err, "no case\n");
  for (int i = 0; i < 2; ++i) {
    ASSERT_EQ(As(kit::kInspector, {"report", "--category", "100101", "--source", "inspector"}).exit, 0);
  }
  const kit::Ran one = As(kit::kAcceptor, {"case", "list", "--max", "1"});
  EXPECT_THAT(one.out, HasSubstr("RECEIPT"));
  EXPECT_EQ(one.err, "more than 1: use --max\n");
  EXPECT_EQ(As(kit::kAcceptor, {"case", "list", "--max", "2"}).err, "");
}

TEST_F(ServedTest, ActionsNameTheOptionsThatTheyTakeAndNoneIsSaid) {
  const kit::Ran reported = As(kit::kInspector, {"report", "--category", "100101", "--source", "inspector"});
  const std::size_t at = reported.out.find("cases/");
  ASSERT_NE(at, std::string::npos) << reported.err;
  const std::string name = reported.out.substr(at, reported.out.find('\n', at) - at);
  EXPECT_THAT(As(kit::kAcceptor, {"case", "actions", name}).out, HasSubstr("--note"));
  EXPECT_THAT(As(kit::kAnalyst, {"case", "actions", name}).err, HasSubstr("none for your roles"));
  ASSERT_EQ(As(kit::kAcceptor, {"case", "act", name, "--action", "accept"}).exit, 0);
  const kit::Ran refused = As(kit::kAcceptor, {"case", "act", name, "--action", "file", "--condition", "100101-1"});
  EXPECT_THAT(refused.err, HasSubstr("(shift_leader), but the caller holds acceptor. Ask with the token of a post"));
  EXPECT_THAT(As(kit::kShiftLeader, {"case", "actions", name}).out,
              HasSubstr("\n  --condition 100101-2  4wh, hole above 25 cm"));
  const kit::Ran receipt = As(kit::kAcceptor, {"case", "show", "R-12345-67890A"});
  EXPECT_EQ(receipt.exit, kUsage);
  EXPECT_THAT(receipt.err, HasSubstr("case list --number R-12345-67890A"));
}

TEST_F(ServedTest, AReportWithAPhotoThatIsSentAgainGetsItsFirstReceipt) {
  const std::string photo = folder_ + "/lid.jpg";
  std::ofstream(photo, std::ios::binary) << "\xff\xd8\xff\xe0" << std::string(64, 'x');
  const std::vector<std::string> again{"report",   "--category",   "100101",
                                       "--source", "inspector",    "--photo",
                                       photo,      "--request-id", "7b1c0c1e-0d0a-4a8e-9a51-6a0d6c1f0a11"};
  const kit::Ran first = As(kit::kInspector, again);
  ASSERT_EQ(first.exit, 0) << first.err;
  const kit::Ran second = As(kit::kInspector, again);
  EXPECT_EQ(second.exit, 0) << second.err;
  EXPECT_EQ(second.out, first.out) << "one case, whatever the file was called the second time";
}

TEST_F(ServedTest, AStateWhoseMasterKeyIsLostIsNotServedUnderANewOne) {
  ASSERT_EQ(As(kit::kInspector, {"report", "--category", "100101", "--source", "inspector"}).exit, 0);
  server_->Terminate();
  std::filesystem::remove(folder_ + "/state/master.key");
  const kit::Ran ran =
      kit::Run({"serve", "--state", folder_ + "/state", "--keys", folder_ + "/keys", "--listen", "127.0.0.1:0"});
  EXPECT_NE(ran.exit, 0);
  EXPECT_THAT(ran.err, HasSubstr("Restore it from the backup"));
  EXPECT_FALSE(std::filesystem::exists(folder_ + "/state/master.key"));
}

TEST_F(ServedTest, ADispatchByTheRulesGoesToTheUnitThatTheyRankFirst) {
  const kit::Ran reported = As(kit::kInspector, {"report", "--category", "100101", "--source", "inspector", "--lon",
                                                 "119.92", "--lat", "28.45"});
  const std::size_t at = reported.out.find("cases/");
  ASSERT_NE(at, std::string::npos) << reported.err;
  const std::string name = reported.out.substr(at, reported.out.find('\n', at) - at);
  ASSERT_EQ(As(kit::kAcceptor, {"case", "act", name, "--action", "accept"}).exit, 0);
  ASSERT_EQ(As(kit::kShiftLeader, {"case", "act", name, "--action", "file", "--condition", "100101-1"}).exit, 0);
  const kit::Ran sent = As(kit::kDispatcher, {"case", "act", name, "--action", "dispatch", "--by-rules"});
  EXPECT_EQ(sent.exit, 0) << sent.err;
  EXPECT_THAT(sent.err, HasSubstr("the rules name 331102-SW"));
  EXPECT_THAT(sent.out, HasSubstr("331102-SW"));
}

TEST_F(ServedTest, WhatIsMadeUpIsCalledIllustrativeInListsAndFigures) {
  const kit::Ran layers = As(kit::kAnalyst, {"layer", "list"});
  EXPECT_THAT(layers.out, HasSubstr("cells  illustrative (示意)\n")) << layers.err;
  const std::vector<std::string> figures{"stats", "resolution-time"};
  const kit::Ran told = As(kit::kAnalyst, figures);
  EXPECT_THAT(told.out, StartsWith("illustrative (示意)")) << told.err;
  server_->Terminate();
  const std::vector<std::string> state{"--state", folder_ + "/state"};
  EXPECT_THAT(kit::Run({"layer", "list", "--state", folder_ + "/state"}).out, HasSubstr("  illustrative (示意)\n"));
  EXPECT_THAT(kit::Run({"layer", "list", "--json", "--state", folder_ + "/state"}).out,
              HasSubstr("\"illustrative\":true}\n"));
  EXPECT_THAT(kit::Run({"stats", "resolution-time", "--state", folder_ + "/state"}).out,
              StartsWith("illustrative (示意)"));
  EXPECT_THAT(kit::Run({"stats", "summary", "--state", folder_ + "/state"}).out, StartsWith("illustrative (示意)"));
}

TEST_F(ServedTest, WhatIsMadeUpIsCalledIllustrativeWithReceiptsCasesAndPlaces) {
  const std::vector<std::string> report{"report", "--category", "100101", "--source", "inspector",
                                        "--lon",  "119.92",     "--lat",  "28.45"};
  const kit::Ran receipt = As(kit::kInspector, report);
  EXPECT_THAT(receipt.out, StartsWith("illustrative (示意)")) << receipt.err;
  std::vector<std::string> with_json = report;
  with_json.push_back("--json");
  EXPECT_THAT(As(kit::kInspector, with_json).out, HasSubstr(",\"illustrative\":true}\n"));
  const std::size_t at = receipt.out.find("cases/");
  ASSERT_NE(at, std::string::npos);
  const std::string name = receipt.out.substr(at, receipt.out.find('\n', at) - at);
  EXPECT_THAT(As(kit::kAcceptor, {"case", "list"}).out, StartsWith("illustrative (示意)"));
  EXPECT_THAT(As(kit::kAcceptor, {"case", "list", "--json"}).out, HasSubstr(",\"illustrative\":true}\n"));
  EXPECT_THAT(As(kit::kAcceptor, {"case", "show", name}).out, StartsWith("illustrative (示意)"));
  EXPECT_THAT(As(kit::kAcceptor, {"case", "show", name, "--json"}).out, HasSubstr(",\"illustrative\":true}\n"));
  EXPECT_THAT(As(kit::kAcceptor, {"case", "act", name, "--action", "accept"}).out, StartsWith("illustrative (示意)"));
  const std::vector<std::string> locate{"locate", "--layer",         "unit_grid", "--server", server_->address(),
                                        "--keys", folder_ + "/keys", "--actor",   "a",        "--role",
                                        "analyst"};
  const kit::Ran placed = kit::Run(locate, "a,119.92,28.45\n");
  EXPECT_THAT(placed.out, StartsWith("id,code,version,edge_m,nearest,nearest_m\n"));
  EXPECT_THAT(placed.err, HasSubstr("illustrative (示意)"));
}

TEST_F(ServedTest, ALayerThatTheServerHasNotIsAnErrorAlsoWithoutPoints) {
  const kit::Ran ran = kit::Run({"locate", "--layer", "nope", "--server", server_->address(), "--keys",
                                 folder_ + "/keys", "--actor", "a", "--role", "analyst"});
  EXPECT_EQ(ran.exit, kRefused);
  EXPECT_THAT(ran.err, HasSubstr("nope"));
  EXPECT_EQ(ran.out, "");
}

TEST_F(ServedTest, ADayIsNotPlayedOnARealClock) {
  const kit::Ran ran = kit::Run({"simulate", "--server", server_->address(), "--keys", folder_ + "/keys", "--start",
                                 "2026-03-02", "--rate", "1"});
  EXPECT_EQ(ran.exit, kRefused);
  EXPECT_THAT(ran.err, HasSubstr("2026-03-01T16:00:00"));
  EXPECT_THAT(ran.err, HasSubstr("--clock manual"));
}

// Half an hour after midnight in the city, when it is still yesterday in UTC.
class ServedAtNightTest : public ServedTest {
 protected:
  void SetUp() override {
    Start({"--at", "2026-01-04T16:00:00Z"}, {"--clock", "manual", "--clock-start", "2026-01-04T16:30:00Z"});
  }
};

TEST_F(ServedAtNightTest, DatesAreDaysOfTheCitysOwnInAStateAndOnAServer) {
  ASSERT_EQ(As(kit::kInspector, {"report", "--category", "100101", "--source", "inspector"}).exit, 0);
  const std::vector<std::string> figures{"stats", "resolution-time", "--json"};
  const auto within = [&](std::vector<std::string> period) {
    period.insert(period.begin(), figures.begin(), figures.end());
    if (server_ != nullptr) return As(kit::kAnalyst, period).out;
    period.insert(period.end(), {"--state", folder_ + "/state"});
    return kit::Run(period).out;
  };
  for (const bool is_served : {true, false}) {
    if (!is_served) {
      server_->Terminate();
      server_.reset();
    }
    EXPECT_THAT(within({"--from", "2026-01-05", "--to", "2026-01-06"}), HasSubstr("\"count\":1")) << is_served;
    EXPECT_THAT(within({"--to", "2026-01-05"}), Not(HasSubstr("\"count\":1"))) << is_served;
  }
}

TEST_F(ServedTest, WhatIsNeitherInstantNorDateIsRefused) {
  const kit::Ran ran = As(kit::kAnalyst, {"stats", "resolution-time", "--from", "soon"});
  EXPECT_EQ(ran.exit, kUsage);
  EXPECT_THAT(ran.err, HasSubstr("Expected --from as 2026-02-13T17:00:00+08:00 or 2026-02-13, but got \"soon\""));
}

}  // namespace
}  // namespace wangge
