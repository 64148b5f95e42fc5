#include "storage/testing/fake_committer.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "storage/memory_store.h"
#include "storage/testing/test_state.h"

namespace wangge::storage {
namespace {

using Outcomes = std::vector<CommitOutcome>;
using enum CommitOutcome;

class FakeCommitterTest : public ::testing::Test {
 protected:
  void Submit(const std::string& body) {
    const Effect effect{Family::kCase, Expect::kInsert, body, "x"};
    committer_->Submit(TestGroup(head_, {body}, {effect}), [this](CommitOutcome o) { outcomes_.push_back(o); });
  }
  bool IsPublished(const std::string& key) {
    return committer_->Published()->Get(Family::kCase, key).value().has_value();
  }
  void Reopen() {
    committer_ = std::make_unique<FakeCommitter>(store_.get());
    head_ = committer_->Head().value();
  }

  const std::unique_ptr<Store> store_ = NewMemoryStore();
  std::unique_ptr<FakeCommitter> committer_ = std::make_unique<FakeCommitter>(store_.get());
  LogHead head_{0, GenesisHash()};
  Outcomes outcomes_;
};

TEST_F(FakeCommitterTest, WithoutAScriptItIsARealOne) {
  Submit("a");
  Submit("b");
  EXPECT_EQ(outcomes_, (Outcomes{kDurable, kDurable}));
  EXPECT_TRUE(IsPublished("b"));
  EXPECT_EQ(committer_->Head().value(), head_);
  EXPECT_EQ(committer_->Read(1, 9).value().size(), 2u);
  EXPECT_TRUE(committer_->Failed().ok());
}

TEST_F(FakeCommitterTest, ALostGroupIsNowhereAndAllAfterItAreLost) {
  committer_->WillAnswer(kDurable);
  committer_->WillAnswer(kLost);
  for (const char* body : {"a", "b", "c"}) Submit(body);
  EXPECT_EQ(outcomes_, (Outcomes{kDurable, kLost, kLost}));
  EXPECT_FALSE(committer_->Head().ok());
  EXPECT_FALSE(committer_->Failed().ok());
  Reopen();
  EXPECT_EQ(head_.last_position, 1u);
  EXPECT_FALSE(IsPublished("b"));
  Submit("b");
  EXPECT_TRUE(IsPublished("b"));
}

TEST_F(FakeCommitterTest, AnUnknownGroupIsThereAfterAReopenOrNotAsScripted) {
  committer_->WillAnswer(kUnknown, /*written=*/true);
  Submit("a");
  EXPECT_FALSE(IsPublished("a"));
  Reopen();
  EXPECT_TRUE(IsPublished("a"));
  EXPECT_EQ(head_.last_position, 1u);
  committer_->WillAnswer(kUnknown, /*written=*/false);
  Submit("b");
  Reopen();
  EXPECT_EQ(head_.last_position, 1u);
  EXPECT_EQ(outcomes_, (Outcomes{kUnknown, kUnknown}));
}

TEST_F(FakeCommitterTest, HeldGroupsAreAnsweredWhenReleased) {
  committer_->Hold();
  for (const char* body : {"a", "b", "c", "d"}) Submit(body);
  EXPECT_EQ(committer_->groups_held(), 4u);
  EXPECT_TRUE(outcomes_.empty());
  EXPECT_FALSE(IsPublished("a"));
  committer_->Release(2);
  EXPECT_EQ(outcomes_, (Outcomes{kDurable, kDurable}));
  EXPECT_TRUE(IsPublished("b"));
  EXPECT_FALSE(IsPublished("c"));
  committer_->WillAnswer(kLost);
  committer_->Release(2);
  EXPECT_EQ(outcomes_, (Outcomes{kDurable, kDurable, kLost, kLost}));
  EXPECT_EQ(committer_->groups_submitted(), 4u);
}

}  // namespace
}  // namespace wangge::storage
