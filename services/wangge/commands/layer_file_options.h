// The options of every command that reads a layer file.
#pragma once

#include "geo/files/layer_file.h"

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace wangge::commands {

inline constexpr char kLayerFileHelp[] = "GeoJSON, also gzip; a Shapefile (the .shp); a GeoPackage";

// --key, --datum, --crs, --encoding and --table into `reading`, which lives as long as `command`. Returns --key.
CLI::Option* AddLayerFileOptions(CLI::App& command, geo::LayerFileOptions& reading);

}  // namespace wangge::commands
