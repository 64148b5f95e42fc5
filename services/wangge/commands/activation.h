// Bringing editions into force: in a state that this process holds, with the same checks as a server makes, or on one.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "base/time.h"
#include "catalog/config_files.h"
#include "services/wangge/client/connection.h"

namespace wangge::commands {

struct Activated {
  catalog::ConfigEdition edition{};
  std::uint64_t version = 0;
  bool unchanged = false;               // it was in force already
  std::vector<std::string> findings{};  // of a layer: what was converted, repaired or left out
};

// All of them or, when one is refused, none that comes after it; the state is made where there is none. `at` is the
// time of the log records. INVALID_ARGUMENT with file:line:column before anything is written.
absl::StatusOr<std::vector<Activated>> ActivateOffline(const std::string& state,
                                                       const std::vector<catalog::ConfigEdition>& editions,
                                                       Timestamp at);

// The same on a server, which takes the time from its own clock. Codes of LedgerService.ApplyEdition.
absl::StatusOr<std::vector<Activated>> ActivateOnServer(const client::Access& access,
                                                        const std::vector<catalog::ConfigEdition>& editions);

// "system", "procedure" ...
std::string_view NameOf(domain::EditionKind kind);

}  // namespace wangge::commands
