#include "geo/layer.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "base/check.h"
#include "geo/near_cells.h"

namespace wangge::geo {
namespace {

std::int64_t ToCm(double metres) { return std::llround(metres * 100); }

LonLat DegreesOf(Position point) {
  return {.lon = static_cast<double>(point.lon_e7) / 1e7, .lat = static_cast<double>(point.lat_e7) / 1e7};
}

Box AroundAll(std::span<const Box> boxes) {
  Box all = boxes.empty() ? Box{} : boxes.front();
  for (const Box& box : boxes) {
    all = {.lon_min = std::min(all.lon_min, box.lon_min),
           .lat_min = std::min(all.lat_min, box.lat_min),
           .lon_max = std::max(all.lon_max, box.lon_max),
           .lat_max = std::max(all.lat_max, box.lat_max)};
  }
  return all;
}

}  // namespace

Layer::Layer(LayerOptions options, Cells cells)
    : options_(std::move(options)),
      cells_(std::move(cells)),
      extent_(AroundAll(cells_.shapes.boxes())),
      boxes_(cells_.shapes.boxes()) {
  CHECK(cells_.index != nullptr);
  CHECK(!cells_.codes.empty() && cells_.codes.size() == cells_.shapes.size());
}

bool Layer::HasCode(std::string_view code) const {
  return std::binary_search(cells_.codes.begin(), cells_.codes.end(), code);
}

Location Layer::Locate(Position point, const LocateOptions& options) const {
  return Answer(point, cells_.index->Find(point), options);
}

std::vector<Location> Layer::LocateBatch(std::span<const Position> points, const LocateOptions& options) const {
  std::vector<CellMatch> matches(points.size());
  cells_.index->FindBatch(points, matches);
  std::vector<Location> locations;
  locations.reserve(points.size());
  for (std::size_t i = 0; i < points.size(); ++i) locations.push_back(Answer(points[i], matches[i], options));
  return locations;
}

std::vector<std::string_view> Layer::CodesAt(Position point) const {
  std::vector<std::uint32_t> cells;
  cells_.index->FindAll(point, cells);
  std::vector<std::string_view> codes;
  codes.reserve(cells.size());
  for (const std::uint32_t cell : cells) codes.push_back(cells_.codes[cell]);
  return codes;
}

Location Layer::Answer(Position point, const CellMatch& match, const LocateOptions& options) const {
  Location location;
  location.matches = match.matches;
  location.version = options_.version;
  const LonLat degrees = DegreesOf(point);
  if (match.cell == kNoCell) {
    if (options.nearest) AddNearest(point, location);
    return location;
  }
  location.code = cells_.codes[match.cell];
  if (options.edge) {
    const double metres = cells_.shapes.EdgeMetres(MetreScaleAt(degrees.lat), degrees, match.cell);
    location.edge_cm = static_cast<std::int32_t>(std::min<std::int64_t>(ToCm(metres), kEdgeCmMax));
  }
  return location;
}

void Layer::AddNearest(Position point, Location& location) const {
  const NearCell nearest = NearestCells(*this, point, 1).front();  // a layer has at least one cell
  location.nearest = nearest.code;
  location.nearest_cm = nearest.cm;
}

}  // namespace wangge::geo
