#include "geo/layer.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "base/check.h"

namespace wangge::geo {
namespace {

constexpr double kFirstSearchMetres = 250;
constexpr double kSearchGrowth = 8;
constexpr double kWholeWorldDegrees = 720;  // a half side that reaches every cell from any point

std::int64_t ToCm(double metres) { return std::llround(metres * 100); }

LonLat DegreesOf(Position point) {
  return {.lon = static_cast<double>(point.lon_e7) / 1e7, .lat = static_cast<double>(point.lat_e7) / 1e7};
}

// The degrees that cover `metres` each way. At a pole a degree of longitude has no length and any number will do.
Box BoxAround(LonLat point, double metres, const MetreScale& scale) {
  const double lon = scale.lon * kWholeWorldDegrees > metres ? metres / scale.lon : kWholeWorldDegrees;
  const double lat = std::min(metres / scale.lat, kWholeWorldDegrees);
  return {
      .lon_min = point.lon - lon, .lat_min = point.lat - lat, .lon_max = point.lon + lon, .lat_max = point.lat + lat};
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
    if (options.nearest) AddNearest(degrees, location);
    return location;
  }
  location.code = cells_.codes[match.cell];
  if (options.edge) {
    const double metres = cells_.shapes.EdgeMetres(MetreScaleAt(degrees.lat), degrees, match.cell);
    location.edge_cm = static_cast<std::int32_t>(std::min<std::int64_t>(ToCm(metres), kEdgeCmMax));
  }
  return location;
}

// A cell that is nearer than r has a box that meets the square of half side r around the point. So a square is
// searched, and the answer is proven once the nearest found is within it; a nearest found beyond it gives the next half
// side.
void Layer::AddNearest(LonLat point, Location& location) const {
  const MetreScale scale = MetreScaleAt(point.lat);
  std::vector<std::uint32_t> found;
  double half_side = kFirstSearchMetres;
  while (true) {
    found.clear();
    boxes_.FindMeeting(BoxAround(point, half_side, scale), found);
    // Compared by (centimetre, code): two cells that share the nearest edge may differ in the last bit of the distance.
    std::pair<std::int64_t, std::uint32_t> best{std::numeric_limits<std::int64_t>::max(), kNoCell};
    for (const std::uint32_t cell : found) {
      if (best.second != kNoCell && ToCm(cells_.shapes.BoxMetres(scale, point, cell)) > best.first) continue;
      best = std::min(best, std::pair{ToCm(cells_.shapes.EdgeMetres(scale, point, cell)), cell});
    }
    const double best_metres = static_cast<double>(best.first) / 100 + 0.01;  // all that round to the same centimetre
    const bool found_all = half_side / scale.lat >= kWholeWorldDegrees;
    if (best.second != kNoCell && (best_metres <= half_side || found_all)) {
      location.nearest = cells_.codes[best.second];
      location.nearest_cm = best.first;
      return;
    }
    CHECK(!found_all);  // a layer has at least one cell
    half_side = best.second != kNoCell ? best_metres : half_side * kSearchGrowth;
  }
}

}  // namespace wangge::geo
