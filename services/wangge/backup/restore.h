// Makes a state of a backup, and proves it before it says so.
#pragma once

#include <functional>
#include <string>

#include "absl/status/statusor.h"
#include "engine/verify.h"
#include "services/wangge/backup/manifest.h"

namespace wangge::backup {

struct RestoreOptions {
  std::string folder{};
  std::string name{};             // empty: the newest
  std::string state{};            // made; must not exist, or be empty
  std::string master_key_file{};  // empty: the key is put there later
};

struct RestoreReport {
  std::string name{};
  Manifest manifest{};
  engine::VerifyReport proof{};
  bool key_missing = false;  // sealed fields stay closed until it is there
};

// `told` hears what is being done. The state appears under its name when all is proved, and not before: until then it
// is in STATE.restoring. FAILED_PRECONDITION: the place is taken, or another master key. DATA_LOSS: a file of the
// backup is missing or differs from its checksum (named), or what it holds does not prove itself. NOT_FOUND as
// ReadManifest.
absl::StatusOr<RestoreReport> Restore(const RestoreOptions& options,
                                      const std::function<void(const std::string&)>& told = {});

// Whether every file of a backup is there and as it was written. Writes nothing. DATA_LOSS names the first that is not.
absl::StatusOr<Manifest> CheckBackup(const std::string& folder, const std::string& name);

}  // namespace wangge::backup
