#include <sys/stat.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <memory>

#include "base/csv/csv_reader.h"
#include "base/file/byte_source.h"
#include "base/status/text.h"
#include "geo/build/build_layer.h"
#include "geo/files/layer_file.h"
#include "geo/geojson.h"
#include "geo/locate_csv.h"
#include "services/wangge/commands/command.h"
#include "services/wangge/commands/illustrative.h"
#include "services/wangge/commands/layer_file_options.h"
#include "services/wangge/commands/progress.h"
#include "services/wangge/commands/server_layers.h"
#include "services/wangge/commands/server_options.h"

namespace wangge::commands {
namespace {

struct Options {
  std::shared_ptr<client::Access> access{};
  std::string layer{};
  std::string layer_file{};
  geo::LayerFileOptions reading{.undeclared_datum = "wgs84"};  // its datum is also that of points for a server
};

absl::Status Write(std::FILE* file, std::string_view text) {
  if (std::fwrite(text.data(), 1, text.size(), file) == text.size()) return absl::OkStatus();
  return Internal("Expected to write the answers, but the output is closed.");
}

// How far stdin is read: against its size where it is a file, else in points.
class StdinProgress {
 public:
  StdinProgress() : progress_("locating") {
    struct stat file {};
    if (::fstat(STDIN_FILENO, &file) == 0 && S_ISREG(file.st_mode)) size_ = static_cast<std::uint64_t>(file.st_size);
  }
  void Wrote(std::string_view lines) {
    points_ += static_cast<std::uint64_t>(std::ranges::count(lines, '\n'));
    if (is_seen_) return;
    const off_t read = size_ == 0 ? -1 : ::lseek(STDIN_FILENO, 0, SEEK_CUR);
    if (read >= 0) {
      progress_.Show(static_cast<std::uint64_t>(read), size_);
    } else {
      progress_.Show(points_, 0);
    }
  }
  void Hide() { progress_.Hide(); }

 private:
  Progress progress_;
  const bool is_seen_ = ::isatty(STDOUT_FILENO) == 1;  // the answers themselves
  std::uint64_t size_ = 0;                             // 0: not known
  std::uint64_t points_ = 0;
};

absl::Status LocateStdin(const geo::LocateFunction& locate) {
  WANGGE_ASSIGN_OR_RETURN(auto bytes, ByteSource::OfDescriptor(STDIN_FILENO, "stdin"));
  CsvReader csv(std::move(bytes), "stdin");
  geo::LocateCsvCounts counts;
  StdinProgress progress;
  const absl::Status status = geo::LocateCsv(
      csv, locate,
      [&progress](std::string_view lines) {
        progress.Wrote(lines);
        return Write(stdout, lines);
      },
      [&progress](std::string_view line) {
        progress.Hide();
        return Write(stderr, line);
      },
      counts);
  if (std::fflush(stdout) != 0) return Internal("Expected to write the answers, but the output is closed.");
  return status;
}

absl::Status LocateInFile(const Options& options) {
  WANGGE_ASSIGN_OR_RETURN(const geo::LayerFile file, geo::ReadLayerFile(options.layer_file, options.reading));
  const std::string& key = options.reading.key;
  auto source = geo::ParseGeoJson(file.geojson, key);
  if (!source.ok()) return WithContext(options.layer_file, source.status());
  auto layer = geo::BuildLayer({.name = "file", .version = 0, .key = key, .datum = file.datum}, *std::move(source));
  if (!layer.ok()) return WithContext(options.layer_file, layer.status());
  for (const std::string& note : file.notes) std::fprintf(stderr, "%s: %s\n", options.layer_file.c_str(), note.c_str());
  for (const geo::Finding& finding : file.findings) {
    std::fprintf(stderr, "%s: %s\n", options.layer_file.c_str(), geo::ToText(finding).c_str());
  }
  for (const geo::Finding& finding : (*layer)->findings()) {
    std::fprintf(stderr, "%s: %s\n", options.layer_file.c_str(), geo::ToText(finding).c_str());
  }
  return LocateStdin(geo::LocateIn(**layer));
}

absl::Status Locate(const Options& options) {
  if (options.access->server.empty()) return LocateInFile(options);
  WANGGE_ASSIGN_OR_RETURN(const client::Connection connection, client::Connection::Open(*options.access));
  const std::string& datum = options.reading.datum.empty() ? options.reading.undeclared_datum : options.reading.datum;
  WANGGE_RETURN_IF_ERROR(CheckServerLayer(connection, options.layer, datum));
  if (IsIllustrativeLayer(connection, options.layer)) NoteIllustrative();
  return LocateStdin(LocateOnServer(connection, options.layer, datum));
}

}  // namespace

void AddLocate(CLI::App& app) {
  CLI::App* command = app.add_subcommand(
      "locate",
      "Read id,lon,lat on stdin, write id,code,version,edge_m,nearest,nearest_m on stdout. edge_m, the metres to the "
      "nearest edge of the cell, is exact below 100; 100.00 means 100 or more");
  const auto options = std::make_shared<Options>();
  CLI::Option* file = command->add_option("--layer-file", options->layer_file, kLayerFileHelp);
  CLI::Option* key = AddLayerFileOptions(*command, options->reading);
  CLI::Option* layer = command->add_option("--layer", options->layer, "Name of a layer of the server");
  options->access = AddServerOptions(*command, {"--layer-file"});
  CLI::Option* server = command->get_option("--server");
  command->get_option("--datum")->description(
      "Of a file's layer, where the file tells none (wgs84 when left out), or of points asked at a server: wgs84, "
      "cgcs2000, gcj02 or bd09");
  for (const char* of_file : {"--crs", "--encoding", "--table"}) command->get_option(of_file)->needs(file);
  file->needs(key);
  key->needs(file);
  layer->needs(server);
  server->needs(layer);
  OnRun(*command, [options] { return Locate(*options); });
}

}  // namespace wangge::commands
