#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>

#include "base/csv/csv_reader.h"
#include "base/file/byte_source.h"
#include "base/file/file.h"
#include "base/limits.h"
#include "base/status/text.h"
#include "geo/build/build_layer.h"
#include "geo/geojson.h"
#include "geo/locate_csv.h"
#include "services/wangge/commands/command.h"

namespace wangge::commands {
namespace {

struct Options {
  std::string layer_file{};
  std::string key{};
  std::string datum = "wgs84";
};

absl::Status Write(std::FILE* file, std::string_view text) {
  if (std::fwrite(text.data(), 1, text.size(), file) == text.size()) return absl::OkStatus();
  return Internal("Expected to write the answers, but the output is closed.");
}

absl::Status Locate(const Options& options) {
  WANGGE_ASSIGN_OR_RETURN(const std::string text, ReadFile(options.layer_file, limits::kConfigBodyBytesMax));
  auto source = geo::ParseGeoJson(text, options.key);
  if (!source.ok()) return WithContext(options.layer_file, source.status());
  auto layer = geo::BuildLayer({.name = "file", .version = 0, .key = options.key, .datum = options.datum},
                               *std::move(source));
  if (!layer.ok()) return WithContext(options.layer_file, layer.status());
  for (const geo::Finding& finding : (*layer)->findings()) {
    std::fprintf(stderr, "%s: %s\n", options.layer_file.c_str(), geo::ToText(finding).c_str());
  }
  WANGGE_ASSIGN_OR_RETURN(auto bytes, ByteSource::OfDescriptor(STDIN_FILENO, "stdin"));
  CsvReader csv(std::move(bytes), "stdin");
  geo::LocateCsvCounts counts;
  const absl::Status status = geo::LocateCsv(
      csv, geo::LocateIn(**layer), [](std::string_view line) { return Write(stdout, line); },
      [](std::string_view line) { return Write(stderr, line); }, counts);
  if (std::fflush(stdout) != 0) return Internal("Expected to write the answers, but the output is closed.");
  return status;
}

}  // namespace

void AddLocate(CLI::App& app) {
  CLI::App* command = app.add_subcommand(
      "locate", "Read id,lon,lat on stdin, write id,code,version,edge_m,nearest,nearest_m on stdout");
  const auto options = std::make_shared<Options>();
  command->add_option("--layer-file", options->layer_file, "GeoJSON of the layer, also gzip")->required();
  command->add_option("--key", options->key, "Attribute of a feature that holds its code")->required();
  command->add_option("--datum", options->datum, "wgs84 or cgcs2000");
  OnRun(*command, [options] { return Locate(*options); });
}

}  // namespace wangge::commands
