// Which of many edges come close to each other, and to which of many points: the plane is cut in four until few are
// left to compare. Deterministic. About n log n for edges that are spread out.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "geo/build/edge_set.h"
#include "geo/exact.h"

namespace wangge::geo {

class Neighbours {
 public:
  // `reach`: how far from an edge its neighbours may be, in fine parts, in x and in y.
  Neighbours(std::span<const FineEdge> edges, std::int64_t reach) : edges_(edges), reach_(reach) {}

  // Calls visit(i, j) for pairs of edges, j before i in a list: every two that meet are among them, some several times.
  template <typename Visit>
  void VisitPairs(Visit visit) const {
    VisitPairsIn(kEverywhere, AllOf(edges_.size()), visit);
  }

  // Calls visit(edge, point) for each edge with each point that is within reach of it, once; and for others too.
  template <typename Visit>
  void VisitPoints(std::span<const FinePoint> points, Visit visit) const {
    VisitPointsIn(kEverywhere, AllOf(edges_.size()), points, AllOf(points.size()), visit);
  }

 private:
  using Numbers = std::vector<std::uint32_t>;
  struct Square {
    std::int64_t x = 0;
    std::int64_t y = 0;
    std::int64_t size = 0;
    bool Holds(FinePoint p) const { return p.x >= x && p.x < x + size && p.y >= y && p.y < y + size; }
  };

  static constexpr Square kEverywhere{.x = 0, .y = 0, .size = (std::int64_t{1} << 33) * kFineParts};
  static constexpr std::int64_t kSizeMin = 16 * kFineParts;  // what is closer is compared, however much it is
  static constexpr std::size_t kEdgesAtOnce = 24;
  static constexpr std::size_t kPointsAtOnce = 16;

  static Numbers AllOf(std::size_t size) {
    Numbers all(size);
    for (std::size_t i = 0; i < size; ++i) all[i] = static_cast<std::uint32_t>(i);
    return all;
  }

  static std::array<Square, 4> QuartersOf(const Square& square) {
    const std::int64_t half = square.size / 2;
    return {{{square.x, square.y, half},
             {square.x + half, square.y, half},
             {square.x, square.y + half, half},
             {square.x + half, square.y + half, half}}};
  }

  Numbers EdgesNear(const Square& square, const Numbers& edges) const {
    const FinePoint low{.x = square.x - reach_, .y = square.y - reach_};
    const FinePoint high{.x = square.x + square.size + reach_, .y = square.y + square.size + reach_};
    Numbers near;
    for (const std::uint32_t i : edges) {
      if (MeetsBox(edges_[i].a, edges_[i].b, low, high)) near.push_back(i);
    }
    return near;
  }

  template <typename Visit>
  void VisitPairsIn(const Square& square, const Numbers& edges, Visit& visit) const {
    if (edges.size() > kEdgesAtOnce && square.size > kSizeMin) {
      for (const Square& quarter : QuartersOf(square)) VisitPairsIn(quarter, EdgesNear(quarter, edges), visit);
      return;
    }
    for (std::size_t i = 1; i < edges.size(); ++i) {
      for (std::size_t j = 0; j < i; ++j) visit(edges[i], edges[j]);
    }
  }

  template <typename Visit>
  void VisitPointsIn(const Square& square, const Numbers& edges, std::span<const FinePoint> points,
                     const Numbers& numbers, Visit& visit) const {
    if (edges.empty()) return;
    if (square.size > kSizeMin && (edges.size() > kEdgesAtOnce || numbers.size() > kPointsAtOnce)) {
      for (const Square& quarter : QuartersOf(square)) {
        Numbers there;
        for (const std::uint32_t i : numbers) {
          if (quarter.Holds(points[i])) there.push_back(i);
        }
        if (!there.empty()) VisitPointsIn(quarter, EdgesNear(quarter, edges), points, there, visit);
      }
      return;
    }
    for (const std::uint32_t edge : edges) {
      for (const std::uint32_t point : numbers) visit(edge, point);
    }
  }

  std::span<const FineEdge> edges_;
  std::int64_t reach_;
};

}  // namespace wangge::geo
