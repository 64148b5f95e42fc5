// OperationsService over gRPC: backups while serving, and what is wrong. Owned by the state node. Thread-safe.
#pragma once

#include <functional>
#include <memory>

#include "absl/status/statusor.h"
#include "base/status/clock.h"
#include "domain/organisation.h"
#include "rpc/call.h"
#include "rpc/server.h"
#include "services/wangge/backup/backup.h"
#include "services/wangge/doctor/finding.h"

namespace wangge::serve {

struct OperationsParts {
  const rpc::CallEnvironment& environment;
  const Clock& wall_clock;
  std::function<std::shared_ptr<const domain::Roles>()> roles;
  // Takes its time, on a thread of the service's own; never two at once.
  std::function<absl::StatusOr<backup::BackupReport>()> backup;
  // May touch the disk.
  std::function<doctor::Findings()> examine;
  // Runs what is short and may touch the disk; an error: it was not taken.
  std::function<absl::Status(std::function<void()>)> on_pool;
};

class OperationsService {
 public:
  explicit OperationsService(OperationsParts parts);
  // Waits for a backup that is being made.
  ~OperationsService();

  rpc::ServedService served();

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace wangge::serve
