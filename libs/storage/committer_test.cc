// What every committer keeps to when the disk answers: both kinds of store, with and without a thread.
#include <gtest/gtest.h>

#include <array>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "storage/log_tail.h"
#include "storage/rocks_committer.h"
#include "storage/testing/scripted_store.h"
#include "storage/testing/test_state.h"

namespace wangge::storage {
namespace {

Effect Case(std::string key, std::string value) { return {Family::kCase, Expect::kUpsert, std::move(key), value}; }

std::string HashAfter(const std::vector<std::string>& bodies) {
  LogHead head{0, GenesisHash()};
  TestGroup(head, bodies);
  return head.last_hash;
}

class CommitterTest : public ::testing::TestWithParam<std::tuple<StoreKind, bool>> {
 protected:
  void Open(std::uint16_t shard = 0) {
    committer_.reset();
    options_ = {.shard = shard, .inline_mode = std::get<1>(GetParam())};
    committer_ = RocksCommitter::Open(&store_, options_).value();
    head_ = committer_->Head().value();
  }
  void Reopen() {
    committer_.reset();
    state_.Reopen();
    inner_ = state_.get();
    Open(options_.shard);
  }
  void Submit(const std::vector<std::string>& bodies, std::vector<Effect> effects = {}) {
    const std::uint64_t first = head_.last_position + 1;
    committer_->Submit(TestGroup(head_, bodies, std::move(effects)),
                       [this, first](CommitOutcome outcome) { outcomes_.emplace_back(first, outcome); });
  }
  std::vector<std::string> Bodies(std::uint64_t from, std::size_t max) {
    std::vector<std::string> bodies = committer_->Read(from, max).value();
    for (std::string& body : bodies) body.resize(body.size() - kRecordHashBytes);
    return bodies;
  }

  TestState state_{std::get<0>(GetParam())};
  Store* inner_ = state_.get();
  // Follows inner_ over a reopen, which the committer does not see.
  class Current final : public Store {
   public:
    explicit Current(Store** store) : store_(store) {}
    absl::Status Write(std::span<const Effect> effects, bool sync) override { return (*store_)->Write(effects, sync); }
    std::shared_ptr<const Snapshot> TakeSnapshot() const override { return (*store_)->TakeSnapshot(); }
    absl::Status Sync() override { return (*store_)->Sync(); }
    absl::Status Checkpoint(const std::string& dir) override { return (*store_)->Checkpoint(dir); }
    absl::Status Close() override { return (*store_)->Close(); }

