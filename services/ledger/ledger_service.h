// LedgerService over gRPC: commands in, feed out, editions and the clock. Owned by the program's root, after its ledger
// and shelf and before its server. Thread-safe.
#pragma once

#include <memory>

#include "rpc/call.h"
#include "rpc/server.h"
#include "services/ledger/edition_shelf.h"
#include "services/ledger/ledger.h"

namespace wangge::ledger {

class LedgerService {
 public:
  // All outlive it.
  LedgerService(const rpc::CallEnvironment& environment, Ledger& ledger, EditionShelf& shelf);
  ~LedgerService();

  // For ServerOptions.services.
  rpc::ServedService served();

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace wangge::ledger
