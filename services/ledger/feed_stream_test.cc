// The feed through LedgerService and through both ports.
#include <gtest/gtest.h>

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <numeric>

#include "base/limits.h"
#include "services/ledger/testing/ask.h"
#include "wangge/ledger/v1/ledger.grpc.pb.h"
#include "wire/names.h"

namespace wangge::ledger {
namespace {

class FeedStreamTest : public ::testing::Test {
 protected:
  std::string Report() {
    Waited<v1::CommandResult> waited;
    city_.local().Submit(city_.Report(), city_.DeadlineOfTests(), waited.Done());
    const auto result = waited.Get();
    EXPECT_TRUE(result.ok()) << result.status();
    return result.ok() ? result->receipt().case_() : std::string();
  }
  // Everything up to the head.
  absl::StatusOr<std::vector<v1::FeedRecord>> Read(const v1::FeedRequest& request,
                                                   const rpc::Caller& caller = ServedCity::Service()) {
    grpc::ClientContext context;
    city_.Speak(context, caller);
    const auto reader = stub_->Feed(&context, request);
    std::vector<v1::FeedRecord> records;
    v1::FeedResponse page;
    while (reader->Read(&page)) records.insert(records.end(), page.records().begin(), page.records().end());
    const grpc::Status status = reader->Finish();
    if (!status.ok()) return rpc::FromGrpc(status);
    return records;
  }
  std::uint64_t Head() { return city_.state().feed().head().value; }

  ServedCity city_;
  std::unique_ptr<v1::LedgerService::Stub> stub_ = v1::LedgerService::NewStub(city_.channel());
};

TEST_F(FeedStreamTest, TellsEveryRecordFromThePositionOnAndNothingSealed) {
  const std::uint64_t before = Head();
  const std::string first = Report();
  const std::string second = Report();
  v1::FeedRequest request;
  const auto all = Read(request);
  ASSERT_TRUE(all.ok()) << all.status();
  ASSERT_EQ(all->size(), Head());
  EXPECT_TRUE(all->front().events(0).has_activated());
  for (std::size_t i = 0; i < all->size(); ++i) EXPECT_EQ((*all)[i].position(), i + 1);

  request.set_after_position(before);
  const auto later = Read(request);
  ASSERT_TRUE(later.ok()) << later.status();
  ASSERT_EQ(later->size(), 2u);
  EXPECT_EQ((*later)[0].case_(), first);
  ASSERT_EQ((*later)[0].events_size(), 2) << "reported, and the clock of accepting";
  EXPECT_EQ((*later)[0].events(0).reported().area(), "331102001001");
  EXPECT_EQ((*later)[0].events(0).reported().system(), "urban");
  EXPECT_EQ((*later)[0].DebugString().find("Xiaoming"), std::string::npos);

  request.set_case_(second);
  request.add_kinds("clock_started");
  const auto one = Read(request);
  ASSERT_TRUE(one.ok()) << one.status();
  ASSERT_EQ(one->size(), 1u);
  ASSERT_EQ((*one)[0].events_size(), 1);
  EXPECT_EQ((*one)[0].events(0).clock_started().clock(), "accepting");
}

TEST_F(FeedStreamTest, AMessageHoldsSoManyRecordsAndTheNextGoesOn) {
  const std::uint64_t before = Head();
  for (std::size_t left = limits::kFeedRecordsMax + 1; left > 0;) {
    std::vector<v1::Command> commands;
    for (; left > 0 && commands.size() < limits::kBatchReportsMax; --left) commands.push_back(city_.Report());
    Waited<std::vector<v1::CommandResult>> waited;
    city_.local().SubmitBatch(std::move(commands), city_.DeadlineOfTests(), waited.Done());
    ASSERT_TRUE(waited.Get().ok());
  }
  grpc::ClientContext context;
  city_.Speak(context, ServedCity::Service());
  v1::FeedRequest request;
  request.set_after_position(before);
  const auto reader = stub_->Feed(&context, request);
  std::vector<std::size_t> sizes;
  v1::FeedResponse page;
  while (reader->Read(&page)) sizes.push_back(static_cast<std::size_t>(page.records_size()));
  ASSERT_TRUE(reader->Finish().ok());
  ASSERT_GE(sizes.size(), 2u);
  EXPECT_EQ(*std::ranges::max_element(sizes), limits::kFeedRecordsMax);
  EXPECT_EQ(std::accumulate(sizes.begin(), sizes.end(), std::size_t{0}), limits::kFeedRecordsMax + 1);
}

TEST_F(FeedStreamTest, RefusesPositionsKindsAndCallersThatAreNone) {
  v1::FeedRequest request;
  request.set_after_position(Head() + 1);
  EXPECT_EQ(CodeOf(Read(request)), "OUT_OF_RANGE POSITION_AHEAD");
  request.set_after_position(0);
  request.add_kinds("nonsense");
  EXPECT_EQ(CodeOf(Read(request)), "INVALID_ARGUMENT FIELD_INVALID");
  EXPECT_EQ(CodeOf(Read({}, ServedCity::ShiftLeader())), "PERMISSION_DENIED ROLE_NOT_ALLOWED");
}

// What one who follows has been told, waited for. A call may end after the following: it keeps what it writes to.
class Heard {
 public:
  LedgerPort::Done<v1::FeedResponse> Listen() {
    return [state = state_](absl::StatusOr<v1::FeedResponse> page) {
      const std::lock_guard lock(state->mutex);
      if (page.ok()) {
        for (const auto& record : page->records()) state->positions.push_back(record.position());
        state->head = page->head_position();
      } else {
        state->status = page.status();
      }
      state->changed.notify_all();
    };
  }
  void WaitForPosition(std::uint64_t position) {
    Wait([&] { return !state_->positions.empty() && state_->positions.back() >= position; });
  }
  std::uint64_t WaitForHead() {
    Wait([&] { return state_->head != 0; });
    return state_->head;
  }
  absl::Status WaitForError() {
    Wait([] { return false; });
    return state_->status;
  }
  std::vector<std::uint64_t> positions() {
    const std::lock_guard lock(state_->mutex);
    return state_->positions;
  }

