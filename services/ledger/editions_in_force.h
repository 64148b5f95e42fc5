// The editions in force as files, for checks of how a new one fits beside them. Thread-safe.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "catalog/config_files.h"
#include "domain/editions.h"

namespace wangge::ledger {

using BodyOf =
    std::function<absl::StatusOr<std::optional<std::string>>(domain::EditionKind, const domain::ContentHash&)>;

// `body_of` may touch the disk; it is not asked for layers and components, which come without bodies. Of roles,
// organisations and absences only the latest. Errors of `body_of`; DATA_LOSS: a body is missing.
absl::StatusOr<std::vector<catalog::ConfigEdition>> EditionsInForce(const domain::Editions& editions,
                                                                    const BodyOf& body_of);

// A layer whose longitudes and latitudes are both possible, but lie where the layers in force do only when they are
// exchanged. It is held against the version of its name in force, else against another layer. INVALID_ARGUMENT: so it
// is; errors of `body_of`, and of decoding and parsing `layer`. About 2 us a vertex of both.
absl::Status CheckNotExchanged(const catalog::ConfigEdition& layer, const domain::Editions& editions,
                               const BodyOf& body_of);

}  // namespace wangge::ledger
