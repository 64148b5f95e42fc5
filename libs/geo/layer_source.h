// The cells of a layer as a file gave them: rings of longitude and latitude, not yet proven to be valid, and what was
// found on the way. Plain values.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace wangge::geo {

struct LonLat {
  double lon = 0;  // degrees
  double lat = 0;
  friend bool operator==(const LonLat&, const LonLat&) = default;
};

using Ring = std::vector<LonLat>;  // closed: the last point is the first

struct SourcePolygon {
  std::size_t feature = 0;     // where it stands in the file, from 0
  std::size_t first_ring = 0;  // the number of rings[0] within its feature, from 0
  std::vector<Ring> rings;     // the outer ring, then the holes
};

struct SourceCell {
  std::string code;
  std::vector<SourcePolygon> polygons;
};

// Something in a file that did not stop the layer, and what was done about it.
struct Finding {
  std::size_t feature = 0;          // from 0
  std::string code;                 // empty when the feature has none
  std::optional<std::size_t> ring;  // within the feature, from 0, through all of its polygons
  std::string reason;
  std::string action;          // "closed", "dropped", "joined", "kept out", "merged", "repaired" or "skipped"
  std::optional<LonLat> at{};  // where it is known
};

// `feature 12 "0113" ring 0: <reason>; <action>`
std::string ToText(const Finding& finding);

struct LayerSource {
  std::vector<SourceCell> cells;  // each code once, in the file's order
  std::vector<Finding> findings;
};

}  // namespace wangge::geo
