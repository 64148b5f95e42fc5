// An instant on the command line: RFC 3339, or a date, which means its first instant at the given offset.
#pragma once

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "base/time.h"

namespace wangge::commands {

// INVALID_ARGUMENT names the option.
absl::StatusOr<Timestamp> ParseInstant(const std::string& option, const std::string& text, Duration date_offset);
// Empty text: absent.
absl::StatusOr<std::optional<Timestamp>> ParseOptionalInstant(const std::string& option, const std::string& text,
                                                              Duration date_offset);
// The same without dates.
absl::StatusOr<std::optional<Timestamp>> ParseOptionalExactInstant(const std::string& option, const std::string& text);

}  // namespace wangge::commands
