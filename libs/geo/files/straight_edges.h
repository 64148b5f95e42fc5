// Takes rings from a map to longitude and latitude so that an edge stays what it was: straight on the map.
//
// * A vertex of any ring that lies on an edge (a T-junction, by at most 0.1 mm) becomes a vertex of that edge. So two
//   cells that share a border have the same pieces of it, on whichever of them the vertices stand.
// * A piece is then halved until the straight line in longitude and latitude that replaces it deviates by less than
//   kChordMetresMax, measured at its quarters and its middle; between them a curve as flat as this deviates by at most
//   twice that, 0.5 mm, half the unit in which a layer decides (lattice.h).
// * A piece is worked on from its lower end (smaller x, then y), so that both of its sides get the same points.
//
// Keeps a reference to the features. Immutable; as thread-safe as `to_earth`.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "geo/box_tree.h"
#include "geo/files/map_crs.h"
#include "geo/files/map_features.h"
#include "geo/layer_source.h"

namespace wangge::geo {

inline constexpr double kChordMetresMax = 0.00025;
inline constexpr int kHalvingsMax = 16;  // of one piece: one of 1,000 km needs 13

class StraightEdges {
 public:
  // `tolerance`: MapCrs::Tolerance. Coordinates are finite. About 1 us a vertex.
  StraightEdges(std::span<const MapFeature> features, ToEarth to_earth, double tolerance);

  // INVALID_ARGUMENT: a point is not on the map, or an edge bends so much that kHalvingsMax do not straighten it.
  absl::StatusOr<Ring> Convert(const MapRing& ring) const;

 private:
  struct End {
    MapPoint map;
    LonLat earth;
  };
  // The vertices within the edge, in its direction.
  std::vector<MapPoint> VerticesOn(MapPoint from, MapPoint to) const;
  void FindNear(MapPoint from, MapPoint to, int halvings, std::vector<std::uint32_t>& numbers) const;
  absl::StatusOr<LonLat> Place(MapPoint at) const;
  // Adds the points strictly between.
  absl::Status AddPiece(const End& from, const End& to, Ring& ring) const;
  absl::Status Halve(const End& low, const End& high, int halvings, Ring& between) const;
  absl::StatusOr<bool> IsStraight(const End& low, const End& high) const;

  ToEarth to_earth_;
  double tolerance_;
  std::vector<MapPoint> vertices_;  // of all rings, sorted, each once
  BoxTree tree_;                    // of vertices_
};

}  // namespace wangge::geo
