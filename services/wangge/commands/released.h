// Released configuration files, which never change (catalog/editions_lock.h). Reads files; thread-safe.
#pragma once

#include <vector>

#include "absl/status/status.h"
#include "catalog/config_files.h"

namespace wangge::commands {

// FAILED_PRECONDITION names a file that the editions.lock in its folder or in one above lists with another hash. OK
// where there is no such list. Errors of ReadFile and of ParseEditionsLock.
absl::Status CheckReleased(const std::vector<catalog::ConfigEdition>& editions);

}  // namespace wangge::commands
