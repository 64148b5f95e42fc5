// Editions on their way into force on a server. Each call blocks.
#pragma once

#include "absl/status/statusor.h"
#include "catalog/config_files.h"
#include "services/wangge/client/connection.h"
#include "wangge/ledger/v1/ledger.pb.h"

namespace wangge::client {

// `kind` is the contract's name of edition.kind. `dry_run`: only checked, and what it would do told. Codes of
// LedgerService.ApplyEdition; the text begins with the file.
absl::StatusOr<ledger::v1::ApplyEditionResponse> ApplyEdition(const Connection& connection, std::string_view kind,
                                                              const catalog::ConfigEdition& edition,
                                                              bool dry_run = false);

}  // namespace wangge::client
