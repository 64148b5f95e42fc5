// The outlines of a layer's cells, flat in memory, for distances in metres. Built once; then immutable.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "geo/lattice.h"
#include "geo/layer_source.h"
#include "geo/metres.h"

namespace wangge::geo {

class CellShapes {
 public:
  // Cells are numbered in the order they are added, from 0. `rings` are closed.
  void AddCell(const std::vector<Ring>& rings);

  std::size_t size() const { return boxes_.size(); }
  const Box& BoxOf(std::uint32_t cell) const { return boxes_[cell]; }
  std::span<const Box> boxes() const { return boxes_; }

  // The closed rings of a cell, of all its polygons, in the order added.
  std::size_t RingCount(std::uint32_t cell) const { return cell_ends_[cell] - FirstRing(cell); }
  std::span<const LonLat> RingOf(std::uint32_t cell, std::size_t ring) const;

  // From `p` to the nearest edge of the cell, inside or outside of it. Linear in the cell's edges.
  double EdgeMetres(const MetreScale& scale, LonLat p, std::uint32_t cell) const;

 private:
  std::size_t FirstRing(std::uint32_t cell) const { return cell == 0 ? 0 : cell_ends_[cell - 1]; }

  std::vector<LonLat> points_;
  std::vector<std::size_t> ring_ends_;  // behind the last point of each ring
  std::vector<std::size_t> cell_ends_;  // behind the last ring of each cell
  std::vector<Box> boxes_;
};

}  // namespace wangge::geo
