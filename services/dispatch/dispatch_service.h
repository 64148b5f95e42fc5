// DispatchService over gRPC: the queue, candidate units, and the actions of the dispatch desk. Owned by the program's
// root, after its ledger and before its server. Thread-safe.
#pragma once

#include <memory>

#include "rpc/call.h"
#include "rpc/server.h"
#include "services/ledger/ledger.h"
#include "vault/attachment_store.h"

namespace wangge::dispatch {

class DispatchService {
 public:
  // All outlive it. `attachments`: where this process has the store of uploads, otherwise nullptr.
  DispatchService(const rpc::CallEnvironment& environment, ledger::Ledger& ledger,
                  const vault::AttachmentStore* attachments);
  ~DispatchService();

  // For ServerOptions.services.
  rpc::ServedService served();

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace wangge::dispatch
