// Brings an activated edition into the set that decisions read. Used when an activation is applied and when the log is
// read again; not thread-safe: it changes the set it is given.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "base/time.h"
#include "domain/editions.h"
#include "domain/event.h"

namespace wangge::catalog {

// Compiles `body` by the kind of the activation and puts it in force in `editions` under `id`: systems, procedures and
// catalogues by name, beside the editions that cases are pinned to; organisations, roles and absences in place of the
// old ones; layers, responsibilities and components are recorded only. Every kind is noted in `editions.activations`.
// On an error `editions` is unchanged. DATA_LOSS: the body does not have the hash of the activation, or it cannot be
// compiled, although CheckBody passed when it came into force.
absl::Status Activate(domain::Editions& editions, const domain::EditionActivated& activated, domain::EditionId id,
                      Timestamp at, const std::string& body);

// What must hold before an edition may be activated at all: the body loads, with all proofs, and the id inside a system
// or procedure is `name`; `name` is an id. INVALID_ARGUMENT "`file_name`:line:column: ...". For a layer, only the line
// before its GeoJSON is looked at: the cells are checked by libs/geo.
absl::Status CheckBody(domain::EditionKind kind, std::string_view name, const std::string& body,
                       std::string_view file_name);

}  // namespace wangge::catalog
