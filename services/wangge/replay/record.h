// One row of an export, read. Plain value.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/position.h"
#include "base/time.h"

namespace wangge::replay {

enum class PositionSource : std::uint8_t { kRecorded, kDefault, kNone };

struct Record {
  std::string id;
  Timestamp opened;
  std::optional<Timestamp> closed;     // never before `opened`
  std::optional<Timestamp> due;        // may lie at or before `opened`: cities do record such deadlines
  std::string category, unit, source;  // ids; their labels are in Records
  std::optional<Position> position;
  PositionSource position_source = PositionSource::kNone;  // kNone exactly when there is no position
  std::vector<std::string> recorded_areas;  // parallel to map.layers, ready to compare; empty: nothing to compare
  std::size_t line = 0;                     // where the row begins in the input, from 1
};

}  // namespace wangge::replay
