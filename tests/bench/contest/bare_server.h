// What a server costs that only takes reports over RPC and appends them: no rules, no rows but the report's own bytes.
// It speaks ReportService, so that the same client loads it, and LedgerService.GetHead, whose answer counts: `position`
// is how many reports can be read back, `synced_groups` how often the log was synced.
#pragma once

#include <string>

#include "absl/status/status.h"

namespace wangge::bench {

enum class Append {
  kGroups,  // one thread writes all that has come in meanwhile, with one sync: the limit
  kEach,    // each report is a Put with a sync of its own, as a first version is written
};

struct BareServerOptions {
  std::string listen{};
  std::string port_file{};
  std::string folder{};  // of the database
  Append append = Append::kGroups;
};

// Serves until SIGINT or SIGTERM.
absl::Status RunBareServer(const BareServerOptions& options);

}  // namespace wangge::bench
