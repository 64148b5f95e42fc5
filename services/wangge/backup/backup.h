// Makes a backup of a state, also while it is served: a checkpoint of the database, sealed photos, the record of
// readings. Not the master key, which must not lie beside what it opens. What an earlier backup in the folder has
// already is not copied again.
#pragma once

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "base/time.h"
#include "services/wangge/backup/manifest.h"
#include "storage/committer.h"
#include "storage/store.h"

namespace wangge::backup {

struct BackupSource {
  std::string state{};            // its directory
  storage::Store& store;          // open on it
  storage::Committer& committer;  // over the store
  std::string master_key{};       // the id, hexadecimal; empty: there is none
  Timestamp now{};
};

struct BackupReport {
  std::string name{};
  Manifest manifest{};
  std::uint64_t copied_files = 0;  // the others were there
  std::uint64_t copied_bytes = 0;
};

// Into `folder`, which is made where there is none. The backup exists when this returns OK and not before: its manifest
// is written last. One at a time for a folder and for a state. FAILED_PRECONDITION: a folder of other things, or of
// another city's backups. Errors of Store::Checkpoint and of files.
absl::StatusOr<BackupReport> MakeBackup(const BackupSource& source, const std::string& folder);

}  // namespace wangge::backup
