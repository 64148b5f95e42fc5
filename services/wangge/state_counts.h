// The base counts of a state.
#pragma once

#include <cstdint>
#include <functional>

#include "absl/status/statusor.h"
#include "insight/case_counts.h"
#include "services/wangge/past_cases.h"
#include "services/wangge/state_files.h"

namespace wangge {

using CountProgress = std::function<void(std::uint64_t done, std::uint64_t total)>;
using CaseWanted = std::function<bool(const domain::Case&, const domain::System&)>;

// Of the cases that `wanted` holds for, with their system; absent: of all. As of the last record, or as they were: then
// made anew from the log, all in memory. `progress` is told now and then; the total is no less than what is done.
// DATA_LOSS; INVALID_ARGUMENT: a position after the log's last.
absl::StatusOr<insight::CaseCounts> CountCases(const OpenState& state, const CountProgress& progress = {},
                                               const CaseWanted& wanted = {}, const AsOf& as_of = {});

}  // namespace wangge
