// Verify finds every planted fault, and nothing in a state that is sound.
#include "engine/verify.h"

#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <vector>

#include "engine/testing/test_shard.h"
#include "storage/activation_record.h"
#include "storage/case_record.h"
#include "storage/keys.h"
#include "storage/log_key.h"
#include "storage/request_record.h"

namespace wangge::engine {
namespace {

using storage::Effect;
using storage::Expect;
using storage::Family;

constexpr Timestamp At(std::int64_t minutes) { return kStart + Minutes(minutes); }

class VerifyTest : public ::testing::Test {
 protected:
  VerifyTest() {
    first_ = shard_.Do(Report("1101", RequestId(1)), At(0)).the_case->id;
    second_ = shard_.Do(Report("1102", RequestId(2)), At(1)).the_case->id;
    shard_.Do(Act(Desk(), first_, "book", "dark"), At(2));
    shard_.Do(Act(Desk(), first_, "send", "u-1"), At(3));
    shard_.ExpectSound();
  }

  void Put(Family family, std::string key, std::string value) {
    Write({family, Expect::kUpsert, std::move(key), std::move(value)});
  }
  void Delete(Family family, std::string key) { Write({family, Expect::kDeleteExisting, std::move(key), {}}); }
  void Write(Effect effect) { ASSERT_TRUE(shard_.store().Write(std::vector{std::move(effect)}, false).ok()); }
  std::string Get(Family family, const std::string& key) {
    return shard_.store().TakeSnapshot()->Get(family, key)->value();
  }

  VerifyReport Report() {
    const auto report = Verify(*shard_.store().TakeSnapshot(), domain::ShardId{0});
    EXPECT_TRUE(report.ok()) << report.status();
    return *report;
  }
  void ExpectFault(const std::string& part) {
    const VerifyReport report = Report();
    EXPECT_FALSE(report.ok());
    std::string all;
    for (const std::string& text : report.fault_texts) all += text + "\n";
    EXPECT_NE(all.find(part), std::string::npos) << "looked for \"" << part << "\" in:\n" << all;
  }
  static Envelope Report(std::string area, std::string request_id) {
    return engine::Report(std::move(area), std::move(request_id));
  }
  std::string LogKeyAt(std::uint64_t position) { return storage::LogKey(0, position); }
  std::string TimerKeyOf(domain::CaseId id) { return storage::TimerKey(*domain::TimerOf(shard_.Stored(id))); }
  std::string LastLogKey() { return LogKeyAt(shard_->last_position().value); }

