// The one place where std::string_view and Debian's absl::string_view meet (Debian 12 builds Abseil with a type of
// its own), and the helpers every fallible function uses. Thread-safe.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace wangge {

inline absl::string_view ToAbsl(std::string_view s) { return {s.data(), s.size()}; }
inline std::string_view ToStd(absl::string_view s) { return {s.data(), s.size()}; }

absl::Status InvalidArgument(std::string_view text);
absl::Status NotFound(std::string_view text);
absl::Status FailedPrecondition(std::string_view text);
absl::Status AlreadyExists(std::string_view text);
absl::Status DataLoss(std::string_view text);
absl::Status Internal(std::string_view text);
absl::Status Unavailable(std::string_view text);
absl::Status ResourceExhausted(std::string_view text);

// The same status, its payloads too, with "`context`: " before its text. OK stays OK.
absl::Status WithContext(std::string_view context, const absl::Status& status);

}  // namespace wangge

#define WANGGE_RETURN_IF_ERROR(expression)                    \
  do {                                                        \
    if (absl::Status status_ = (expression); !status_.ok()) { \
      return status_;                                         \
    }                                                         \
  } while (false)

#define WANGGE_CONCAT_INNER(a, b) a##b
#define WANGGE_CONCAT(a, b) WANGGE_CONCAT_INNER(a, b)
#define WANGGE_ASSIGN_OR_RETURN(target, expression) \
  WANGGE_ASSIGN_OR_RETURN_INNER(WANGGE_CONCAT(statusor_, __LINE__), target, expression)
#define WANGGE_ASSIGN_OR_RETURN_INNER(statusor, target, expression) \
  auto statusor = (expression);                                     \
  if (!statusor.ok()) return std::move(statusor).status();          \
  target = std::move(statusor).value()
