// What a committer does while the disk has not answered, when it answers with an error, and what a log that lost
// records meets at the next open.
#include <gtest/gtest.h>

#include <future>
#include <string>
#include <thread>
#include <vector>

#include "base/status/text.h"
#include "storage/log_tail.h"
#include "storage/memory_store.h"
#include "storage/rocks_committer.h"
#include "storage/testing/scripted_store.h"
#include "storage/testing/test_state.h"

namespace wangge::storage {
namespace {

using Outcomes = std::vector<CommitOutcome>;

class CommitterFailureTest : public ::testing::Test {
 protected:
  std::unique_ptr<RocksCommitter> Open(bool inline_mode = false, bool sync = true) {
    return RocksCommitter::Open(&store_, {.inline_mode = inline_mode, .sync = sync}).value();
  }
  void Submit(Committer& committer, const std::string& body) {
    const Effect effect{Family::kCase, Expect::kUpsert, body, "x"};
    committer.Submit(TestGroup(head_, {body}, {effect}), [this](CommitOutcome o) { outcomes_.push_back(o); });
  }
  void Put(Family family, const std::string& key, const std::string& value) {
    ASSERT_TRUE(inner_->Write(std::vector<Effect>{{family, Expect::kUpsert, key, value}}, true).ok());
  }
  void DeleteRecord(std::uint64_t position) {
    ASSERT_TRUE(
        inner_->Write(std::vector<Effect>{{Family::kLog, Expect::kDeleteExisting, LogKey(0, position), ""}}, true)
            .ok());
  }
  std::string OpenError(std::size_t check_bytes = 1u << 20) {
    const auto opened = RocksCommitter::Open(&store_, {.inline_mode = true, .check_bytes = check_bytes});
    if (opened.ok()) return "";
    EXPECT_EQ(opened.status().code(), absl::StatusCode::kDataLoss);
    return std::string(ToStd(opened.status().message()));
  }

