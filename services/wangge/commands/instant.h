// An instant on the command line: RFC 3339, or a date, which means its first instant at the given offset or in the days
// of a system.
#pragma once

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "base/time.h"
#include "domain/system.h"
#include "services/wangge/past_cases.h"

namespace wangge::commands {

// INVALID_ARGUMENT names the option.
absl::StatusOr<Timestamp> ParseInstant(const std::string& option, const std::string& text, Duration date_offset);
// Empty text: absent.
absl::StatusOr<std::optional<Timestamp>> ParseOptionalInstant(const std::string& option, const std::string& text,
                                                              Duration date_offset);
// The same in the days of a system.
absl::StatusOr<std::optional<Timestamp>> ParseOptionalInstantIn(const domain::System& days, const std::string& option,
                                                                const std::string& text);

// --as-of: a position of the log in digits, or an instant or a date in the days of a system. Empty text: now.
inline constexpr char kAsOfHelp[] =
    "The figures as they were: of the log up to a position (digits), or an instant or a date; by default to its end";
absl::StatusOr<AsOf> ParseAsOf(const domain::System& days, const std::string& text);

// One end of a period as a server is asked for it, which knows its own days.
struct InstantOrDay {
  std::optional<Timestamp> instant{};
  std::string day{};  // not empty: instead
};
absl::StatusOr<InstantOrDay> ParseInstantOrDay(const std::string& option, const std::string& text);

}  // namespace wangge::commands
