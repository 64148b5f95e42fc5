// A city's replay map (schema and meaning: proto/wangge/config/v1/replay.proto), checked and ready to use. Immutable
// once loaded; thread-safe.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "base/position.h"
#include "services/wangge/replay/area_rules.h"
#include "services/wangge/replay/code_list.h"
#include "services/wangge/replay/time_format.h"

namespace wangge::replay {

// Names in the header of the CSV; empty: the export has no such column.
struct Columns {
  std::string id = {}, opened = {}, closed = {}, due = {}, category = {}, unit = {}, longitude = {}, latitude = {};
  std::string source = {};
};

struct DefaultPosition {
  Position position;
  std::int64_t tolerance_e7 = 0;

  bool Covers(Position p) const;
};

struct LayerSource {
  std::string name = {};
  std::string file = {};  // as the map names it; see LayerFiles
  std::string key = {};
  std::string datum = {};
  std::string area_column = {};  // empty: nothing to compare with
  AreaRules area_rules = {};
};

struct ReplayMap {
  std::string path;
  std::string id;
  std::string label;
  std::string zone_name;
  absl::TimeZone zone;
  std::vector<TimeFormat> time_formats;
  std::vector<std::string> missing_values;
  bool decimal_comma = false;
  Columns columns;
  std::vector<DefaultPosition> default_positions;
  std::vector<LayerSource> layers;
  std::size_t primary_layer = 0;  // index; meaningless without layers
  CodeList categories;
  CodeList units;
  CodeList sources;
};

// INVALID_ARGUMENT, "path:line:column: ..." for a syntax error or an unknown field, otherwise "path: ..." with the name
// of the field that is missing or wrong; NOT_FOUND and others of ReadFile.
absl::StatusOr<ReplayMap> LoadReplayMap(const std::string& path);

// A commented example that LoadReplayMap accepts.
std::string ExplainMap();

// The file of each layer, parallel to map.layers: `overrides[name]` when given, an absolute name as it is, a relative
// one beside the input, then beside the map. NOT_FOUND names the places that were looked at; INVALID_ARGUMENT: an
// override for a layer that the map does not have.
absl::StatusOr<std::vector<std::string>> LayerFiles(const ReplayMap& map, const std::string& input,
                                                    const std::map<std::string, std::string>& overrides);

}  // namespace wangge::replay
