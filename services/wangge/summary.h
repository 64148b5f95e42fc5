// A state in one line: what came in, where it stands, and whether its log explains it.
#pragma once

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "services/wangge/state_files.h"

namespace wangge {

struct Summary {
  std::uint64_t reports = 0;
  std::uint64_t located = 0;  // in a cell of the system's first layer
  std::uint64_t gap = 0;      // with a point that no cell of it holds
  std::uint64_t filed = 0;
  std::uint64_t closed = 0;
  std::uint64_t overdue = 0;  // a disposal clock ended late, or runs past its deadline at the last record's time
  double p50_s = 0;           // of the closed, from received to closed
  std::string digest{};       // engine/digest.h, hexadecimal
  bool verified = false;      // engine/verify.h found no fault
};

// Reads every row; O(rows).
absl::StatusOr<Summary> Summarise(const OpenState& state);

// {"reports":…,"located":…,"gap":…,"filed":…,"closed":…,"overdue":…,"p50_s":…,"digest":"…","verify":true}
std::string ToJson(const Summary& summary);

}  // namespace wangge
