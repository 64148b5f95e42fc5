// The ledger as the report service and others see it, in the same process or across the network. Nothing blocks: each
// answer comes once, on an unspecified thread, maybe before the call returns. Thread-safe.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "base/time.h"
#include "wangge/ledger/v1/ledger.pb.h"

namespace wangge::ledger {

// Held while a feed is followed; letting go of it ends the following, after which its function is not called again
// (a call that is under way may still end).
class FeedFollow {
 public:
  virtual ~FeedFollow() = default;
};

class LedgerPort {
 public:
  template <typename Answer>
  using Done = std::function<void(absl::StatusOr<Answer>)>;

  struct EditionText {
    v1::Edition edition{};
    std::string body{};
  };

  virtual ~LedgerPort() = default;

  // `until`: the deadline of whoever waits. Statuses as LedgerService documents them. An attachment that the store has
  // forgotten goes without its secret: only a request that is asked again may have one, and gets its first answer;
  // otherwise NOT_FOUND ATTACHMENT_NOT_FOUND.
  virtual void Submit(v1::Command command, Timestamp until, Done<v1::CommandResult> done) = 0;
  virtual void SubmitBatch(std::vector<v1::Command> commands, Timestamp until,
                           Done<std::vector<v1::CommandResult>> done) = 0;
  virtual void GetReceipt(v1::GetReceiptRequest request, Timestamp until, Done<v1::GetReceiptResponse> done) = 0;
  virtual void OpenAttachment(v1::OpenAttachmentRequest request, Timestamp until,
                              Done<v1::OpenAttachmentResponse> done) = 0;
  // The whole body. `request.sha256` empty: the edition in force.
  virtual void ReadEdition(v1::ReadEditionRequest request, Timestamp until, Done<EditionText> done) = 0;

  // Calls `on_records` from one thread at a time, with records after `request.after_position` in order, as the log
  // grows; at least once, so that one who follows a quiet log learns its head. An error is the last call: the one who
  // follows asks again from the last read_position.
  virtual std::unique_ptr<FeedFollow> Follow(v1::FeedRequest request, Done<v1::FeedResponse> on_records) = 0;
};

}  // namespace wangge::ledger
