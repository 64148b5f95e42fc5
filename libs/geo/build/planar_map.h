// The noded edges of a layer over a grid of equal squares, with the face of each square's south-west corner and the
// faces on both sides of each edge: what a cover index is cut from. Not thread-safe; nothing throws.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "absl/status/status.h"
#include "geo/build/border.h"
#include "geo/build/face_table.h"
#include "geo/build/snap_rounding.h"

namespace wangge::geo {

class PlanarMap {
 public:
  // Squares have sides of 2^shift units; the grid begins in (0, 0) and reaches over all edges. `edges` outlives the
  // map.
  PlanarMap(const NodedEdges& edges, std::uint32_t cells, std::uint32_t shift);

  // Finds the faces. INTERNAL: an edge has other faces beside one end than beside the other.
  absl::Status FindFaces();

  std::uint32_t shift() const { return shift_; }
  std::uint32_t columns() const { return columns_; }
  std::uint32_t rows() const { return rows_; }
  // All edges that meet the square, its east side included; more may be among them.
  std::span<const std::uint32_t> EdgesIn(std::size_t square) const;
  std::uint32_t CornerFaceOf(std::size_t square) const { return corners_[square]; }
  const BorderEdge& edge(std::uint32_t number) const { return borders_[number]; }
  std::uint32_t FlipOf(std::uint32_t edge) const { return flips_[edge]; }  // the face on one side xor the other
  const FaceTable& faces() const { return faces_; }

 private:
  template <typename Visit>
  void VisitSquaresOf(const BorderEdge& edge, Visit visit) const;
  std::uint32_t FaceBehind(std::uint32_t face, std::span<const std::uint32_t> edges, WidePoint from, WidePoint to);
  void FindCorners();
  absl::Status FindFlips();
  absl::Status FindFlipsAt(LatticePoint corner, std::span<std::uint32_t> edges);

  const NodedEdges& noded_;
  std::uint32_t shift_;
  std::uint32_t columns_ = 0;
  std::uint32_t rows_ = 0;
  FaceTable faces_;
  std::vector<BorderEdge> borders_;
  std::vector<std::size_t> square_ends_;
  std::vector<std::uint32_t> in_squares_;
  std::vector<std::uint32_t> corners_;
  std::vector<std::uint32_t> flips_;
};

}  // namespace wangge::geo
