// Editions that a server has or had in force. Each call blocks; for who administers the city.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/wangge/client/connection.h"
#include "wangge/ledger/v1/ledger.pb.h"

namespace wangge::client {

// All of a kind and name, oldest first. Codes of LedgerService.ListEditions.
absl::StatusOr<std::vector<ledger::v1::Edition>> EditionsOf(const Connection& connection, const std::string& kind,
                                                            const std::string& name);

// The whole body. Codes of LedgerService.ReadEdition; DATA_LOSS: it is not what its hash says.
absl::StatusOr<std::string> ReadEdition(const Connection& connection, const ledger::v1::Edition& edition);

}  // namespace wangge::client
