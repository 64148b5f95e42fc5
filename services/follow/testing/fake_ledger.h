// A ledger that a test plays: what it was asked is kept, what it answers is set before. Answers come before the call
// returns. Thread-safe.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "base/status/text.h"
#include "rpc/status_map.h"
#include "services/ledger/ledger_port.h"

namespace wangge::follow {

class FakeLedger final : public ledger::LedgerPort {
 public:
  // What becomes of each command, in Submit and SubmitBatch alike.
  std::function<absl::StatusOr<ledger::v1::CommandResult>(const ledger::v1::Command&)> decide =
      [](const ledger::v1::Command& command) {
        ledger::v1::CommandResult result;
        result.mutable_receipt()->set_name("receipts/" + command.request_id());
        return result;
      };
  std::map<std::pair<std::string, std::string>, std::string> bodies;  // by kind and name

  void Submit(ledger::v1::Command command, Timestamp, Done<ledger::v1::CommandResult> done) override {
    done(Decide(command));
  }
  void SubmitBatch(std::vector<ledger::v1::Command> commands, Timestamp,
                   Done<std::vector<ledger::v1::CommandResult>> done) override {
    std::vector<ledger::v1::CommandResult> results;
    for (const auto& command : commands) {
      auto result = Decide(command);
      if (result.ok()) {
        results.push_back(*std::move(result));
      } else {
        *results.emplace_back().mutable_error() = rpc::ToProto(result.status());
      }
    }
    done(std::move(results));
  }
  void GetReceipt(ledger::v1::GetReceiptRequest, Timestamp, Done<ledger::v1::GetReceiptResponse> done) override {
    done(NotFound("not played"));
  }
  void OpenAttachment(ledger::v1::OpenAttachmentRequest, Timestamp,
                      Done<ledger::v1::OpenAttachmentResponse> done) override {
    done(NotFound("not played"));
  }
  void ReadEdition(ledger::v1::ReadEditionRequest request, Timestamp, Done<EditionText> done) override {
    EditionText text;
    {
      const std::lock_guard lock(mutex_);
      if (failures_left_ > 0) {
        --failures_left_;
        text.edition.set_size(1);  // marks a failure below
      }
      text.body = bodies[{request.kind(), request.name()}];
    }
    if (text.edition.size() == 1) return done(Unavailable("played"));
    done(std::move(text));
  }
  std::unique_ptr<ledger::FeedFollow> Follow(ledger::v1::FeedRequest request,
                                             Done<ledger::v1::FeedResponse> on_records) override {
    const std::lock_guard lock(mutex_);
    follows_.push_back(request);
    on_records_ = std::move(on_records);
    return std::make_unique<ledger::FeedFollow>();
  }

  void FailEditions(int times) {
    const std::lock_guard lock(mutex_);
    failures_left_ = times;
  }
  // To the latest follower.
  void Tell(absl::StatusOr<ledger::v1::FeedResponse> response) {
    Done<ledger::v1::FeedResponse> listener;
    {
      const std::lock_guard lock(mutex_);
      listener = on_records_;
    }
    listener(std::move(response));
  }
  std::vector<ledger::v1::FeedRequest> follows() const {
    const std::lock_guard lock(mutex_);
    return follows_;
  }
  std::vector<ledger::v1::Command> commands() const {
    const std::lock_guard lock(mutex_);
    return commands_;
  }

 private:
  absl::StatusOr<ledger::v1::CommandResult> Decide(const ledger::v1::Command& command) {
    const std::lock_guard lock(mutex_);
    commands_.push_back(command);
    return decide(command);
  }

  mutable std::mutex mutex_;
  int failures_left_ = 0;
  std::vector<ledger::v1::FeedRequest> follows_;
  Done<ledger::v1::FeedResponse> on_records_;
  std::vector<ledger::v1::Command> commands_;
};

}  // namespace wangge::follow
