// Where a point lies in the layers in force; source and accuracy are the caller's. Thread-safe; may take seconds.
#pragma once

#include <functional>

#include "absl/status/statusor.h"
#include "base/position.h"
#include "domain/place.h"

namespace wangge::ledger {

using LocatePoint = std::function<absl::StatusOr<domain::Location>(Position)>;

}  // namespace wangge::ledger