 private:
  struct State {
    std::mutex mutex;
    std::condition_variable changed;
    std::vector<std::uint64_t> positions;
    std::uint64_t head = 0;
    absl::Status status;
  };
  void Wait(const std::function<bool()>& until) {
    std::unique_lock lock(state_->mutex);
    state_->changed.wait(lock, [&] { return !state_->status.ok() || until(); });
  }
  std::shared_ptr<State> state_ = std::make_shared<State>();
};

TEST_F(FeedStreamTest, BothPortsFollowTheLogAsItGrows) {
  for (LedgerPort* port : {static_cast<LedgerPort*>(&city_.local()), static_cast<LedgerPort*>(&city_.remote())}) {
    v1::FeedRequest request;
    request.set_after_position(Head());
    const std::uint64_t from = Head();
    Heard heard;
    const auto follow = port->Follow(request, heard.Listen());
    for (std::uint64_t i = 1; i <= 3; ++i) {
      Report();
      heard.WaitForPosition(from + i);
    }
    EXPECT_EQ(heard.positions(), (std::vector<std::uint64_t>{from + 1, from + 2, from + 3}));
  }
}

TEST_F(FeedStreamTest, OneWhoFollowsAQuietLogIsToldItsHead) {
  for (LedgerPort* port : {static_cast<LedgerPort*>(&city_.local()), static_cast<LedgerPort*>(&city_.remote())}) {
    v1::FeedRequest request;
    request.set_after_position(Head());
    Heard heard;
    const auto follow = port->Follow(request, heard.Listen());
    EXPECT_EQ(heard.WaitForHead(), Head());
    EXPECT_TRUE(heard.positions().empty());
  }
}

TEST_F(FeedStreamTest, AnErrorEndsTheFollowing) {
  for (LedgerPort* port : {static_cast<LedgerPort*>(&city_.local()), static_cast<LedgerPort*>(&city_.remote())}) {
    v1::FeedRequest request;
    request.set_after_position(Head() + 100);
    Heard heard;
    const auto follow = port->Follow(request, heard.Listen());
    EXPECT_EQ(rpc::ReasonOf(heard.WaitForError()), "POSITION_AHEAD");
  }
}

TEST_F(FeedStreamTest, BothPortsSubmitAndRefuseAlike) {
  for (LedgerPort* port : {static_cast<LedgerPort*>(&city_.local()), static_cast<LedgerPort*>(&city_.remote())}) {
    Waited<v1::CommandResult> accepted;
    port->Submit(city_.Report(), city_.DeadlineOfTests(), accepted.Done());
    EXPECT_EQ(CodeOf(accepted.Get()), "OK");
    v1::Command wrong = city_.Report();
    wrong.mutable_submit_report()->set_source("nonsense");
    Waited<v1::CommandResult> refused;
    port->Submit(wrong, city_.DeadlineOfTests(), refused.Done());
    EXPECT_EQ(CodeOf(refused.Get()), "INVALID_ARGUMENT SOURCE_UNKNOWN");
    Waited<std::vector<v1::CommandResult>> batch;
    port->SubmitBatch({city_.Report(), wrong}, city_.DeadlineOfTests(), batch.Done());
    const auto results = batch.Get();
    ASSERT_TRUE(results.ok()) << results.status();
    EXPECT_TRUE((*results)[0].has_receipt());
    EXPECT_TRUE((*results)[1].has_error());
    v1::GetReceiptRequest request;
    request.set_name((*results)[0].receipt().name());
    *request.mutable_actor() = city_.Report().actor();
    Waited<v1::GetReceiptResponse> receipt;
    port->GetReceipt(request, city_.DeadlineOfTests(), receipt.Done());
    EXPECT_EQ(CodeOf(receipt.Get()), "OK");
    Waited<v1::OpenAttachmentResponse> attachment;
    v1::OpenAttachmentRequest open;
    open.set_case_((*results)[0].receipt().case_());
    open.set_purpose("to see");
    *open.mutable_actor() = request.actor();
    port->OpenAttachment(open, city_.DeadlineOfTests(), attachment.Done());
    EXPECT_EQ(CodeOf(attachment.Get()), "NOT_FOUND ATTACHMENT_NOT_FOUND");
  }
}

}  // namespace
}  // namespace wangge::ledger
