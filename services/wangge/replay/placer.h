// The layers of a replay: read once, then asked where each record lies. Immutable after Load; thread-safe.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "catalog/config_files.h"
#include "domain/place.h"
#include "geo/layer.h"
#include "services/wangge/replay/record.h"
#include "services/wangge/replay/replay_map.h"

namespace wangge::replay {

class Placer {
 public:
  // `overrides`: layer name to file. Errors of LayerFiles, ReadLayerFile, ParseGeoJson and BuildLayer.
  static absl::StatusOr<Placer> Load(const ReplayMap& map, const std::string& input,
                                     const std::map<std::string, std::string>& overrides);

  // The layers as editions to activate, in the order of the map.
  const std::vector<catalog::ConfigEdition>& editions() const { return editions_; }
  // What was repaired or left out of the layers, each with its file.
  const std::vector<std::string>& findings() const { return findings_; }

  struct Place {
    domain::Location location;                    // the primary layer first
    std::vector<std::vector<std::string>> cells;  // parallel to map.layers: as many as hold the point
  };
  Place Of(const Record& record) const;

 private:
  std::size_t primary_ = 0;
  std::vector<std::shared_ptr<const geo::Layer>> layers_;
  std::vector<catalog::ConfigEdition> editions_;
  std::vector<std::string> findings_;
};

}  // namespace wangge::replay
