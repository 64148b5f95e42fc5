// Cases as they were: made anew from the log, up to a position or an instant of it.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "base/time.h"
#include "domain/case.h"
#include "domain/system.h"
#include "engine/feed.h"
#include "services/wangge/state_files.h"

namespace wangge {

// How far the log is read. Both absent: to its end.
struct AsOf {
  std::optional<std::uint64_t> position{};  // included
  std::optional<Timestamp> time{};          // included

  bool IsNow() const { return !position && !time; }
  bool Holds(const engine::FeedRecord& record) const {
    return (!position || record.position.value <= *position) && (!time || record.record->time <= *time);
  }
};

// Each record that `as_of` holds, in order. Returns the instant that the figures are of: the one asked for, else that
// of the last record read; absent for an empty log. INVALID_ARGUMENT: a position after the log's last.
absl::StatusOr<std::optional<Timestamp>> ForEachRecord(
    const OpenState& state, const AsOf& as_of, const std::function<void(const engine::FeedRecord&)>& visit,
    const std::function<void(std::uint64_t done, std::uint64_t total)>& progress = {});

// The cases that there were then, as they were then, in the order in which they were reported. Holds all of them in
// memory. Returns and refuses as ForEachRecord; the first error of `visit` ends it.
absl::StatusOr<std::optional<Timestamp>> ForEachPastCase(
    const OpenState& state, const AsOf& as_of,
    const std::function<absl::Status(const domain::Case&, Timestamp as_of)>& visit,
    const std::function<void(std::uint64_t done, std::uint64_t total)>& progress = {});

}  // namespace wangge
