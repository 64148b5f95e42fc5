#include "services/wangge/replay/placer.h"

#include "base/status/text.h"
#include "geo/build/build_layer.h"
#include "geo/files/layer_file.h"
#include "geo/geojson.h"

namespace wangge::replay {
namespace {

constexpr std::uint64_t kFirstVersion = 1;  // a replay's state is new

domain::PositionSource SourceOf(PositionSource source) {
  switch (source) {
    case PositionSource::kRecorded:
      return domain::PositionSource::kRecorded;
    case PositionSource::kDefault:
      return domain::PositionSource::kDefault;
    case PositionSource::kNone:
      break;
  }
  return domain::PositionSource::kNone;
}

}  // namespace

absl::StatusOr<Placer> Placer::Load(const ReplayMap& map, const std::string& input,
                                    const std::map<std::string, std::string>& overrides) {
  WANGGE_ASSIGN_OR_RETURN(const std::vector<std::string> files, LayerFiles(map, input, overrides));
  Placer placer;
  placer.primary_ = map.primary_layer;
  for (std::size_t i = 0; i < map.layers.size(); ++i) {
    const LayerSource& source = map.layers[i];
    WANGGE_ASSIGN_OR_RETURN(const geo::LayerFile file,
                            geo::ReadLayerFile(files[i], {.key = source.key, .datum = source.datum}));
    auto cells = geo::ParseGeoJson(file.geojson, source.key);
    if (!cells.ok()) return WithContext(files[i], cells.status());
    auto layer = geo::BuildLayer(
        {.name = source.name, .version = kFirstVersion, .key = source.key, .datum = file.datum}, *std::move(cells));
    if (!layer.ok()) return WithContext(files[i], layer.status());
    WANGGE_ASSIGN_OR_RETURN(catalog::ConfigEdition edition,
                            catalog::LayerEdition(source.name, source.key, files[i], file));
    for (const std::string& finding : edition.findings) placer.findings_.push_back(files[i] + ": " + finding);
    for (const geo::Finding& finding : (*layer)->findings()) {
      placer.findings_.push_back(files[i] + ": " + geo::ToText(finding));
    }
    placer.layers_.push_back(*std::move(layer));
    placer.editions_.push_back(std::move(edition));
  }
  return placer;
}

Placer::Place Placer::Of(const Record& record) const {
  Place place;
  place.cells.resize(layers_.size());
  place.location.position = record.position;
  place.location.source = SourceOf(record.position_source);
  if (!record.position) return place;
  const auto add = [&](std::size_t i) {
    const geo::Layer& layer = *layers_[i];
    const geo::Location found = layer.Locate(*record.position, {.edge = false, .nearest = true});
    if (found.code.empty()) {
      place.location.gaps.push_back(
          {layer.name(), found.version, std::string(found.nearest), found.nearest_cm.value_or(0)});
      return;
    }
    place.cells[i].assign(found.matches, std::string(found.code));
    place.location.placements.push_back(
        {layer.name(), found.version, std::string(found.code), found.matches, std::nullopt});
  };
  if (!layers_.empty()) add(primary_);
  for (std::size_t i = 0; i < layers_.size(); ++i) {
    if (i != primary_) add(i);
  }
  return place;
}

}  // namespace wangge::replay
