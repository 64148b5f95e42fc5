#include "engine/testing/test_shard.h"

#include <gtest/gtest.h>

#include "base/check.h"
#include "engine/verify.h"
#include "storage/case_record.h"
#include "storage/keys.h"

namespace wangge::engine {

Done Reply::done() const {
  return [slot = slot_](Answer answer) {
    const std::lock_guard lock(slot->mutex);
    EXPECT_FALSE(slot->answer.has_value()) << "answered twice";
    slot->answer = std::move(answer);
    slot->came.notify_all();
  };
}

bool Reply::arrived() const {
  const std::lock_guard lock(slot_->mutex);
  return slot_->answer.has_value();
}

Answer Reply::Await() const {
  std::unique_lock lock(slot_->mutex);
  slot_->came.wait(lock, [this] { return slot_->answer.has_value(); });
  return *slot_->answer;
}

Accepted Reply::AwaitAccepted() const {
  const Answer answer = Await();
  if (const auto* rejection = std::get_if<domain::Rejection>(&answer)) ADD_FAILURE() << rejection->text;
  if (const auto* status = std::get_if<absl::Status>(&answer)) ADD_FAILURE() << *status;
  const auto* accepted = std::get_if<Accepted>(&answer);
  return accepted == nullptr ? Accepted{.the_case = std::make_shared<domain::Case>()} : *accepted;
}

std::string Reply::AwaitRejected() const {
  const Answer answer = Await();
  const auto* rejection = std::get_if<domain::Rejection>(&answer);
  return rejection == nullptr ? "not rejected" : rejection->reason;
}

absl::StatusCode Reply::AwaitStatus() const {
  const Answer answer = Await();
  const auto* status = std::get_if<absl::Status>(&answer);
  return status == nullptr ? absl::StatusCode::kOk : status->code();
}

std::unique_ptr<storage::Committer> OpenCommitter(CommitterKind kind, storage::Store* store) {
  if (kind == CommitterKind::kFake) return std::make_unique<storage::FakeCommitter>(store);
  auto opened = storage::RocksCommitter::Open(store, {.inline_mode = kind == CommitterKind::kInline});
  CHECK(opened.ok());
  return *std::move(opened);
}

TestShard::TestShard(storage::StoreKind store, CommitterKind committer, ShardOptions options)
    : kind_(committer), options_(options), state_(store) {
  Open();
  for (Envelope& edition : SmallCityEditions()) Do(std::move(edition), kStart);
}

void TestShard::Open() {
  committer_ = OpenCommitter(kind_, state_.get());
  auto opened = Shard::Open(*committer_, options_, SmallCityLoader(),
                            [this](const Published& group) { published.push_back(group); });
  if (!opened.ok()) std::fprintf(stderr, "%s\n", opened.status().ToString().c_str());
  CHECK(opened.ok());
  shard_ = *std::move(opened);
}

Reply TestShard::Send(Envelope envelope, Timestamp now) {
  std::vector<Envelope> one;
  one.push_back(std::move(envelope));
  return Send(std::move(one), now).front();
}

std::vector<Reply> TestShard::Send(std::vector<Envelope> group, Timestamp now) {
  std::vector<Reply> replies(group.size());
  std::vector<Pending> commands;
  for (std::size_t i = 0; i < group.size(); ++i) commands.push_back({std::move(group[i]), replies[i].done()});
  shard_->Process(std::move(commands), now);
  return replies;
}

domain::Case TestShard::Stored(domain::CaseId id) {
  const auto row = state_->TakeSnapshot()->Get(storage::Family::kCase, storage::CaseKey(id));
  CHECK(row.ok());
  if (!*row) return {};
  const auto decoded = storage::DecodeCase(id, **row);
  CHECK(decoded.ok());
  return *decoded;
}

std::size_t TestShard::Rows(storage::Family family) {
  std::size_t rows = 0;
  const auto snapshot = state_->TakeSnapshot();
  for (const auto cursor = snapshot->ScanPrefix(family, {}); cursor->Valid(); cursor->Next()) ++rows;
  return rows;
}

void TestShard::Reopen() {
  (void)shard_->Flush();
  shard_.reset();
  committer_.reset();
  state_.Reopen();
  Open();
}

void TestShard::ExpectSound() {
  ASSERT_TRUE(shard_->Flush().ok());
  const auto report = Verify(*state_->TakeSnapshot(), options_.id);
  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_TRUE(report->ok()) << report->fault_texts.front();
  EXPECT_EQ(report->records, shard_->last_position().value);
}

}  // namespace wangge::engine
