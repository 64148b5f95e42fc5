// A disk on which the end of the process is a power cut: what was written and not synced stays in the memory of the
// process, and so do the names of files made, moved or removed since their directory was synced. Over it a RocksDB runs
// as on any other disk, and the directory holds at every moment what a power cut would leave. It fails on demand. For
// tests only; thread-safe.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/statusor.h"

namespace rocksdb {
class Env;
}

namespace wangge::storage {

struct DiskFaults {
  std::uint64_t seed = 1;
  // The operation (write, sync, new name, move, removal), counted from 1, instead of which the power goes; 0: none.
  std::uint64_t power_cut_at = 0;
  // A part of what was not synced is on the disk when the power goes: some bytes of each file from the first one on.
  bool torn = false;
  // With `torn`: one sector of that part is zeros.
  bool hole = false;
  // Bytes that can still be written; 0: no end.
  std::uint64_t room_bytes = 0;
  // The sync, counted from 1, that answers EIO. As in Linux its bytes are never written, and a later sync says OK.
  std::uint64_t bad_sync_at = 0;
  // What a kernel makes of a disk after errors.
  bool read_only = false;
};

class PowerCutDisk {
 public:
  // Over the files of `dir`, which need not exist; subdirectories are left out. INTERNAL: they cannot be read.
  static absl::StatusOr<std::unique_ptr<PowerCutDisk>> Open(const std::string& dir, const DiskFaults& faults);
  virtual ~PowerCutDisk() = default;

  // For RocksOptions::env; lives as long as the disk.
  virtual rocksdb::Env* env() = 0;
  // The power goes now: SIGKILL to this process.
  [[noreturn]] virtual void CutPower() = 0;
  virtual std::uint64_t operations() const = 0;
};

}  // namespace wangge::storage