   private:
    Store** const store_;
  };
  Current current_{&inner_};
  ScriptedStore store_{&current_};
  CommitterOptions options_;
  LogHead head_;
  std::vector<std::pair<std::uint64_t, CommitOutcome>> outcomes_;  // read after Head, the barrier
  std::unique_ptr<RocksCommitter> committer_;
};

TEST_P(CommitterTest, AnEmptyLogEndsAtGenesis) {
  Open();
  EXPECT_EQ(committer_->Head().value(), (LogHead{0, std::string(32, '\0')}));
  EXPECT_EQ(Bodies(1, 10), std::vector<std::string>());
  EXPECT_TRUE(committer_->Failed().ok());
}

TEST_P(CommitterTest, AnswersInTheOrderOfSubmission) {
  Open();
  for (int i = 0; i < 100; ++i) Submit({"a", "b"});
  ASSERT_TRUE(committer_->Head().ok());
  ASSERT_EQ(outcomes_.size(), 100u);
  for (std::size_t i = 0; i < outcomes_.size(); ++i) {
    EXPECT_EQ(outcomes_[i], std::pair(std::uint64_t{2 * i + 1}, CommitOutcome::kDurable));
  }
}

TEST_P(CommitterTest, OneSyncedWriteAGroup) {
  Open();
  Submit({"a", "b", "c"}, {Case("k", "1"), Case("l", "1")});
  Submit({"d"}, {Case("k", "2")});
  ASSERT_TRUE(committer_->Head().ok());
  EXPECT_EQ(store_.writes(), 2u);
  EXPECT_EQ(store_.synced_writes(), 2u);
}

TEST_P(CommitterTest, RecordsAndEffectsArePublishedTogether) {
  Open();
  const auto before = committer_->Published();
  Submit({"a", "b"}, {Case("k", "1")});
  ASSERT_TRUE(committer_->Head().ok());
  EXPECT_EQ(before->Get(Family::kCase, "k").value(), std::nullopt);
  const auto after = committer_->Published();
  EXPECT_EQ(after->Get(Family::kCase, "k").value(), "1");
  EXPECT_EQ(after->Get(Family::kLog, LogKey(0, 2)).value(), TestRecord(HashAfter({"a"}), "b"));
  EXPECT_EQ(after->Get(Family::kMeta, SyncedKey(0)).value(), std::string(8, '\0'));
}

TEST_P(CommitterTest, HeadIsFoundAgainAfterReopening) {
  Open();
  Submit({"a", "b"});
  Submit({"c"});
  Reopen();
  EXPECT_EQ(committer_->Head().value(), (LogHead{3, HashAfter({"a", "b", "c"})}));
  Submit({"d"});
  EXPECT_EQ(committer_->Head().value(), (LogHead{4, HashAfter({"a", "b", "c", "d"})}));
  EXPECT_EQ(Bodies(1, 10), (std::vector<std::string>{"a", "b", "c", "d"}));
}

TEST_P(CommitterTest, DestructionWritesWhatWasSubmitted) {
  Open();
  for (int i = 0; i < 3; ++i) Submit({"a"});
  committer_.reset();
  EXPECT_EQ(outcomes_.size(), 3u);
}

TEST_P(CommitterTest, ReadsFromAnyPosition) {
  Open();
  Submit({"a", "b"});
  Submit({"c"});
  ASSERT_TRUE(committer_->Head().ok());
  EXPECT_EQ(Bodies(1, 2), (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(Bodies(2, 10), (std::vector<std::string>{"b", "c"}));
  EXPECT_EQ(Bodies(4, 10), std::vector<std::string>());
  EXPECT_EQ(Bodies(1, 0), std::vector<std::string>());
  EXPECT_EQ(committer_->Read(0, 1).status().code(), absl::StatusCode::kOutOfRange);
}

TEST_P(CommitterTest, ShardsHaveLogsOfTheirOwn) {
  constexpr std::array<std::pair<std::uint16_t, const char*>, 3> kShards = {{{0, "a0"}, {1, "a1"}, {0xffff, "a2"}}};
  for (const auto& [shard, body] : kShards) {
    Open(shard);
    EXPECT_EQ(committer_->Head().value().last_position, 0u);
    Submit({body, "b"});
    ASSERT_TRUE(committer_->Head().ok());
  }
  Open(1);
  EXPECT_EQ(committer_->Head().value(), (LogHead{2, HashAfter({"a1", "b"})}));
  EXPECT_EQ(Bodies(1, 10), (std::vector<std::string>{"a1", "b"}));
}

TEST_P(CommitterTest, TrimForgetsTheBeginningForGood) {
  Open();
  Submit(std::vector<std::string>(2'500, "x"));
  Submit({"last"});
  EXPECT_EQ(committer_->Trim(2'502).code(), absl::StatusCode::kOutOfRange);
  ASSERT_TRUE(committer_->Trim(2'501).ok());
  ASSERT_TRUE(committer_->Trim(7).ok());
  for (int round = 0; round < 2; ++round) {
    EXPECT_EQ(committer_->Read(2'500, 1).status().code(), absl::StatusCode::kOutOfRange);
    EXPECT_EQ(Bodies(2'501, 10), (std::vector<std::string>{"last"}));
    EXPECT_EQ(committer_->Head().value().last_position, 2'501u);
    Reopen();
  }
}

class CommitterDeathTest : public CommitterTest {
 protected:
  void SetUp() override { GTEST_FLAG_SET(death_test_style, "threadsafe"); }
};

TEST_P(CommitterDeathTest, AGroupThatDoesNotContinueTheLogIsABug) {
  const auto submit = [this](std::uint64_t position, std::string hash) {
    Open();
    LogHead head{position - 1, std::move(hash)};
    committer_->Submit(TestGroup(head, {"x"}), [](CommitOutcome) {});
  };
  EXPECT_DEATH(submit(2, GenesisHash()), "CHECK failed: group.first_position");
  EXPECT_DEATH(submit(1, HashAfter({"a"})), "CHECK failed: group.previous_hash");
  EXPECT_DEATH(submit(1, ""), "CHECK failed: group.previous_hash");
}

TEST_P(CommitterDeathTest, AGroupWithoutRecordsOrWithLogEffectsIsABug) {
  const auto submit = [this](const std::vector<std::string>& bodies, std::vector<Effect> effects) {
    Open();
    Submit(bodies, std::move(effects));
  };
  EXPECT_DEATH(submit({}, {Case("k", "1")}), "CHECK failed: !group.records.empty");
  EXPECT_DEATH(submit({"a"}, {{Family::kLog, Expect::kUpsert, LogKey(0, 9), "x"}}), "CHECK failed: effect.family");
}

std::string ParamName(const ::testing::TestParamInfo<std::tuple<StoreKind, bool>>& param) {
  return NameOf(std::get<0>(param.param)) + (std::get<1>(param.param) ? "Inline" : "Threaded");
}

INSTANTIATE_TEST_SUITE_P(Kinds, CommitterTest,
                         ::testing::Combine(::testing::Values(StoreKind::kMemory, StoreKind::kRocks),
                                            ::testing::Bool()),
                         ParamName);
// What is a bug depends on no store.
INSTANTIATE_TEST_SUITE_P(Kinds, CommitterDeathTest,
                         ::testing::Combine(::testing::Values(StoreKind::kMemory), ::testing::Bool()), ParamName);

}  // namespace
}  // namespace wangge::storage
