#include "geo/build/planar_map.h"

#include <algorithm>
#include <limits>
#include <string>

#include "base/status/text.h"
#include "geo/build/directions.h"

namespace wangge::geo {
namespace {

constexpr std::uint32_t kUnknown = std::numeric_limits<std::uint32_t>::max();

std::string PlaceText(LatticePoint p) { return "(" + std::to_string(p.x) + ", " + std::to_string(p.y) + ")"; }

}  // namespace

PlanarMap::PlanarMap(const NodedEdges& edges, std::uint32_t cells, std::uint32_t shift)
    : noded_(edges), shift_(shift), faces_(cells) {
  LatticePoint end;
  borders_.reserve(edges.edges.size());
  for (const LatticeEdge& edge : edges.edges) {
    borders_.push_back(BorderEdge::Between(edge.a, edge.b));
    end.x = std::max(end.x, edge.b.x);
    end.y = std::max(end.y, borders_.back().high.y);
  }
  columns_ = (end.x >> shift) + 1;
  rows_ = (end.y >> shift) + 1;
  std::vector<std::size_t> counts(std::size_t{columns_} * rows_);
  for (const BorderEdge& edge : borders_) {
    VisitSquaresOf(edge, [&](std::size_t square) { ++counts[square]; });
  }
  square_ends_.reserve(counts.size());
  std::size_t total = 0;
  for (std::size_t& count : counts) {
    const std::size_t begin = total;
    total += count;
    square_ends_.push_back(total);
    count = begin;
  }
  in_squares_.resize(total);
  for (std::uint32_t i = 0; i < borders_.size(); ++i) {
    VisitSquaresOf(borders_[i], [&](std::size_t square) { in_squares_[counts[square]++] = i; });
  }
}

std::span<const std::uint32_t> PlanarMap::EdgesIn(std::size_t square) const {
  const std::size_t begin = square == 0 ? 0 : square_ends_[square - 1];
  return std::span(in_squares_).subspan(begin, square_ends_[square] - begin);
}

// Row by row: where the edge enters and leaves the row, and so its columns. A square is closed to the east, so an edge
// that only touches that side is in it.
template <typename Visit>
void PlanarMap::VisitSquaresOf(const BorderEdge& edge, Visit visit) const {
  const WidePoint low = Widen(edge.low), high = Widen(edge.high);
  for (std::int64_t row = low.y >> shift_; row <= high.y >> shift_; ++row) {
    std::int64_t west = std::min(low.x, high.x), east = std::max(low.x, high.x);
    if (low.y != high.y) {
      const std::int64_t from = std::max(low.y, row << shift_), to = std::min(high.y, (row + 1) << shift_);
      const auto x_at = [&](std::int64_t y) {
        return low.x + static_cast<std::int64_t>(FloorDivide(Wide{high.x - low.x} * (y - low.y), high.y - low.y));
      };
      const std::int64_t a = x_at(from), b = x_at(to);
      west = std::max(west, std::min(a, b));
      east = std::min(east, std::max(a, b) + 1);
    }
    const std::int64_t first = (west - 1) >> shift_, last = east >> shift_;
    for (std::int64_t column = std::max<std::int64_t>(first, 0); column <= last; ++column) {
      visit(static_cast<std::size_t>(row) * columns_ + static_cast<std::size_t>(column));
    }
  }
}

std::uint32_t PlanarMap::FaceBehind(std::uint32_t face, std::span<const std::uint32_t> edges, WidePoint from,
                                    WidePoint to) {
  std::vector<std::uint32_t> changes;
  for (const std::uint32_t i : edges) {
    if (!IsCrossed(borders_[i], from, to)) continue;
    const auto cells = noded_.ChangesOf(i);
    changes.insert(changes.end(), cells.begin(), cells.end());
  }
  return faces_.Change(face, std::move(changes));
}

// Nothing of a layer touches the west side of its lattice, so each row begins in no cell.
void PlanarMap::FindCorners() {
  corners_.reserve(square_ends_.size());
  for (std::int64_t row = 0; row < rows_; ++row) {
    std::uint32_t face = 0;
    for (std::int64_t column = 0; column < columns_; ++column) {
      const std::size_t square = corners_.size();
      corners_.push_back(face);
      const WidePoint corner{.x = column << shift_, .y = row << shift_};
      face = FaceBehind(face, EdgesIn(square), corner, {.x = (column + 1) << shift_, .y = corner.y});
    }
  }
}

absl::Status PlanarMap::FindFlipsAt(LatticePoint corner, std::span<std::uint32_t> edges) {
  const auto direction = [&](std::uint32_t i) {
    const LatticePoint to = borders_[i].low == corner ? borders_[i].high : borders_[i].low;
    return Direction::Between(corner, to);
  };
  std::sort(edges.begin(), edges.end(), [&](std::uint32_t i, std::uint32_t j) { return direction(i) < direction(j); });
  const std::size_t square = std::size_t{corner.y >> shift_} * columns_ + (corner.x >> shift_);
  const WidePoint from{.x = corner.x >> shift_ << shift_, .y = corner.y >> shift_ << shift_};
  std::uint32_t face = FaceBehind(corners_[square], EdgesIn(square), from, Widen(corner));
  const std::uint32_t first = face;
  for (const std::uint32_t i : edges) {
    const auto cells = noded_.ChangesOf(i);
    const std::uint32_t behind = faces_.Change(face, {cells.begin(), cells.end()});
    const std::uint32_t flip = face ^ behind;
    if (flips_[i] != kUnknown && flips_[i] != flip) {
      return Internal("Expected one face on each side of the edge " + PlaceText(borders_[i].low) + "-" +
                      PlaceText(borders_[i].high) + ", but its ends disagree");
    }
    flips_[i] = flip;
    face = behind;
  }
  if (face == first) return absl::OkStatus();
  return Internal("Expected a turn around " + PlaceText(corner) + " to end in the face where it began");
}

absl::Status PlanarMap::FindFlips() {
  flips_.assign(borders_.size(), kUnknown);
  std::vector<std::pair<LatticePoint, std::uint32_t>> ends;
  ends.reserve(2 * borders_.size());
  for (std::uint32_t i = 0; i < borders_.size(); ++i) {
    ends.push_back({borders_[i].low, i});
    ends.push_back({borders_[i].high, i});
  }
  std::sort(ends.begin(), ends.end());
  std::vector<std::uint32_t> edges;
  for (std::size_t i = 0; i < ends.size();) {
    const LatticePoint corner = ends[i].first;
    edges.clear();
    for (; i < ends.size() && ends[i].first == corner; ++i) edges.push_back(ends[i].second);
    WANGGE_RETURN_IF_ERROR(FindFlipsAt(corner, edges));
  }
  return absl::OkStatus();
}

absl::Status PlanarMap::FindFaces() {
  FindCorners();
  return FindFlips();
}

}  // namespace wangge::geo
