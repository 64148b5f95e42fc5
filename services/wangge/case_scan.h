// Every case of a state that this process holds, and when its log ends.
#pragma once

#include <functional>
#include <optional>

#include "absl/status/statusor.h"
#include "domain/case.h"
#include "services/wangge/state_files.h"

namespace wangge {

// In the order in which they were reported; the first error of `visit` ends it. DATA_LOSS for a row that is no case.
absl::Status ForEachCase(const OpenState& state, const std::function<absl::Status(domain::Case)>& visit);

// Of the last record; nullopt for an empty log. DATA_LOSS.
absl::StatusOr<std::optional<Timestamp>> LastTime(storage::Committer& committer);

}  // namespace wangge
