// The base counts of a state.
#pragma once

#include <cstdint>
#include <functional>

#include "absl/status/statusor.h"
#include "insight/case_counts.h"
#include "services/wangge/state_files.h"

namespace wangge {

// Of the cases that `wanted` holds for, with their system; absent: of all. As of the last record. `progress` is told
// every few thousand cases; the total is no less than the cases. DATA_LOSS.
absl::StatusOr<insight::CaseCounts> CountCases(
    const OpenState& state, const std::function<void(std::uint64_t done, std::uint64_t total)>& progress = {},
    const std::function<bool(const domain::Case&, const domain::System&)>& wanted = {});

}  // namespace wangge
