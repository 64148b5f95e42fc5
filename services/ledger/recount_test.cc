#include "services/ledger/recount.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>

#include "base/file/file.h"
#include "base/limits.h"
#include "base/rfc3339.h"
#include "services/ledger/testing/test_desk.h"
#include "wire/names.h"
#include "wire/time.h"

namespace wangge::ledger {
namespace {

constexpr char kFourWorkingHours[] = "100101-2";

class RecountTest : public ::testing::Test {
 protected:
  // The calendar of the repository, but the afternoon begins at three. Nothing is counted anew yet: as when the process
  // ends right after the activation.
  void BringALaterAfternoonIntoForce() {
    std::string body =
        *ReadFile(std::string(WANGGE_SOURCE_DIR) + "/config/calendars/cn.textproto", limits::kConfigBodyBytesMax);
    for (std::size_t at = body.find("14:00"); at != std::string::npos; at = body.find("14:00")) {
      body.replace(at, 5, "15:00");
    }
    city_.Activate(domain::EditionKind::kCalendar, "cn", body);
  }

  ServedCity city_;  // it is Monday 10:40
  TestDesk desk_{city_};
};

TEST_F(RecountTest, WhatAnActivationLeftUndoneIsFoundAmongAllOpenCasesAndDoneOnce) {
  constexpr int kMoreThanAPage = 515;
  for (int i = 0; i < kMoreThanAPage; ++i) desk_.Report();  // their clocks know no working hours
  const std::string first = desk_.Dispatched(kFourWorkingHours);
  const std::string last = desk_.Dispatched(kFourWorkingHours);
  BringALaterAfternoonIntoForce();
  EXPECT_EQ(RecountDeadlines(city_.ledger()), 2u);
  EXPECT_EQ(RecountDeadlines(city_.ledger()), 0u) << "a second walk finds nothing left";
  for (const std::string& name : {first, last}) {
    const auto found = desk_.Get(name, ServedCity::ShiftLeader());
    ASSERT_TRUE(found.ok()) << found.status();
    bool is_seen = false;
    for (const auto& clock : found->clocks()) {
      if (clock.clock() != "disposal") continue;
      is_seen = true;
      EXPECT_EQ(*wire::FromProto(clock.due_at()), city_.clock().Now() + Hours(7)) << "17:40, an hour later than before";
    }
    EXPECT_TRUE(is_seen);
  }
}

TEST_F(RecountTest, IsAnEntryOfTheHistoryWithBothDeadlinesAndTheEdition) {
  const std::string name = desk_.Dispatched(kFourWorkingHours);
  const std::size_t before = desk_.History(name).size();
  BringALaterAfternoonIntoForce();
  ASSERT_EQ(RecountDeadlines(city_.ledger()), 1u);
  const auto history = desk_.History(name);
  ASSERT_EQ(history.size(), before + 1);
  const cases::v1::HistoryEntry& entry = history.back();
  EXPECT_EQ(entry.action(), "");
  EXPECT_EQ(entry.actor(), "recount");
  EXPECT_EQ(entry.from_stage(), entry.to_stage());
  EXPECT_NE(entry.from_stage(), "");
  bool is_seen = false;
  for (const auto& move : entry.deadlines()) {
    if (move.clock() != "disposal") continue;
    is_seen = true;
    EXPECT_EQ(*wire::FromProto(move.due_before()), city_.clock().Now() + Hours(6));
    EXPECT_EQ(*wire::FromProto(move.due_at()), city_.clock().Now() + Hours(7));
    EXPECT_EQ(move.limit(), "4wh");
    const auto edition = city_.state().editions()->calendars.Active("cn")->id;
    EXPECT_EQ(move.calendar(), "cn/" + std::to_string(edition.value));
  }
  EXPECT_TRUE(is_seen);
}

TEST_F(RecountTest, TheMoveOfACaseToAnotherCatalogueIsAnEntryOfItsHistoryToo) {
  const std::string name = desk_.Dispatched(kFourWorkingHours);
  std::string body =
      *ReadFile(std::string(WANGGE_SOURCE_DIR) + "/config/systems/urban/catalogue.csv", limits::kConfigBodyBytesMax);
  for (std::size_t at = body.find(",4wh,"); at != std::string::npos; at = body.find(",4wh,")) {
    body.replace(at, 5, ",1wd,");
  }
  city_.Activate(domain::EditionKind::kCatalogue, "urban", body);
  std::promise<bool> accepted;
  city_.ledger().SubmitEnvelope(
      {.actor = ActorOf(ServedCity::Administrator()), .command = domain::MigrateCatalogue{*wire::ParseCaseName(name)}},
      [&accepted](const engine::Answer& answer) {
        accepted.set_value(std::holds_alternative<engine::Accepted>(answer));
      });
  ASSERT_TRUE(accepted.get_future().get());
  const cases::v1::HistoryEntry entry = desk_.History(name).back();
  const auto edition = city_.state().editions()->catalogues.Active("urban")->id;
  EXPECT_EQ(entry.edition(), "catalogue/" + std::to_string(edition.value));
  EXPECT_EQ(entry.actor(), ServedCity::Administrator().actor);
  ASSERT_EQ(entry.deadlines_size(), 1) << "the clock that has the condition's limit, and no other";
  EXPECT_EQ(entry.deadlines(0).clock(), "disposal");
  EXPECT_EQ(entry.deadlines(0).limit(), "1wd");
}

// The list of a year reaches back into the December before it: it did for 2012, 2019 and 2023.
TEST_F(RecountTest, AFirmDeadlineOfLateDecemberMovesWhenTheListOfTheNextYearTakesItsDay) {
  city_.clock().AdvanceTo(*ParseRfc3339("2026-12-30T15:00:00+08:00"));
  const std::string name = desk_.Dispatched(kFourWorkingHours);
  const auto due = [&]() -> std::string {
    const auto found = desk_.Get(name, ServedCity::ShiftLeader());
    EXPECT_TRUE(found.ok()) << found.status();
    for (const auto& clock : found->clocks()) {
      if (clock.clock() != "disposal") continue;
      EXPECT_FALSE(clock.provisional());
      return FormatRfc3339(*wire::FromProto(clock.due_at()), Hours(8));
    }
    return "none";
  };
  EXPECT_EQ(due(), "2026-12-31T09:00:00+08:00");
  const std::string body =
      *ReadFile(std::string(WANGGE_SOURCE_DIR) + "/config/calendars/cn.textproto", limits::kConfigBodyBytesMax);
  city_.Activate(domain::EditionKind::kCalendar, "cn",
                 body + "years { year: 2027 holidays { name: \"元旦\" off: \"2026-12-31..2027-01-03\" } }\n");
  EXPECT_EQ(RecountDeadlines(city_.ledger()), 1u);
  EXPECT_EQ(due(), "2027-01-04T09:00:00+08:00");
}

// -- masters ----------------------------------------------------------------------------------------------------------

class MasterTest : public RecountTest {
 protected:
  std::string Link(const std::string& name, const std::string& master) {
    cases::v1::ActionInput input;
    input.set_master(master);
    return desk_.Act(name, "link_duplicate", ServedCity::Acceptor(), input);
  }
};

TEST_F(MasterTest, MustExistAndBeSeen) {
  const std::string name = desk_.Report();
  EXPECT_EQ(Link(name, "cases/999999"), "NOT_FOUND MASTER_NOT_FOUND");
  EXPECT_EQ(Link(name, desk_.Report()), "OK");
}

TEST_F(MasterTest, MayNotBeADuplicateItself) {
  const std::string master = desk_.Report();
  const std::string duplicate = desk_.Report();
  ASSERT_EQ(Link(duplicate, master), "OK");
  EXPECT_EQ(Link(desk_.Report(), duplicate), "FAILED_PRECONDITION MASTER_IS_DUPLICATE");
}

TEST_F(MasterTest, ADuplicateTellsWhatBecameOfItToWhoMaySeeIt) {
  const std::string master = desk_.Report();
  const std::string duplicate = desk_.Report();
  ASSERT_EQ(Link(duplicate, master), "OK");
  const auto open = desk_.Get(duplicate, ServedCity::ShiftLeader());
  ASSERT_TRUE(open.ok()) << open.status();
  EXPECT_EQ(open->master_outcome(), cases::v1::OUTCOME_OPEN);
  EXPECT_FALSE(open->has_master_ended_at());
  cases::v1::ActionInput why;
  why.set_note("not a matter of ours");
  ASSERT_EQ(desk_.Act(master, "refuse", ServedCity::Acceptor(), why), "OK");
  const auto ended = desk_.Get(duplicate, ServedCity::Inspector());
  ASSERT_TRUE(ended.ok()) << ended.status();
  EXPECT_EQ(ended->master_outcome(), cases::v1::OUTCOME_NOT_ACCEPTED);
  EXPECT_EQ(*wire::FromProto(ended->master_ended_at()), city_.clock().Now());
}

TEST_F(MasterTest, AReporterLearnsByTheirOwnNumberWhatBecameOfTheCaseThatTheirReportWasMergedInto) {
  const std::string master = desk_.Report();
  const std::string duplicate = desk_.Report();
  const std::string number = desk_.Get(duplicate, ServedCity::ShiftLeader())->receipt_number();
  // Who reported, and nothing else: no role and no area.
  const auto ask = [&] {
    return city_.ledger().cases().Receipt({.id = city_.Report().actor().id()}, wire::ReceiptName(number));
  };
  EXPECT_FALSE(ask()->progress.merged());
  ASSERT_EQ(Link(duplicate, master), "OK");
  const auto merged = ask();
  ASSERT_TRUE(merged.ok()) << merged.status();
  EXPECT_TRUE(merged->progress.merged());
  EXPECT_EQ(merged->progress.outcome(), cases::v1::OUTCOME_OPEN) << "the case that it repeats goes on";
  EXPECT_FALSE(merged->progress.has_ended_at());
  EXPECT_EQ(merged->receipt.case_(), duplicate) << "which case that is, is not told";
  cases::v1::ActionInput why;
  why.set_note("not a matter of ours");
  ASSERT_EQ(desk_.Act(master, "refuse", ServedCity::Acceptor(), why), "OK");
  const auto ended = ask();
  ASSERT_TRUE(ended.ok()) << ended.status();
  EXPECT_EQ(ended->progress.outcome(), cases::v1::OUTCOME_NOT_ACCEPTED);
  EXPECT_EQ(*wire::FromProto(ended->progress.ended_at()), city_.clock().Now());
  EXPECT_EQ(CodeOf(city_.ledger().cases().Receipt({.id = "somebody-else"}, wire::ReceiptName(number))),
            "NOT_FOUND RECEIPT_NOT_FOUND");
}

TEST_F(MasterTest, AMasterThatIsMergedLaterLeadsOn) {
  const std::string last = desk_.Report();
  const std::string master = desk_.Report();
  const std::string duplicate = desk_.Report();
  ASSERT_EQ(Link(duplicate, master), "OK");
  ASSERT_EQ(Link(master, last), "OK");
  const std::string number = desk_.Get(duplicate, ServedCity::ShiftLeader())->receipt_number();
  const auto found = city_.ledger().cases().Receipt({.id = city_.Report().actor().id()}, wire::ReceiptName(number));
  ASSERT_TRUE(found.ok()) << found.status();
  EXPECT_EQ(found->progress.outcome(), cases::v1::OUTCOME_OPEN) << "of the case that all of them repeat";
}

// -- campaigns --------------------------------------------------------------------------------------------------------

class CampaignTest : public RecountTest {
 protected:
  void Activate(const std::string& id, const std::string& condition, const std::string& last_day) {
    city_.Activate(domain::EditionKind::kCampaign, id,
                   "id: \"" + id + "\"\nlabel { zh: \"专项\" en: \"Campaign\" }\nconditions: \"" + condition +
                       "\"\nfrom: \"2020-01-01\"\nto: \"" + last_day + "\"\n");
  }
  std::string CampaignsOf(const std::string& name) {
    const auto shown = desk_.Get(name, ServedCity::ShiftLeader());
    EXPECT_TRUE(shown.ok()) << shown.status();
    std::string text;
    for (const auto& campaign : shown->campaigns()) text += campaign.campaign() + " " + campaign.label().zh_cn() + ";";
    return text;
  }
};

TEST_F(CampaignTest, ACaseTellsTheCampaignsInForceThatItFallsIn) {
  const std::string name = desk_.Report();
  EXPECT_EQ(CampaignsOf(name), "");
  Activate("covers", "100101", "2099-12-31");
  Activate("lamps", "100137", "2099-12-31");
  Activate("past", "100101", "2020-12-31");
  EXPECT_EQ(CampaignsOf(name), "covers 专项;");
  Activate("covers", "100137", "2099-12-31");
  EXPECT_EQ(CampaignsOf(name), "") << "the edition in force decides";
}

}  // namespace
}  // namespace wangge::ledger
