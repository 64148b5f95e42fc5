#include "services/ledger/local_ledger.h"

#include <mutex>

#include "services/ledger/feed_reader.h"
#include "services/ledger/refusal.h"
#include "wire/command.h"

namespace wangge::ledger {
namespace {

// Reads pages while there are any, one page a turn on the pool, so that one who follows from the beginning does not
// keep others waiting.
class Following : public std::enable_shared_from_this<Following> {
 public:
  Following(Ledger& ledger, v1::FeedRequest request, LedgerPort::Done<v1::FeedResponse> on_records)
      : ledger_(ledger), request_(std::move(request)), on_records_(std::move(on_records)) {}

  void Start() {
    bell_ = std::make_unique<FeedBell>(ledger_, [weak = weak_from_this()] {
      if (const auto self = weak.lock()) self->Wake();
    });
    Wake();
  }
  void Stop() {
    bell_.reset();
    const std::lock_guard lock(mutex_);
    stopped_ = true;
  }

 private:
  void Wake() {
    const std::lock_guard lock(mutex_);
    again_ = true;
    if (reading_ || stopped_) return;
    reading_ = true;
    ledger_.pool().Run([self = shared_from_this()] { self->Turn(); });
  }
  void Turn() {
    {
      const std::lock_guard lock(mutex_);
      if (stopped_) return;
      again_ = false;
    }
    const absl::Status read = ReadPage();
    const std::lock_guard lock(mutex_);
    if (!read.ok()) stopped_ = true;
    reading_ = !stopped_ && (again_ || !reader_->IsAtHead());
    if (reading_) ledger_.pool().Run([self = shared_from_this()] { self->Turn(); });
  }
  absl::Status ReadPage() {
    if (reader_ == nullptr) {
      auto reader = FeedReader::Open(ledger_, request_);
      if (!reader.ok()) {
        on_records_(reader.status());
        return reader.status();
      }
      reader_ = *std::move(reader);
    }
    if (reader_->IsAtHead()) return absl::OkStatus();
    auto page = reader_->Next();
    const absl::Status status = page.status();
    on_records_(std::move(page));
    return status;
  }

  Ledger& ledger_;
  const v1::FeedRequest request_;
  const LedgerPort::Done<v1::FeedResponse> on_records_;
  std::unique_ptr<FeedReader> reader_;  // of the turn's thread
  std::mutex mutex_;
  bool reading_ = false;  // a turn is queued or running
  bool again_ = false;
  bool stopped_ = false;
  std::unique_ptr<FeedBell> bell_;
};

class LocalFollow final : public FeedFollow {
 public:
  explicit LocalFollow(std::shared_ptr<Following> following) : following_(std::move(following)) {}
  ~LocalFollow() override { following_->Stop(); }

 private:
  std::shared_ptr<Following> following_;
};

// Answers on the pool, or at once when it is full.
template <typename Answer, typename Work>
void Read(Ledger& ledger, const LedgerPort::Done<Answer>& done, Work work) {
  const absl::Status taken = ledger.pool().TryRun([done, work = std::move(work)] { done(work()); });
  if (!taken.ok()) done(taken);
}

absl::StatusOr<domain::Actor> ActorOf(const Ledger& ledger, const v1::Actor& actor) {
  wire::Faults faults;
  domain::Actor read = wire::FromProto(actor, faults);
  if (!faults.empty()) return StatusOf(faults);
  return ActingActor(ledger, std::move(read));
}

}  // namespace

void LocalLedger::Submit(v1::Command command, Timestamp until, Done<v1::CommandResult> done) {
  ledger_.Submit(std::move(command), until, std::move(done));
}

void LocalLedger::SubmitBatch(std::vector<v1::Command> commands, Timestamp until,
                              Done<std::vector<v1::CommandResult>> done) {
  ledger_.SubmitBatch(std::move(commands), until, std::move(done));
}

void LocalLedger::GetReceipt(v1::GetReceiptRequest request, Timestamp, Done<v1::GetReceiptResponse> done) {
  Read(ledger_, done, [this, request = std::move(request)]() -> absl::StatusOr<v1::GetReceiptResponse> {
    const auto actor = ActorOf(ledger_, request.actor());
    if (!actor.ok()) return actor.status();
    auto receipt = ledger_.cases().Receipt(*actor, request.name());
    if (!receipt.ok()) return receipt.status();
    v1::GetReceiptResponse response;
    *response.mutable_receipt() = std::move(receipt->receipt);
    *response.mutable_progress() = std::move(receipt->progress);
    return response;
  });
}

void LocalLedger::OpenAttachment(v1::OpenAttachmentRequest request, Timestamp, Done<v1::OpenAttachmentResponse> done) {
  Read(ledger_, done, [this, request = std::move(request)]() -> absl::StatusOr<v1::OpenAttachmentResponse> {
    const auto actor = ActorOf(ledger_, request.actor());
    if (!actor.ok()) return actor.status();
    auto secret = ledger_.cases().Attachment(*actor, request.case_(), request.attachment(), request.purpose());
    if (!secret.ok()) return secret.status();
    v1::OpenAttachmentResponse response;
    *response.mutable_attachment() = *std::move(secret);
    return response;
  });
}

void LocalLedger::ReadEdition(v1::ReadEditionRequest request, Timestamp, Done<EditionText> done) {
  Read(ledger_, done, [this, request = std::move(request)]() -> absl::StatusOr<EditionText> {
    auto found = shelf_.Read(request);
    if (!found.ok()) return found.status();
    return EditionText{std::move(found->edition), std::move(found->body)};
  });
}

std::unique_ptr<FeedFollow> LocalLedger::Follow(v1::FeedRequest request, Done<v1::FeedResponse> on_records) {
  request.set_follow(true);
  auto following = std::make_shared<Following>(ledger_, std::move(request), std::move(on_records));
  following->Start();
  return std::make_unique<LocalFollow>(std::move(following));
}

}  // namespace wangge::ledger
