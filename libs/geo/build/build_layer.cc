#include "geo/build/build_layer.h"

#include <algorithm>
#include <span>

#include "base/limits.h"
#include "base/status/text.h"
#include "geo/build/cover_builder.h"
#include "geo/build/geos_geometry.h"
#include "geo/build/geos_index.h"
#include "geo/build/geos_repair.h"
#include "geo/build/snap_rounding.h"

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

Box ExtentOf(std::span<const Box> boxes) {
  Box extent = boxes.front();
  for (const Box& box : boxes) {
    extent.lon_min = std::min(extent.lon_min, box.lon_min);
    extent.lat_min = std::min(extent.lat_min, box.lat_min);
    extent.lon_max = std::max(extent.lon_max, box.lon_max);
    extent.lat_max = std::max(extent.lat_max, box.lat_max);
  }
  return extent;
}

absl::StatusOr<std::unique_ptr<const CellIndex>> MakeIndex(IndexKind kind, std::span<const Box> boxes,
                                                           std::span<const std::vector<Ring>> outlines) {
  const Lattice lattice = Lattice::Over(ExtentOf(boxes));
  std::vector<OutlineEdge> sides;
  for (std::uint32_t cell = 0; cell < outlines.size(); ++cell) {
    for (const Ring& ring : outlines[cell]) {
      for (std::size_t i = 1; i < ring.size(); ++i) {
        sides.push_back({.from = lattice.Refine(ring[i - 1]), .to = lattice.Refine(ring[i]), .cell = cell});
      }
    }
  }
  const NodedEdges edges = SnapRound(sides);
  const auto cells = static_cast<std::uint32_t>(outlines.size());
  if (kind == IndexKind::kGeos) return MakeGeosIndex(lattice, edges, cells);
  WANGGE_ASSIGN_OR_RETURN(CoverImage image, BuildCover(lattice, edges, cells));
  return std::make_unique<CoverIndex>(std::move(image));
}

absl::Status Check(const LayerOptions& options) {
  if (options.name.empty() || options.name.size() > limits::kIdBytesMax) {
    return InvalidArgument("Expected a layer name of 1 to " + std::to_string(limits::kIdBytesMax) +
                           " bytes, but it has " + std::to_string(options.name.size()));
  }
  if (options.key.empty()) return InvalidArgument("Expected the attribute that holds the codes, but `key` is empty");
  if (options.datum != "wgs84" && options.datum != "cgcs2000") {
    return InvalidArgument(
        "Expected the datum of a layer to be wgs84 or cgcs2000, but it is \"" + options.datum +
        "\": coordinates of another datum lie tens or hundreds of metres away and must be converted first");
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::shared_ptr<const Layer>> BuildLayer(LayerOptions options, LayerSource source) {
  WANGGE_RETURN_IF_ERROR(Check(options));
  std::sort(source.cells.begin(), source.cells.end(),
            [](const SourceCell& a, const SourceCell& b) { return a.code < b.code; });
  Layer::Cells cells;
  cells.findings = std::move(source.findings);
  std::vector<std::vector<Ring>> outlines;
  for (SourceCell& cell : source.cells) {
    if (!cells.codes.empty() && cells.codes.back() == cell.code) {
      return InvalidArgument("Expected each code once, but \"" + cell.code + "\" stands twice");
    }
    WANGGE_ASSIGN_OR_RETURN(GeosGeometry geometry, RepairCell(cell, cells.findings));
    if (geometry == nullptr) continue;
    outlines.push_back(RingsOf(*geometry));
    cells.shapes.AddCell(outlines.back());
    cells.codes.push_back(std::move(cell.code));
  }
  std::stable_sort(cells.findings.begin(), cells.findings.end(),
                   [](const Finding& a, const Finding& b) { return a.feature < b.feature; });
  if (outlines.empty()) return NoCells(cells.findings);
  WANGGE_ASSIGN_OR_RETURN(cells.index, MakeIndex(options.index, cells.shapes.boxes(), outlines));
  return std::make_shared<const Layer>(std::move(options), std::move(cells));
}

}  // namespace wangge::geo