  const std::unique_ptr<Store> inner_ = NewMemoryStore();
  ScriptedStore store_{inner_.get()};
  LogHead head_{0, GenesisHash()};
  Outcomes outcomes_;
};

TEST_F(CommitterFailureTest, NothingIsPublishedOrAnsweredBeforeTheSync) {
  const auto committer = Open();
  store_.HoldWrites();
  Submit(*committer, "a");
  store_.AwaitWrites(1);
  EXPECT_EQ(committer->Published()->Get(Family::kCase, "a").value(), std::nullopt);
  EXPECT_TRUE(committer->Read(1, 1).value().empty());
  EXPECT_TRUE(outcomes_.empty());
  store_.LetWritesGo();
  ASSERT_TRUE(committer->Head().ok());
  EXPECT_EQ(committer->Published()->Get(Family::kCase, "a").value(), "x");
  EXPECT_EQ(outcomes_, Outcomes{CommitOutcome::kDurable});
}

TEST_F(CommitterFailureTest, AtTheAnswerTheGroupIsAlreadyPublished) {
  const auto committer = Open();
  std::optional<std::string> seen;
  committer->Submit(TestGroup(head_, {"a"}, {{Family::kCase, Expect::kInsert, "a", "1"}}),
                    [&](CommitOutcome) { seen = committer->Published()->Get(Family::kCase, "a").value(); });
  ASSERT_TRUE(committer->Head().ok());
  EXPECT_EQ(seen, "1");
}

TEST_F(CommitterFailureTest, SubmitBlocksWhileTwoGroupsWaitBehindTheOneBeingWritten) {
  const auto committer = Open();
  store_.HoldWrites();
  Submit(*committer, "a");
  store_.AwaitWrites(1);
  Submit(*committer, "b");
  Submit(*committer, "c");
  std::promise<void> submitted;
  auto fourth = submitted.get_future();
  const std::jthread submitter([&] {
    Submit(*committer, "d");
    submitted.set_value();
  });
  // Cannot fail by being early or late: it only gives a Submit that does not block the time to show it.
  EXPECT_EQ(fourth.wait_for(std::chrono::milliseconds(20)), std::future_status::timeout);
  store_.LetWritesGo();
  fourth.get();
  ASSERT_TRUE(committer->Head().ok());
  EXPECT_EQ(outcomes_, Outcomes(4, CommitOutcome::kDurable));
}

class CommitterFailureModeTest : public CommitterFailureTest, public ::testing::WithParamInterface<bool> {};

TEST_P(CommitterFailureModeTest, AfterAFailedWriteOneIsUnknownAndAllOthersAreLost) {
  const auto committer = Open(GetParam());
  store_.FailAfter(1);
  for (const char* body : {"a", "b", "c", "d"}) Submit(*committer, body);
  EXPECT_EQ(committer->Head().status().code(), absl::StatusCode::kInternal);
  EXPECT_EQ(outcomes_,
            (Outcomes{CommitOutcome::kDurable, CommitOutcome::kUnknown, CommitOutcome::kLost, CommitOutcome::kLost}));
  EXPECT_EQ(committer->Failed().code(), absl::StatusCode::kInternal);
  EXPECT_EQ(store_.writes(), 2u) << "nothing is written after the failure";
  EXPECT_EQ(committer->Trim(1).code(), absl::StatusCode::kInternal);
  EXPECT_EQ(committer->Published()->Get(Family::kCase, "a").value(), "x");
  EXPECT_EQ(committer->Published()->Get(Family::kCase, "b").value(), std::nullopt);
  EXPECT_EQ(committer->Read(1, 9).value().size(), 1u);
}

INSTANTIATE_TEST_SUITE_P(Modes, CommitterFailureModeTest, ::testing::Bool());

TEST_F(CommitterFailureTest, WithoutSyncNothingIsClaimedSynced) {
  const auto committer = Open(/*inline_mode=*/true, /*sync=*/false);
  Submit(*committer, "a");
  Submit(*committer, "b");
  EXPECT_EQ(store_.synced_writes(), 0u);
  EXPECT_EQ(inner_->TakeSnapshot()->Get(Family::kMeta, SyncedKey(0)).value(), std::nullopt);
}

TEST_F(CommitterFailureTest, ALogThatEndsBeforeWhatWasSyncedIsRefused) {
  for (const char* body : {"a", "b", "c"}) Submit(*Open(true), body);
  DeleteRecord(3);
  EXPECT_EQ(OpenError(), "") << "the last group's own sync is claimed by the next group only";
  DeleteRecord(2);
  EXPECT_EQ(
      OpenError(),
      "Expected the log up to position 2 of shard 0, which was synced, but it ends at position 1; keep this state "
      "as it is and restore a backup beside it: wangge restore BACKUP --state NEW_DIRECTORY");
  DeleteRecord(1);
  EXPECT_NE(OpenError().find("but it ends at position 0"), std::string::npos);
}

TEST_F(CommitterFailureTest, AGapWithinTheCheckedEndIsRefused) {
  for (int i = 0; i < 10; ++i) Submit(*Open(true), "a");
  DeleteRecord(4);
  EXPECT_NE(OpenError().find("Expected a log without gaps, but position 4 of shard 0 is missing"), std::string::npos);
  EXPECT_EQ(OpenError(/*check_bytes=*/3 * 33), "");
  const auto committer = RocksCommitter::Open(&store_, {.inline_mode = true, .check_bytes = 0}).value();
  EXPECT_EQ(committer->Read(1, 3).value().size(), 3u);
  EXPECT_EQ(committer->Read(1, 4).status().code(), absl::StatusCode::kDataLoss);
  EXPECT_EQ(committer->Read(4, 1).status().code(), absl::StatusCode::kDataLoss);
}

TEST_F(CommitterFailureTest, AMissingBeginningIsRefusedUnlessItWasTrimmed) {
  for (int i = 0; i < 4; ++i) Submit(*Open(true), "a");
  ASSERT_TRUE(Open(true)->Trim(3).ok());
  EXPECT_EQ(OpenError(), "");
  DeleteRecord(3);
  EXPECT_NE(OpenError().find("but position 3 of shard 0 is missing"), std::string::npos);
}

TEST_F(CommitterFailureTest, RowsThatAreNoRecordsAreRefused) {
  Put(Family::kLog, LogKey(0, 1), std::string(31, 'x'));
  EXPECT_NE(OpenError().find("Expected a record with its hash at position 1 of shard 0"), std::string::npos);
  Put(Family::kLog, LogKey(0, 1), std::string(32, 'x'));
  EXPECT_EQ(OpenError(), "");
  Put(Family::kLog, LogKey(0, 2) + "x", std::string(32, 'x'));
  EXPECT_NE(OpenError().find("Expected keys of 10 bytes"), std::string::npos);
  Put(Family::kMeta, SyncedKey(0), "seven b");
  EXPECT_NE(OpenError().find("Expected 8 bytes in family 'meta'"), std::string::npos);
}

}  // namespace
}  // namespace wangge::storage
