// Ids of the core. A case id is its shard and the log position of its report: no allocator. Values; std only.
#pragma once

#include <cstdint>

#include "base/id.h"

namespace wangge::domain {

using ShardId = Id<struct ShardTag, std::uint16_t>;         // 0 ..= 1023
using LogPosition = Id<struct PositionTag, std::uint64_t>;  // of a command in its shard's log; 1 .. 2^40-1, 0 = none
using CaseId = Id<struct CaseTag, std::uint64_t>;           // shard << 40 | position of the report; 0 = none
// The edition of a procedure, catalogue ... that a case is pinned to: the log position of its activation.
using EditionId = Id<struct EditionTag, std::uint64_t>;

inline constexpr int kPositionBits = 40;

constexpr CaseId MakeCaseId(ShardId shard, LogPosition position) {
  return CaseId{(std::uint64_t{shard.value} << kPositionBits) | position.value};
}
constexpr ShardId ShardOf(CaseId id) { return ShardId{static_cast<std::uint16_t>(id.value >> kPositionBits)}; }
constexpr LogPosition PositionOf(CaseId id) {
  return LogPosition{id.value & ((std::uint64_t{1} << kPositionBits) - 1)};
}

}  // namespace wangge::domain
