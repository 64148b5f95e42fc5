#include "services/wangge/commands/layer_file_options.h"

#include <CLI/CLI.hpp>

namespace wangge::commands {

CLI::Option* AddLayerFileOptions(CLI::App& command, geo::LayerFileOptions& reading) {
  CLI::Option* key = command.add_option("--key", reading.key, "Attribute of a feature that holds its code");
  command.add_option("--datum", reading.datum,
                     "Of longitudes and latitudes: wgs84, cgcs2000, gcj02 or bd09; never guessed");
  command.add_option("--crs", reading.crs, "Coordinate system of the file by its code, e.g. EPSG:4549");
  command.add_option("--encoding", reading.encoding, "Of the .dbf of a Shapefile, e.g. GB18030, if it says none");
  command.add_option("--table", reading.table, "Of a GeoPackage with several");
  return key;
}

}  // namespace wangge::commands
