#include <mutex>
#include <optional>

#include "rpc/download.h"
#include "services/ledger/callers.h"
#include "services/ledger/feed_reader.h"
#include "services/ledger/streams.h"

namespace wangge::ledger {
namespace {

using FeedPart = rpc::Part<v1::FeedResponse>;

// Holds the transport's question until there is something to say. Nothing is read ahead: a slow reader costs a place.
class FeedSender final : public rpc::Sender<v1::FeedResponse>, public std::enable_shared_from_this<FeedSender> {
 public:
  FeedSender(Ledger& ledger, const v1::FeedRequest& request, absl::Status admitted)
      : ledger_(ledger), request_(request), status_(std::move(admitted)) {}

  void Next(rpc::Reply<FeedPart> reply) override {
    {
      const std::lock_guard lock(mutex_);
      reply_ = std::move(reply);
    }
    const std::weak_ptr<FeedSender> weak = weak_from_this();
    if (request_.follow() && bell_ == nullptr && status_.ok()) {
      bell_ = std::make_unique<FeedBell>(ledger_, [weak] {
        if (const auto self = weak.lock()) self->Turn();
      });
    }
    ledger_.pool().Run([self = shared_from_this()] { self->Turn(); });
  }

  void Cancel() override {
    std::optional<rpc::Reply<FeedPart>> dropped;
    const std::lock_guard lock(mutex_);
    dropped.swap(reply_);
  }

 private:
  // Answers the question, if there is one and something to answer.
  void Turn() {
    std::optional<rpc::Reply<FeedPart>> reply;
    absl::Status status;
    {
      const std::lock_guard lock(mutex_);
      if (!reply_) return;
      status = OpenOnce();
      const bool at_head = status.ok() && reader_->IsAtHead();
      if (at_head && request_.follow()) return;
      reply.swap(reply_);
      if (at_head) {
        reply->message().end = true;
      } else if (status.ok()) {
        auto page = reader_->Next();
        status = page.status();
        if (page.ok()) reply->message().message = *std::move(page);
      }
    }
    reply->Finish(status);
  }
  absl::Status OpenOnce() {
    if (reader_ != nullptr || !status_.ok()) return status_;
    auto reader = FeedReader::Open(ledger_, request_);
    if (reader.ok()) reader_ = *std::move(reader);
    return reader.status();
  }

  Ledger& ledger_;
  const v1::FeedRequest request_;
  const absl::Status status_;
  std::unique_ptr<FeedBell> bell_;  // made by the first Next
  std::mutex mutex_;
  std::unique_ptr<FeedReader> reader_;
  std::optional<rpc::Reply<FeedPart>> reply_;
};

}  // namespace

std::shared_ptr<rpc::Sender<v1::FeedResponse>> SendFeed(Ledger& ledger, const rpc::Call& call,
                                                        const v1::FeedRequest& request) {
  absl::Status admitted = RequireInsider(*call.caller, *ledger.state().editions()->roles);
  return std::make_shared<FeedSender>(ledger, request, std::move(admitted));
}

}  // namespace wangge::ledger
