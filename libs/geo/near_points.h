// The nearest of many points. Distances are in metres.h's metres at the point that is asked about, rounded to
// centimetres; at the same centimetre the lower number comes first. Immutable, thread-safe.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "base/position.h"
#include "geo/box_tree.h"

namespace wangge::geo {

struct NearPoint {
  std::uint32_t number = 0;
  std::int64_t cm = 0;
  friend bool operator==(const NearPoint&, const NearPoint&) = default;
};

struct NearQuestion {
  std::size_t count = 0;
  std::int64_t cm_max = 0;                      // up to a kilometre or so: see metres.h
  std::function<bool(std::uint32_t)> counts{};  // whether the point of that number does; absent: all do
};

class NearPoints {
 public:
  // Point i has the number i; each lies on Earth and is kept by the caller as long. About 0.3 us and 40 bytes a point.
  explicit NearPoints(std::span<const Position> points);

  // Nearest first. O(log n) and some 0.3 us for each point that is no farther, in degrees, than the last one
  // found; with `counts`, or where there are too few, than `cm_max`.
  std::vector<NearPoint> Find(Position from, const NearQuestion& question) const;

 private:
  std::span<const Position> points_;
  BoxTree tree_;
};

}  // namespace wangge::geo