  TestShard shard_;
  domain::CaseId first_;
  domain::CaseId second_;
};

TEST_F(VerifyTest, ASoundStateIsCounted) {
  const VerifyReport report = Report();
  EXPECT_TRUE(report.ok());
  EXPECT_EQ(report.records, 9u);
  EXPECT_EQ(report.cases, 2u);
  EXPECT_EQ(report.timers, 2u);
  EXPECT_EQ(report.requests, 2u);
  EXPECT_EQ(report.editions, 5u);
}

TEST_F(VerifyTest, AnEmptyStateIsSound) {
  storage::TestState empty(storage::StoreKind::kMemory);
  EXPECT_TRUE(Verify(*empty->TakeSnapshot(), domain::ShardId{0})->ok());
}

TEST_F(VerifyTest, FindsAChangedCase) {
  domain::Case c = shard_.Stored(first_);
  c.unit = "u-2";
  Put(Family::kCase, storage::CaseKey(first_), storage::EncodeCase(c));
  ExpectFault("case " + std::to_string(first_.value) + ": differs");
}

TEST_F(VerifyTest, FindsACaseThatIsNoRecord) {
  Put(Family::kCase, storage::CaseKey(first_), "x");
  ExpectFault("case " + std::to_string(first_.value) + ": differs");
}

TEST_F(VerifyTest, FindsAMissingCase) {
  Delete(Family::kCase, storage::CaseKey(second_));
  ExpectFault("case " + std::to_string(second_.value) + ": row missing");
}

TEST_F(VerifyTest, FindsACaseFromNowhere) {
  Put(Family::kCase, storage::CaseKey(domain::CaseId{99}), storage::EncodeCase({}));
  ExpectFault("case 99: stands in no log record");
  Put(Family::kCase, "odd", storage::EncodeCase({}));
  ExpectFault("case ?");
}

TEST_F(VerifyTest, FindsAMissingTimer) {
  Delete(Family::kTimer, TimerKeyOf(second_));
  ExpectFault("timer of case " + std::to_string(second_.value) + ": row missing");
}

TEST_F(VerifyTest, FindsAChangedTimer) {
  Put(Family::kTimer, TimerKeyOf(second_), storage::EncodeTimerValue({.clock = 0, .generation = 9}));
  ExpectFault("timer of case " + std::to_string(second_.value) + ": not what");
}

TEST_F(VerifyTest, FindsATimerTooMany) {
  Put(Family::kTimer, storage::TimerKey({.due = At(1), .case_id = first_}), storage::EncodeTimerValue({}));
  ExpectFault("timer of case " + std::to_string(first_.value) + ": not what");
  Put(Family::kTimer, "odd", "x");
  ExpectFault("timer of case ?");
}

TEST_F(VerifyTest, FindsALogCutAtItsEnd) {
  Delete(Family::kLog, LastLogKey());
  ExpectFault("case " + std::to_string(first_.value) + ": differs");
}

TEST_F(VerifyTest, FindsALogCutAtItsBeginning) {
  Delete(Family::kLog, LogKeyAt(1));
  ExpectFault("log 1: missing before 2");
  ExpectFault("log 2: ");
}

TEST_F(VerifyTest, FindsAHoleInTheLog) {
  Delete(Family::kLog, LogKeyAt(7));
  ExpectFault("log 7: missing before 8");
}

TEST_F(VerifyTest, FindsAnyChangedOctetOfARecord) {
  const std::string key = LogKeyAt(6);
  const std::string record = Get(Family::kLog, key);
  for (std::size_t at = 0; at < record.size(); at += 3) {
    std::string changed = record;
    changed[at] = static_cast<char>(changed[at] ^ 0x10);
    Put(Family::kLog, key, changed);
    ExpectFault("log 6: ");
  }
  Put(Family::kLog, key, "short");
  ExpectFault("log 6: ");
  Put(Family::kLog, key, record);
  EXPECT_TRUE(Report().ok());
}

TEST_F(VerifyTest, FindsARecordWrittenAnewWithAHashOfItsOwn) {
  const std::string before = Get(Family::kLog, LogKeyAt(6));
  const auto record = storage::DecodeLogRecord(Get(Family::kLog, LogKeyAt(7)));
  storage::LogRecord other = *record;
  other.actor.id = "somebody else";
  Put(Family::kLog, LogKeyAt(7), storage::EncodeLogRecord(other, storage::HashOfLogRecord(before)));
  ExpectFault("log 8: ");
}

TEST_F(VerifyTest, FindsAKeyThatIsNoneOfTheLog) {
  Put(Family::kLog, storage::LogPrefix(0) + "odd", "x");
  ExpectFault("none of the log");
}

TEST_F(VerifyTest, FindsARequestThatPointsElsewhere) {
  const auto request = storage::DecodeRequest(Get(Family::kRequest, RequestId(1)));
  Put(Family::kRequest, RequestId(3), storage::EncodeRequest(*request));
  ExpectFault("request row");
}

TEST_F(VerifyTest, RequestsMayBeForgotten) {
  Delete(Family::kRequest, RequestId(1));
  EXPECT_TRUE(Report().ok());
}

TEST_F(VerifyTest, FindsAMissingOrChangedBody) {
  const Hash hash = Sha256::Of("the steps");
  const std::string key = storage::BodyKey(domain::EditionKind::kProcedure, hash);
  Put(Family::kConfig, key, "other steps");
  ExpectFault("edition \"steps\": body is not what was activated");
  Delete(Family::kConfig, key);
  ExpectFault("edition \"steps\": body missing");
}

TEST_F(VerifyTest, FindsAMissingOrChangedActivation) {
  const std::string key = storage::ActivationKey(domain::ShardId{0}, domain::LogPosition{2});
  auto record = *storage::DecodeActivation(Get(Family::kConfig, key));
  ++record.event.version;
  Put(Family::kConfig, key, storage::EncodeActivation(record));
  ExpectFault("activation row");
  Delete(Family::kConfig, key);
  ExpectFault("activation of \"steps\": row missing");
}

TEST_F(VerifyTest, ListsAHundredFaultsAndCountsThemAll) {
  for (std::uint64_t id = 1'000; id < 1'150; ++id) {
    Put(Family::kCase, storage::CaseKey(domain::CaseId{id}), storage::EncodeCase({}));
  }
  EXPECT_EQ(Report().faults, 150u);
  EXPECT_EQ(Report().fault_texts.size(), 100u);
}

// What Verify would report as faults must be an error, not a crash, for those who open the state.
TEST_F(VerifyTest, AStateWithoutABodyDoesNotOpen) {
  Delete(Family::kConfig, storage::BodyKey(domain::EditionKind::kProcedure, Sha256::Of("the steps")));
  const auto shard = Shard::Open(shard_.committer(), {}, SmallCityLoader(), nullptr);
  EXPECT_TRUE(shard.ok());  // the committer still shows the state before the fault
  const auto committer = OpenCommitter(CommitterKind::kInline, &shard_.store());
  EXPECT_EQ(Shard::Open(*committer, {}, SmallCityLoader(), nullptr).status().code(), absl::StatusCode::kDataLoss);
}

TEST_F(VerifyTest, AStateWithAnOddTimerOrActivationDoesNotOpen) {
  const std::string timer = storage::LogPrefix(0) + "odd";
  Put(Family::kTimer, timer, "x");
  auto committer = OpenCommitter(CommitterKind::kInline, &shard_.store());
  EXPECT_EQ(Shard::Open(*committer, {}, SmallCityLoader(), nullptr).status().code(), absl::StatusCode::kDataLoss);
  Delete(Family::kTimer, timer);
  const std::string key = storage::ActivationKey(domain::ShardId{0}, domain::LogPosition{2});
  Put(Family::kConfig, key.substr(0, 5), Get(Family::kConfig, key));
  committer = OpenCommitter(CommitterKind::kInline, &shard_.store());
  EXPECT_EQ(Shard::Open(*committer, {}, SmallCityLoader(), nullptr).status().code(), absl::StatusCode::kDataLoss);
}

}  // namespace
}  // namespace wangge::engine
