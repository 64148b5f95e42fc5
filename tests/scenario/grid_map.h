// A layer drawn in letters: each letter is a square of 0.01 degrees, equal letters are one cell, a blank is no cell.
// Rows from north to south. Immutable.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/position.h"
#include "geo/layer.h"

namespace wangge::scenario {

class GridMap {
 public:
  explicit GridMap(std::vector<std::string> rows) : rows_(std::move(rows)) {}

  // A cell code of Liandu, the county of the demo city: A is ...001, B is ...002.
  static std::string CodeOf(char letter);
  // The middle of the first square with the letter; of a blank: of the first hole.
  Position MiddleOf(char letter) const;
  std::string GeoJson() const;
  std::shared_ptr<const geo::Layer> Build(const std::string& name, std::uint64_t version) const;

 private:
  std::vector<std::string> rows_;
};

}  // namespace wangge::scenario
