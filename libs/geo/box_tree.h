// Boxes by place: which of many meet a box. Boost.Geometry's packed R-tree behind a small interface. Immutable,
// thread-safe.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <vector>

#include "geo/lattice.h"

namespace wangge::geo {

class BoxTree {
 public:
  // Box i has the number i. About 0.3 us a box.
  explicit BoxTree(std::span<const Box> boxes);
  ~BoxTree();
  BoxTree(BoxTree&&) noexcept;
  BoxTree& operator=(BoxTree&&) noexcept;

  // Adds the number of every box that meets `box`, sides included, to `numbers` in any order.
  void FindMeeting(const Box& box, std::vector<std::uint32_t>& numbers) const;

  // Shows boxes nearest first, each with its distance from `point` in degrees (0 in it), until `show` says false.
  // O(log n + boxes shown), about 0.3 us a box.
  void VisitNearest(LonLat point, const std::function<bool(std::uint32_t number, double degrees)>& show) const;

 private:
  struct Tree;  // the library's headers stay out of ours
  std::unique_ptr<const Tree> tree_;
};

}  // namespace wangge::geo
