// config/systems/editions.lock: the SHA-256 of every released configuration file. A released file never changes, so
// that an edition named in an old log can always be found as it was. Pure; thread-safe.
//   <64 hex digits>  <path relative to config/>
// Lines that begin with # and empty lines are comments.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "base/digest/sha256.h"

namespace wangge::catalog {

struct LockedFile {
  std::string path{};
  Hash hash{};
};

// INVALID_ARGUMENT "`file_name`:line:column: ...": a line of another form, a path that stands twice.
absl::StatusOr<std::vector<LockedFile>> ParseEditionsLock(std::string_view text, std::string_view file_name);

}  // namespace wangge::catalog
