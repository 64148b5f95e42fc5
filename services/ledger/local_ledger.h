// The ledger of this process. The ledger and the shelf outlive it and every FeedFollow of it. Thread-safe.
#pragma once

#include "services/ledger/edition_shelf.h"
#include "services/ledger/ledger.h"
#include "services/ledger/ledger_port.h"

namespace wangge::ledger {

class LocalLedger final : public LedgerPort {
 public:
  LocalLedger(Ledger& ledger, EditionShelf& shelf) : ledger_(ledger), shelf_(shelf) {}

  void Submit(v1::Command command, Timestamp until, Done<v1::CommandResult> done) override;
  void SubmitBatch(std::vector<v1::Command> commands, Timestamp until,
                   Done<std::vector<v1::CommandResult>> done) override;
  void GetReceipt(v1::GetReceiptRequest request, Timestamp until, Done<v1::GetReceiptResponse> done) override;
  void OpenAttachment(v1::OpenAttachmentRequest request, Timestamp until,
                      Done<v1::OpenAttachmentResponse> done) override;
  void ReadEdition(v1::ReadEditionRequest request, Timestamp until, Done<EditionText> done) override;
  std::unique_ptr<FeedFollow> Follow(v1::FeedRequest request, Done<v1::FeedResponse> on_records) override;

 private:
  Ledger& ledger_;
  EditionShelf& shelf_;
};

}  // namespace wangge::ledger
