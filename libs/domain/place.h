// Where a report lies, as evidence found at the edge and carried by the command: integers and codes only.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/position.h"

namespace wangge::domain {

// How the position came to be (domain.md 4). Numbers are written to disk.
enum class PositionSource : std::uint8_t {
  kNone = 0,
  kGnss = 1,
  kMapPick = 2,
  kAddressGeocode = 3,
  kDefault = 4,   // an office's default: still located, not where the problem is
  kRecorded = 5,  // taken from another system's record, of unknown origin
};

// The cell of one layer that holds the position.
struct Placement {
  std::string layer{};
  std::uint64_t version = 0;
  std::string code{};
  std::uint32_t matches = 1;               // cells of the layer that hold the point; more than 1 where cells overlap
  std::optional<std::uint32_t> edge_cm{};  // to the cell's nearest edge, saturating at 10,000
  friend bool operator==(const Placement&, const Placement&) = default;
};

// The position lies in no cell of the layer: the report waits in the gap queue.
struct Gap {
  std::string layer{};
  std::uint64_t version = 0;
  std::string nearest{};  // empty: the layer has no cell
  std::int64_t nearest_cm = 0;
  friend bool operator==(const Gap&, const Gap&) = default;
};

struct Location {
  std::optional<Position> position{};
  PositionSource source = PositionSource::kNone;
  std::uint32_t accuracy_cm = 0;  // 0 = not known
  std::vector<Placement> placements{};
  std::vector<Gap> gaps{};
  friend bool operator==(const Location&, const Location&) = default;
};

}  // namespace wangge::domain
