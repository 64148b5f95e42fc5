// ResolutionService over gRPC: cases, tasks, history, deadlines, and the actions of the resolution desk. Owned by the
// program's root, after its ledger and before its server. Thread-safe.
#pragma once

#include <memory>

#include "rpc/call.h"
#include "rpc/server.h"
#include "services/ledger/ledger.h"
#include "vault/attachment_store.h"

namespace wangge::resolution {

class ResolutionService {
 public:
  // All outlive it. `attachments`: where this process has the store of uploads, otherwise nullptr.
  ResolutionService(const rpc::CallEnvironment& environment, ledger::Ledger& ledger,
                    const vault::AttachmentStore* attachments);
  ~ResolutionService();

  // For ServerOptions.services.
  rpc::ServedService served();

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace wangge::resolution
