#include "services/wangge/commands/instant.h"

#include <charconv>

#include "base/rfc3339.h"
#include "base/status/text.h"
#include "insight/local_day.h"
#include "services/wangge/usage_error.h"

namespace wangge::commands {

namespace {

absl::Status NoInstant(const std::string& option, const std::string& text) {
  return UsageError("Expected " + option + " as 2026-02-13T17:00:00+08:00 or 2026-02-13, but got \"" + text + "\".");
}

}  // namespace

absl::StatusOr<Timestamp> ParseInstant(const std::string& option, const std::string& text, Duration date_offset) {
  if (const auto instant = ParseRfc3339(text)) return *instant;
  if (const auto midnight = ParseRfc3339(text + "T00:00:00Z")) return *midnight - date_offset;
  return NoInstant(option, text);
}

absl::StatusOr<std::optional<Timestamp>> ParseOptionalInstant(const std::string& option, const std::string& text,
                                                              Duration date_offset) {
  if (text.empty()) return std::optional<Timestamp>{};
  const auto instant = ParseInstant(option, text, date_offset);
  if (!instant.ok()) return instant.status();
  return std::optional<Timestamp>{*instant};
}

absl::StatusOr<std::optional<Timestamp>> ParseOptionalInstantIn(const domain::System& days, const std::string& option,
                                                                const std::string& text) {
  if (text.empty()) return std::optional<Timestamp>{};
  if (const auto instant = ParseRfc3339(text)) return instant;
  if (const auto start = insight::StartOfDay(text, days)) return start;
  return NoInstant(option, text);
}

absl::StatusOr<AsOf> ParseAsOf(const domain::System& days, const std::string& text) {
  std::uint64_t position = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), position);
  if (error == std::errc() && end == text.data() + text.size() && position > 0) return AsOf{.position = position};
  WANGGE_ASSIGN_OR_RETURN(const auto time, ParseOptionalInstantIn(days, "--as-of", text));
  return AsOf{.time = time};
}

absl::StatusOr<InstantOrDay> ParseInstantOrDay(const std::string& option, const std::string& text) {
  if (text.empty()) return InstantOrDay{};
  if (const auto instant = ParseRfc3339(text)) return InstantOrDay{.instant = instant};
  if (insight::StartOfDay(text, {})) return InstantOrDay{.day = text};
  return NoInstant(option, text);
}

}  // namespace wangge::commands
