// What the system counts of processes and of itself, read from /proc; and how fast the disk syncs.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>

#include "absl/status/statusor.h"
#include "base/time.h"

namespace wangge::bench {

struct Used {
  Duration cpu{};           // user and system
  std::uint64_t bytes = 0;  // handed to the disk
};

// Of a process, its children that live, and those that it has waited for; neither ever falls. NOT_FOUND: no such
// process. PERMISSION_DENIED as INTERNAL: of another user.
absl::StatusOr<Used> UsedByFamily(pid_t pid);

// CPU of the whole machine that was not idle, and of this process.
Duration BusyOfMachine();
Duration CpuOfThisProcess();

// Cores, kernel, file system of `folder`, and the median and 99th percentile of 200 appends of 4 KiB, each synced.
absl::StatusOr<nlohmann::ordered_json> DescribeMachine(const std::string& folder);

}  // namespace wangge::bench
