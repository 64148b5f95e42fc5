#include "geo/build/build_layer.h"

#include <algorithm>

#include "base/limits.h"
#include "base/status/text.h"
#include "geo/build/geos_geometry.h"
#include "geo/build/geos_index.h"
#include "geo/build/geos_repair.h"

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
  std::vector<GeosGeometry> geometries;
  for (SourceCell& cell : source.cells) {
    if (!cells.codes.empty() && cells.codes.back() == cell.code) {
      return InvalidArgument("Expected each code once, but \"" + cell.code + "\" stands twice");
    }
    WANGGE_ASSIGN_OR_RETURN(GeosGeometry geometry, RepairCell(cell, cells.findings));
    if (geometry == nullptr) continue;
    cells.shapes.AddCell(RingsOf(*geometry));
    cells.codes.push_back(std::move(cell.code));
    geometries.push_back(std::move(geometry));
  }
  std::stable_sort(cells.findings.begin(), cells.findings.end(),
                   [](const Finding& a, const Finding& b) { return a.feature < b.feature; });
  if (geometries.empty()) return NoCells(cells.findings);
  WANGGE_ASSIGN_OR_RETURN(cells.index, MakeGeosIndex(std::move(geometries)));
  return std::make_shared<const Layer>(std::move(options), std::move(cells));
}

}  // namespace wangge::geo
