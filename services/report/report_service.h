// ReportService over gRPC: reports and their photos come in, receipts go out; shifts and positions of inspectors go to
// the tracks. Owned by the program's root, before its server. Thread-safe.
#pragma once

#include <memory>

#include "rpc/call.h"
#include "rpc/server.h"
#include "services/follow/delays.h"
#include "services/grid/grid_port.h"
#include "services/ledger/ledger_port.h"
#include "services/track/track_port.h"
#include "telemetry/log.h"
#include "vault/attachment_store.h"

namespace wangge::report {

// All of it outlives the service.
struct ReportParts {
  const rpc::CallEnvironment& environment;
  ledger::LedgerPort& ledger;
  grid::GridPort& grid;
  const vault::AttachmentStore& attachments;
  track::TrackPort& tracks;
  follow::Delays& delays;
  telemetry::Log& log;
};

class ReportService {
 public:
  explicit ReportService(const ReportParts& parts);
  ~ReportService();

  // After the server has shut down: waits for reports that were given up by their callers. False: some are still with
  // the ledger or the grid, so this and they may not go yet.
  bool Drain(Duration patience);

  // The roles in force are read: uploads are taken.
  bool IsReady() const;

  // For ServerOptions.services.
  rpc::ServedService served();

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace wangge::report
