// A layer: one version of a division of the plane into cells (management grids, districts, precincts), each with its
// code. Made by BuildLayer (geo/build/build_layer.h), shared as shared_ptr<const Layer>, replaced whole.
// Immutable: every function may be called from many threads at once.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/position.h"
#include "geo/box_tree.h"
#include "geo/cell_index.h"
#include "geo/cell_shapes.h"
#include "geo/layer_source.h"

namespace wangge::geo {

inline constexpr std::int32_t kEdgeCmMax = 10'000;  // farther from an edge than 100 m decides nothing

// Which index answers. Both give the same answers.
enum class IndexKind : std::uint8_t {
  kCover,  // ours (cover_index.h)
  kGeos,   // an STRtree and prepared geometries of GEOS: slower, built sooner, an independent check
};

struct LayerOptions {
  std::string name;  // 1 ..= limits::kIdBytesMax bytes
  std::uint64_t version = 0;
  std::string key;              // the attribute that holds the codes
  std::string datum = "wgs84";  // or "cgcs2000", which is the same to a centimetre
  IndexKind index = IndexKind::kCover;
  std::size_t index_bytes_max = kIndexBytesDefault;  // of kCover, which answers more slowly within less
};

struct LocateOptions {
  bool edge = false;     // also the distance to the nearest edge of the answering cell
  bool nearest = false;  // in no cell: also the nearest cell
};

// Where a point is. Codes are views into the layer: keep its shared_ptr as long.
struct Location {
  std::string_view code;      // empty: in no cell
  std::uint32_t matches = 0;  // cells that cover the point; of several, which overlap, the lowest code answers
  std::uint64_t version = 0;  // of the layer
  std::optional<std::int32_t> edge_cm;  // 0 ..= kEdgeCmMax, rounded; kEdgeCmMax means "100 m or more"
  std::string_view nearest;             // only in no cell
  std::optional<std::int64_t> nearest_cm;
};

class Layer {
 public:
  // Cell i has codes[i], outline i and index number i; codes are sorted by byte, each once.
  struct Cells {
    std::vector<std::string> codes;
    CellShapes shapes;
    std::unique_ptr<const CellIndex> index;
    std::vector<Finding> findings;
  };
  Layer(LayerOptions options, Cells cells);

  const std::string& name() const { return options_.name; }
  std::uint64_t version() const { return options_.version; }
  const std::string& key() const { return options_.key; }
  const std::string& datum() const { return options_.datum; }
  std::span<const std::string> codes() const { return cells_.codes; }  // sorted
  bool HasCode(std::string_view code) const;
  // Of all cells.
  const Box& extent() const { return extent_; }
  // Of cell i of codes().
  const Box& BoxOf(std::uint32_t cell) const { return cells_.shapes.BoxOf(cell); }
  const CellIndex& index() const { return *cells_.index; }
  // Outline i is of cell i of codes().
  const CellShapes& shapes() const { return cells_.shapes; }
  // Adds the cells whose boxes meet `box`, in any order.
  void FindMeeting(const Box& box, std::vector<std::uint32_t>& cells) const { boxes_.FindMeeting(box, cells); }
  // Shows cells by the distance of their boxes, nearest first (BoxTree::VisitNearest).
  void VisitNearest(LonLat point, const std::function<bool(std::uint32_t cell, double degrees)>& show) const {
    boxes_.VisitNearest(point, show);
  }
  // What was repaired or left out, of the file and of the build.
  std::span<const Finding> findings() const { return cells_.findings; }

  // `point` is on Earth (IsOnEarth). Distances are of one centimetre for |latitude| below 85 degrees and up to 100 m;
  // see metres.h for longer ones. Of several cells at the same nearest centimetre the lowest code is named.
  Location Locate(Position point, const LocateOptions& options) const;
  std::vector<Location> LocateBatch(std::span<const Position> points, const LocateOptions& options) const;

  // The codes of every cell that covers the point, sorted: several where cells overlap.
  std::vector<std::string_view> CodesAt(Position point) const;

 private:
  Location Answer(Position point, const CellMatch& match, const LocateOptions& options) const;
  void AddNearest(Position point, Location& location) const;

  LayerOptions options_;
  Cells cells_;
  Box extent_;
  BoxTree boxes_;
};

}  // namespace wangge::geo
