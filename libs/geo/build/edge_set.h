// Edges, each once, and which cells each parts from the outside. Values.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "geo/lattice.h"

namespace wangge::geo {

template <typename Point>
struct EdgeBetween {
  Point a;  // a < b
  Point b;
  friend constexpr auto operator<=>(const EdgeBetween&, const EdgeBetween&) = default;
};

using LatticeEdge = EdgeBetween<LatticePoint>;
using FineEdge = EdgeBetween<FinePoint>;

// Edge i is edges[i], in ascending order, each once. To cross it is to leave or to enter each cell of ChangesOf(i),
// which are in ascending order and at least one.
template <typename Edge>
struct EdgeSet {
  std::vector<Edge> edges;
  std::vector<std::size_t> change_ends;
  std::vector<std::uint32_t> changes;

  std::span<const std::uint32_t> ChangesOf(std::size_t edge) const {
    const std::size_t begin = edge == 0 ? 0 : change_ends[edge - 1];
    return std::span(changes).subspan(begin, change_ends[edge] - begin);
  }
};

// The edges of each of `cells` cells, in ascending order.
template <typename Edge>
std::vector<std::vector<Edge>> EdgesByCell(const EdgeSet<Edge>& set, std::size_t cells) {
  std::vector<std::vector<Edge>> by_cell(cells);
  for (std::size_t i = 0; i < set.edges.size(); ++i) {
    for (const std::uint32_t cell : set.ChangesOf(i)) by_cell[cell].push_back(set.edges[i]);
  }
  return by_cell;
}

// Collects the sides of outlines in any order and direction.
template <typename Point>
class EdgeCollector {
 public:
  // A side of no length counts for nothing.
  void Add(Point from, Point to, std::uint32_t cell) {
    if (from != to) uses_.push_back({{.a = std::min(from, to), .b = std::max(from, to)}, cell});
  }

  // A cell that has an edge twice lies on both sides of it: such an edge parts it from nothing.
  EdgeSet<EdgeBetween<Point>> Collect() && {
    std::sort(uses_.begin(), uses_.end());
    EdgeSet<EdgeBetween<Point>> set;
    for (std::size_t i = 0; i < uses_.size();) {
      const EdgeBetween<Point> edge = uses_[i].first;
      const std::size_t before = set.changes.size();
      while (i < uses_.size() && uses_[i].first == edge) {
        const Use use = uses_[i];
        bool odd = false;
        for (; i < uses_.size() && uses_[i] == use; ++i) odd = !odd;
        if (odd) set.changes.push_back(use.second);
      }
      if (set.changes.size() == before) continue;
      set.edges.push_back(edge);
      set.change_ends.push_back(set.changes.size());
    }
    return set;
  }

 private:
  using Use = std::pair<EdgeBetween<Point>, std::uint32_t>;
  std::vector<Use> uses_;
};

}  // namespace wangge::geo
