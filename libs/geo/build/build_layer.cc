#include "geo/build/build_layer.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/limits.h"
#include "base/status/text.h"
#include "geo/build/cover_builder.h"
#include "geo/build/geos_geometry.h"
#include "geo/build/geos_index.h"
#include "geo/build/geos_repair.h"
#include "geo/build/snap_rounding.h"
#include "geo/index_file.h"

namespace wangge::geo {
namespace {

// Why nothing is left, by the findings: some of them are enough to recognise the fault of a file.
absl::Status NoCells(const std::vector<Finding>& findings) {
  constexpr std::size_t kShownMax = 5;
  std::string text = "Expected a layer to have cells, but there is none that can be built";
  for (std::size_t i = 0; i < std::min(findings.size(), kShownMax); ++i) {
    text.append(i == 0 ? ": " : "; ").append(ToText(findings[i]));
  }
  if (findings.size() > kShownMax) text += "; and " + std::to_string(findings.size() - kShownMax) + " more";
  return InvalidArgument(text);
}

absl::Status Check(const LayerOptions& options) {
  if (options.name.empty() || options.name.size() > limits::kIdBytesMax) {
    return InvalidArgument("Expected a layer name of 1 to " + std::to_string(limits::kIdBytesMax) +
                           " bytes, but it has " + std::to_string(options.name.size()));
  }
  if (options.key.empty()) return InvalidArgument("Expected the attribute that holds the codes, but `key` is empty");
  return CheckDatum(options.datum);
}

// Drawn on the plane, an edge over the 180th meridian runs round the Earth the other way: everything on its latitudes
// would lie in the cell, but what should. A side of the whole world (360 degrees) means what it says.
absl::Status CheckMeridian(const SourceCell& cell) {
  constexpr double kHalf = 180, kWhole = 360;
  for (const SourcePolygon& polygon : cell.polygons) {
    for (std::size_t ring = 0; ring < polygon.rings.size(); ++ring) {
      const Ring& points = polygon.rings[ring];
      for (std::size_t i = 1; i < points.size(); ++i) {
        const double width = std::abs(points[i].lon - points[i - 1].lon);
        if (width <= kHalf || width == kWhole) continue;
        return InvalidArgument("feature " + std::to_string(polygon.feature) + " \"" + cell.code + "\" ring " +
                               std::to_string(polygon.first_ring + ring) +
                               ": Expected edges of at most 180 degrees, but one runs from longitude " +
                               std::to_string(points[i - 1].lon) + " to " + std::to_string(points[i].lon) +
                               "; cut a cell that crosses the 180th meridian there, into parts on both sides (RFC 7946 "
                               "section 3.1.9), and one that holds a pole too, along a meridian to the pole");
      }
    }
  }
  return absl::OkStatus();
}

using Index = std::unique_ptr<const CellIndex>;

// nullptr: there is none that is this layer's.
Index OpenKept(const KeptIndex& kept, const IndexOrigin& origin, const Lattice& lattice, std::uint32_t cells) {
  auto opened = OpenIndexFile(kept.file, origin);
  if (opened.ok() && ((*opened)->view().cells != cells || (*opened)->view().lattice != lattice)) {
    opened = FailedPrecondition("Expected the index of this layer in " + kept.file + ", but its cells or its lattice " +
                                "differ.");
  }
  if (opened.ok()) return *std::move(opened);
  if (!absl::IsNotFound(opened.status())) kept.on_fault(opened.status());
  return nullptr;
}

absl::StatusOr<Index> CoverOf(const CleanCells& clean, const Lattice& lattice, std::size_t bytes_max,
                              const KeptIndex* kept) {
  const auto cells = static_cast<std::uint32_t>(clean.outlines.size());
  const IndexOrigin origin{.body = kept == nullptr ? Hash{} : kept->body, .bytes_max = bytes_max};
  if (kept != nullptr) {
    if (Index index = OpenKept(*kept, origin, lattice, cells)) return index;
  }
  WANGGE_ASSIGN_OR_RETURN(CoverImage image,
                          BuildCover(lattice, Node(lattice, clean.outlines), cells, {.bytes_max = bytes_max}));
  if (kept != nullptr) {
    const absl::Status written = WriteIndexFile(kept->file, ViewOf(image), origin);
    if (!written.ok()) kept->on_fault(written);
  }
  return std::make_unique<const CoverIndex>(std::move(image));
}

}  // namespace

absl::Status CheckDatum(const std::string& datum) {
  if (datum == "wgs84" || datum == "cgcs2000") return absl::OkStatus();
  return InvalidArgument(
      "Expected the datum of a layer to be wgs84 or cgcs2000, but it is \"" + datum +
      "\": coordinates of another datum lie tens or hundreds of metres away and must be converted first");
}

absl::StatusOr<CleanCells> CleanUp(LayerSource source) {
  std::sort(source.cells.begin(), source.cells.end(),
            [](const SourceCell& a, const SourceCell& b) { return a.code < b.code; });
  CleanCells clean{.codes = {}, .outlines = {}, .findings = std::move(source.findings)};
  for (SourceCell& cell : source.cells) {
    if (!clean.codes.empty() && clean.codes.back() == cell.code) {
      return InvalidArgument("Expected each code once, but \"" + cell.code + "\" stands twice");
    }
    WANGGE_RETURN_IF_ERROR(CheckMeridian(cell));
    WANGGE_ASSIGN_OR_RETURN(const GeosGeometry geometry, RepairCell(cell, clean.findings));
    if (geometry == nullptr) continue;
    clean.outlines.push_back(RingsOf(*geometry));
    clean.codes.push_back(std::move(cell.code));
  }
  std::stable_sort(clean.findings.begin(), clean.findings.end(),
                   [](const Finding& a, const Finding& b) { return a.feature < b.feature; });
  if (clean.outlines.empty()) return NoCells(clean.findings);
  return clean;
}

Box ExtentOf(std::span<const std::vector<Ring>> outlines) {
  constexpr double kFar = std::numeric_limits<double>::infinity();
  Box extent{.lon_min = kFar, .lat_min = kFar, .lon_max = -kFar, .lat_max = -kFar};
  for (const std::vector<Ring>& rings : outlines) {
    for (const Ring& ring : rings) {
      for (const LonLat& point : ring) {
        extent.lon_min = std::min(extent.lon_min, point.lon);
        extent.lat_min = std::min(extent.lat_min, point.lat);
        extent.lon_max = std::max(extent.lon_max, point.lon);
        extent.lat_max = std::max(extent.lat_max, point.lat);
      }
    }
  }
  return extent;
}

NodedEdges Node(const Lattice& lattice, std::span<const std::vector<Ring>> outlines) {
  std::vector<OutlineEdge> sides;
  for (std::uint32_t cell = 0; cell < outlines.size(); ++cell) {
    for (const Ring& ring : outlines[cell]) {
      for (std::size_t i = 1; i < ring.size(); ++i) {
        sides.push_back({.from = lattice.Refine(ring[i - 1]), .to = lattice.Refine(ring[i]), .cell = cell});
      }
    }
  }
  return SnapRound(sides);
}

absl::StatusOr<std::shared_ptr<const Layer>> BuildLayer(LayerOptions options, LayerSource source,
                                                        const KeptIndex* kept) {
  WANGGE_RETURN_IF_ERROR(Check(options));
  WANGGE_ASSIGN_OR_RETURN(CleanCells clean, CleanUp(std::move(source)));
  const Lattice lattice = Lattice::Over(ExtentOf(clean.outlines));
  Layer::Cells cells;
  if (options.index == IndexKind::kGeos) {
    const auto count = static_cast<std::uint32_t>(clean.outlines.size());
    WANGGE_ASSIGN_OR_RETURN(cells.index, MakeGeosIndex(lattice, Node(lattice, clean.outlines), count));
  } else {
    WANGGE_ASSIGN_OR_RETURN(cells.index, CoverOf(clean, lattice, options.index_bytes_max, kept));
  }
  for (const std::vector<Ring>& rings : clean.outlines) cells.shapes.AddCell(rings);
  cells.codes = std::move(clean.codes);
  cells.findings = std::move(clean.findings);
  return std::make_shared<const Layer>(std::move(options), std::move(cells));
}

}  // namespace wangge::geo
