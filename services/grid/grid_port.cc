#include "services/grid/grid_port.h"

#include <utility>

namespace wangge::grid {

void AddEvidence(const geo::Layer& layer, const geo::Location& found, domain::Location& location) {
  if (found.code.empty()) {
    location.gaps.push_back({layer.name(), layer.version(), std::string(found.nearest), found.nearest_cm.value_or(0)});
    return;
  }
  location.placements.push_back({layer.name(), layer.version(), std::string(found.code), found.matches, std::nullopt});
}

std::vector<domain::Location> LocateIn(const Layers& layers, std::span<const Position> points) {
  std::vector<domain::Location> locations(points.size());
  for (std::size_t i = 0; i < points.size(); ++i) locations[i].position = points[i];
  for (const auto& [name, booked] : layers) {
    const auto found = booked.layer->LocateBatch(points, {.edge = false, .nearest = true});
    for (std::size_t i = 0; i < points.size(); ++i) AddEvidence(*booked.layer, found[i], locations[i]);
  }
  return locations;
}

void LocalGrid::LocateAll(std::vector<Position> points, Timestamp /*deadline*/, Located done) {
  const auto layers = book_.Read();
  if (!layers.ok()) return done(layers.status());
  done(LocateIn(**layers, points));
}

void LocalGrid::FindComponents(std::vector<std::string> ids, Timestamp /*deadline*/, Found done) {
  const auto books = components_.Read();
  if (!books.ok()) return done(books.status());
  done(AnswersOf(**books, ids));
}

}  // namespace wangge::grid
