// The format row of each family in kMeta, written when the family first appears and checked at each open.
// Key "format/<name>", value: family number (1 byte), version (4 bytes, big endian). Private to libs/storage.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "storage/rocks/database.h"
#include "storage/store.h"

namespace wangge::storage::rocks {

// What `names`, the column families found in `dir`, must not contain: FAILED_PRECONDITION names the unknown one.
absl::Status CheckFamilyNames(const std::string& dir, const std::vector<std::string>& names);

// Compares the rows found with kFamilies. FAILED_PRECONDITION for a newer, an older or an unknown format;
// DATA_LOSS for a family with rows but no format.
absl::Status CheckFormats(const Database& database);

// The effects that write the rows which are still missing.
absl::StatusOr<std::vector<Effect>> MissingFormats(const Database& database);

}  // namespace wangge::storage::rocks
