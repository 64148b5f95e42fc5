// One life of a city: the real shard and committer over a disk that fails, until the power goes. What is asked and
// answered goes to standard output as it happens (book.h).
#pragma once

#include <cstdint>
#include <string>

#include "storage/rocks_store.h"
#include "storage/testing/power_cut_disk.h"

namespace wangge::fault {

struct LifeOptions {
  std::string state{};  // of the RocksDB
  std::string book{};   // of the lives before: what was not answered is asked again
  std::uint64_t seed = 1;
  std::uint64_t commands = 300;  // then the power goes, or the city is closed
  bool close = false;            // in order, and only what was synced is there nevertheless
  bool skip_sync = false;        // acknowledges what is not synced: must be found
  storage::DiskFaults disk{};
};

// Small memory, so that tables are written and logs retired within a few hundred commands.
storage::RocksOptions SmallMemory();

// The exit code: 0 closed, 3 the start was refused. Does not return when the power goes.
int Live(const LifeOptions& options);

}  // namespace wangge::fault
