#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>

#include "base/status/text.h"
#include "services/wangge/commands/command.h"
#include "services/wangge/commands/progress.h"
#include "services/wangge/replay/run.h"
#include "services/wangge/usage_error.h"

namespace wangge::commands {
namespace {

struct Options {
  replay::RunOptions run{};
  std::vector<std::string> layers{};  // NAME=FILE
  bool json = false;
  bool explain_map = false;
};

absl::Status ReadLayers(Options& options) {
  for (const std::string& layer : options.layers) {
    const std::size_t equals = layer.find('=');
    if (equals == 0 || equals == std::string::npos || equals + 1 == layer.size()) {
      return UsageError("Expected --layer NAME=FILE, but got \"" + layer + "\".");
    }
    options.run.layer_files[layer.substr(0, equals)] = layer.substr(equals + 1);
  }
  return absl::OkStatus();
}

double Hours(std::int64_t micros) { return static_cast<double>(micros) / 3.6e9; }

void PrintForPeople(const replay::RunReport& report) {
  std::printf("rows                  %llu\n", static_cast<unsigned long long>(report.rows));
  for (const auto& [reason, count] : report.rejected) {
    std::printf("  rejected %-20s %llu\n", reason.c_str(), static_cast<unsigned long long>(count));
  }
  std::printf("reports               %llu\nclosed                %llu\n",
              static_cast<unsigned long long>(report.all.count), static_cast<unsigned long long>(report.all.closed));
  std::printf("closed with deadline  %llu, late %llu\n",
              static_cast<unsigned long long>(report.all.closed_with_deadline),
              static_cast<unsigned long long>(report.all.closed_late));
  for (std::size_t i = 0; i < report.layers.size(); ++i) {
    const replay::LayerCounts& counts = report.layers[i];
    std::printf("layer %-15s one %llu, many %llu, none %llu; agrees with %llu of %llu\n", report.layer_names[i].c_str(),
                static_cast<unsigned long long>(counts.one), static_cast<unsigned long long>(counts.many),
                static_cast<unsigned long long>(counts.none), static_cast<unsigned long long>(counts.agree),
                static_cast<unsigned long long>(counts.compared));
  }
  std::printf("\n%-24s %10s %12s %12s %12s\n", "unit", "closed", "p50 h", "p90 h", "p99 h");
  const auto print = [](const char* name, const insight::ResolutionRow& row) {
    if (row.closed == 0) {
      std::printf("%-24s %10d %12s %12s %12s\n", name, 0, "-", "-", "-");
      return;
    }
    std::printf("%-24s %10llu %12.2f %12.2f %12.2f\n", name, static_cast<unsigned long long>(row.closed),
                Hours(row.resolution.p50), Hours(row.resolution.p90), Hours(row.resolution.p99));
  };
  for (const insight::ResolutionRow& row : report.by_unit) print(row.keys.front().c_str(), row);
  print("all", report.all);
  std::printf("\n%.1f s, digest %s\n", report.wall_s, report.digest.c_str());
}

absl::Status Replay(Options& options) {
  if (options.explain_map) {
    std::fputs(replay::ExplainMap().c_str(), stdout);
    return absl::OkStatus();
  }
  for (const auto& [name, value] :
       {std::pair{"--map", options.run.map_file}, {"--input", options.run.input}, {"--state", options.run.state}}) {
    if (value.empty()) throw CLI::RequiredError(name);  // wrong usage, as anywhere else
  }
  WANGGE_RETURN_IF_ERROR(ReadLayers(options));
  Progress progress("replaying");
  options.run.progress = [&progress](std::uint64_t done, std::uint64_t total) { progress.Show(done, total); };
  options.run.note = [](const std::string& text) { std::fprintf(stderr, "%s\n", text.c_str()); };
  const auto report = replay::Run(options.run);
  if (!report.ok()) return report.status();
  if (options.json) {
    std::printf("%s\n", replay::ToJson(*report).c_str());
  } else {
    PrintForPeople(*report);
  }
  return absl::OkStatus();
}

}  // namespace

void AddReplay(CLI::App& app) {
  CLI::App* command = app.add_subcommand("replay", "Run a city's open-data export through the engine");
  const auto options = std::make_shared<Options>();
  command->add_option("--map", options->run.map_file, "Map of the export's columns (config/replay/*.textproto)");
  command->add_option("--input", options->run.input, "The export: CSV, also gzip");
  command->add_option("--state", options->run.state, "Directory of the new state");
  command->add_option("--layer", options->layers, "NAME=FILE: the file of a layer, instead of the map's");
  command->add_option("--rejects", options->run.rejects_file,
                      "Where bad rows are listed; by default STATE.rejects.csv");
  command->add_option("--config", options->run.config_dir,
                      "Folder of the configuration; by default ./config or beside the program");
  command->add_flag("--json", options->json, "One line of JSON");
  command->add_flag("--explain-map", options->explain_map, "Print a commented example of a map");
  OnRun(*command, [options] { return Replay(*options); });
}

}  // namespace wangge::commands
