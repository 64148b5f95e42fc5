// A cover index: which face of a layer a point lies in, exactly, in whole numbers, mostly without looking at any edge.
//
// The plane is cut into squares. The words begin with one entry a square of the root grid, row by row from the
// south-west; an entry is payload << 2 | kind:
//   0 face   the whole square lies in face `payload`
//   1 leaf   at word `payload` stands a leaf
//   2 node   at word `payload` stand the 16 entries of its sixteenths, row by row from the south-west
// A leaf is the face of its south-west corner, its number of edges, and six words an edge: low.x, low.y, high.x, high.y
// (low.y <= high.y), `above`, and flip | rises << 31. The path from the corner north to the point's height and then
// east to the point crosses some of these edges; the face of the point is the corner's face xor the flips of all
// crossed. `above` is the lowest y of the west side that is above the edge, or kNeverAbove where the edge does not
// cross that side above the corner; `rises` is 1 where the edge crosses it and goes up to the east. A face is 0 (in no
// cell), 1 ..= cells (in cell number - 1 alone), or beyond: one of the sets of several cells. Points on edges and
// corners go to the face in their north-east (build/border.h). Nodes and leaves stand in the order in which a walk from
// the first root square meets them, a node before what hangs from it; the words skipped before a node are 0.
// index_file.h keeps an image on disk, cover_check.h proves that a walk stays inside of it.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <utility>
#include <vector>

#include "geo/cell_index.h"
#include "geo/lattice.h"

namespace wangge::geo {

// `Numbers` holds the words: a vector that is being built, or a span over what lies elsewhere.
template <typename Numbers>
struct Cover {
  Lattice lattice{0, 0, 1};
  std::uint32_t cells = 0;
  std::uint32_t shift = 0;  // a square of the root grid has sides of 2^shift units
  std::uint32_t columns = 0;
  std::uint32_t rows = 0;
  Numbers words;
  Numbers set_ends;  // set i of several cells ends here in set_cells; its cells are in order
  Numbers set_cells;

  static constexpr std::uint32_t kFace = 0, kLeaf = 1, kNode = 2;
  static constexpr std::uint32_t kPayloadMax = (1U << 30) - 1;
  static constexpr std::uint32_t kFan = 4;         // a node cuts each side in four
  static constexpr std::uint32_t kLineWords = 16;  // the entries of a node: they begin at a multiple of it
  static constexpr std::uint32_t kLeafHead = 2, kLeafEdge = 6;
  static constexpr std::uint32_t kNeverAbove = 0xFFFF'FFFF;
  static constexpr std::uint32_t kRises = 0x8000'0000;
};

using CoverImage = Cover<std::vector<std::uint32_t>>;
using CoverView = Cover<std::span<const std::uint32_t>>;

// Valid as long as `image` is there and unchanged.
CoverView ViewOf(const CoverImage& image);

class CoverIndex final : public CellIndex {
 public:
  // `image` comes from BuildCover: nothing in it is checked.
  explicit CoverIndex(CoverImage image);
  // Over words that `owner` keeps where they are; the view has passed CheckCover (cover_check.h).
  CoverIndex(const CoverView& view, std::shared_ptr<const void> owner) : owner_(std::move(owner)), image_(view) {}

  CellMatch Find(Position point) const override;
  void FindBatch(std::span<const Position> points, std::span<CellMatch> matches) const override;
  void FindAll(Position point, std::vector<std::uint32_t>& cells) const override;
  std::size_t bytes() const override;

  const CoverView& view() const { return image_; }

 private:
  std::uint32_t FaceOf(Position point) const;
  std::uint32_t FaceInLeaf(std::uint32_t at, LatticePoint p) const;
  CellMatch MatchOf(std::uint32_t face) const;
  std::span<const std::uint32_t> SetOf(std::uint32_t face) const;

  std::shared_ptr<const void> owner_;
  CoverView image_;
};

}  // namespace wangge::geo
