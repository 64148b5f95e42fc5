// The ledger of another process, over a channel. Owned by the program's root; dropped before the channel and after
// every answer has come. Thread-safe.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "services/ledger/ledger_port.h"

namespace grpc {
class Channel;
}

namespace wangge::ledger {

class RemoteLedger final : public LedgerPort {
 public:
  // `token` gives the credentials of this service at each call; it must be short and thread-safe.
  RemoteLedger(std::shared_ptr<grpc::Channel> channel, std::function<std::string()> token);
  ~RemoteLedger() override;

  void Submit(v1::Command command, Timestamp until, Done<v1::CommandResult> done) override;
  void SubmitBatch(std::vector<v1::Command> commands, Timestamp until,
                   Done<std::vector<v1::CommandResult>> done) override;
  void GetReceipt(v1::GetReceiptRequest request, Timestamp until, Done<v1::GetReceiptResponse> done) override;
  void OpenAttachment(v1::OpenAttachmentRequest request, Timestamp until,
                      Done<v1::OpenAttachmentResponse> done) override;
  void ReadEdition(v1::ReadEditionRequest request, Timestamp until, Done<EditionText> done) override;
  std::unique_ptr<FeedFollow> Follow(v1::FeedRequest request, Done<v1::FeedResponse> on_records) override;

 private:
  struct Connection;
  std::shared_ptr<Connection> connection_;
};

}  // namespace wangge::ledger
