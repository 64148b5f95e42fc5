// The base counts of a state.
#pragma once

#include <cstdint>
#include <functional>

#include "absl/status/statusor.h"
#include "insight/case_counts.h"
#include "services/wangge/state_files.h"

namespace wangge {

// As of the last record. `progress` is told every few thousand cases; the total is no less than the cases. DATA_LOSS.
absl::StatusOr<insight::CaseCounts> CountCases(
    const OpenState& state, const std::function<void(std::uint64_t done, std::uint64_t total)>& progress = {});

}  // namespace wangge
