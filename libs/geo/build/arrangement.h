// The faces into which noded edges cut the plane: connected pieces, each with its outline, the cells that cover it, its
// area and a place in it. Where PlanarMap knows sets of cells, this knows every piece of land by itself, so that an
// overlap or a gap can be shown. Topology in whole numbers only. Immutable once built; nothing throws.
//
// Every edge is two half-edges, one in each direction, with the face to the left of each (a doubly connected edge list;
// de Berg et al., Computational Geometry, chapter 2). Half-edges chain to cycles by the order of directions around each
// corner; a cycle that runs counterclockwise bounds one face from outside, one that runs clockwise is the outer border
// of edges that hang together, and lies in the face to the west of its westernmost corner, which a sweep from south to
// north finds. n log n for n edges; about 200 bytes an edge.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "absl/status/statusor.h"
#include "geo/build/face_table.h"
#include "geo/build/snap_rounding.h"
#include "geo/exact.h"
#include "geo/layer_source.h"

namespace wangge::geo {

class Arrangement {
 public:
  struct Face {
    std::uint32_t set = 0;               // of cells(): which cells cover it
    std::vector<std::uint32_t> borders;  // one half-edge of each of its cycles; the outer one first
    Wide twice_area = 0;  // of the lattice's unit squares; of the unbounded face that of the rest, below 0
    double m2 = 0;
  };

  // `edges` are those of SnapRound over `lattice`, and of `cells` cells; both are copied from, not kept.
  // INTERNAL: an edge whose crossing does not lead from one set of cells to the other.
  static absl::StatusOr<Arrangement> Of(const Lattice& lattice, const NodedEdges& edges, std::uint32_t cells);

  // Face 0 is unbounded; there is always this one.
  std::span<const Face> faces() const { return faces_; }
  std::vector<std::uint32_t> CellsOf(std::uint32_t face) const { return sets_.CellsOf(faces_[face].set); }

  // The faces beyond the borders of `face`, in ascending order, each once.
  std::vector<std::uint32_t> NeighboursOf(std::uint32_t face) const;

  // Of a bounded face: closed rings in degrees, the outer one first, which runs counterclockwise, then its holes.
  std::vector<Ring> RingsOf(std::uint32_t face) const;

  // Of a bounded face: a place inside it, away from its border as far as the middle of a wide part of it is.
  LonLat PlaceIn(std::uint32_t face) const;

 private:
  class Builder;
  Arrangement(const Lattice& lattice, std::uint32_t cells) : lattice_(lattice), sets_(cells) {}

  LatticePoint OriginOf(std::uint32_t half) const { return half % 2 == 0 ? edges_[half / 2].a : edges_[half / 2].b; }
  template <typename Visit>
  void VisitBorders(std::uint32_t face, Visit visit) const;

  Lattice lattice_;
  FaceTable sets_;
  std::vector<LatticeEdge> edges_;
  std::vector<std::uint32_t> next_;     // of half-edge 2i, which runs from a to b of edge i, and of 2i + 1, its twin
  std::vector<std::uint32_t> face_of_;  // to the left of a half-edge
  std::vector<Face> faces_;
};

}  // namespace wangge::geo
