// Counts, per layer, in how many cells the points of a replay lay and how often that is the area which the city itself
// recorded. One owner; thread-compatible.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "services/wangge/replay/record.h"
#include "services/wangge/replay/replay_map.h"

namespace wangge::replay {

struct LayerCounts {
  std::uint64_t one = 0, many = 0, none = 0;  // records with a point, by the number of cells it lies in
  std::uint64_t no_point = 0;
  // Records that have a recorded area and a point in exactly one cell, and those of them where the two are the same.
  // A point in several cells (on their edge, say) or in none has no one answer to compare and is left out of both.
  std::uint64_t compared = 0, agree = 0;
};

class Agreement {
 public:
  // `map` must outlive this.
  explicit Agreement(const ReplayMap& map) : map_(map), counts_(map.layers.size()) {}

  // `cells`: codes of the cells of map.layers[layer] that hold the record's point; ignored without a point.
  void Add(std::size_t layer, const Record& record, std::span<const std::string> cells);

  // Parallel to map.layers.
  const std::vector<LayerCounts>& counts() const { return counts_; }

 private:
  const ReplayMap& map_;
  std::vector<LayerCounts> counts_;
};

}  // namespace wangge::replay
