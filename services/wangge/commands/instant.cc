#include "services/wangge/commands/instant.h"

#include "base/rfc3339.h"
#include "base/status/text.h"
#include "services/wangge/usage_error.h"

namespace wangge::commands {

absl::StatusOr<Timestamp> ParseInstant(const std::string& option, const std::string& text, Duration date_offset) {
  if (const auto instant = ParseRfc3339(text)) return *instant;
  if (const auto midnight = ParseRfc3339(text + "T00:00:00Z")) return *midnight - date_offset;
  return UsageError("Expected " + option + " as 2026-02-13T17:00:00+08:00 or 2026-02-13, but got \"" + text + "\".");
}

absl::StatusOr<std::optional<Timestamp>> ParseOptionalInstant(const std::string& option, const std::string& text,
                                                              Duration date_offset) {
  if (text.empty()) return std::optional<Timestamp>{};
  const auto instant = ParseInstant(option, text, date_offset);
  if (!instant.ok()) return instant.status();
  return std::optional<Timestamp>{*instant};
}

absl::StatusOr<std::optional<Timestamp>> ParseOptionalExactInstant(const std::string& option, const std::string& text) {
  if (text.empty()) return std::optional<Timestamp>{};
  if (const auto instant = ParseRfc3339(text)) return instant;
  return UsageError("Expected " + option + " with time and offset, as 2026-02-13T17:00:00+08:00, but got \"" + text +
                    "\".");
}

}  // namespace wangge::commands
