#include <CLI/CLI.hpp>
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <nlohmann/json.hpp>

#include "base/status/text.h"
#include "services/wangge/bench/locate_bench.h"
#include "services/wangge/commands/command.h"

namespace wangge::commands {
namespace {

using Json = nlohmann::ordered_json;

struct Options {
  std::string data{};
  std::vector<std::string> layers{};
  std::size_t points = 200'000;
  int rounds = 5;
  bool json = false;
};

double Rounded(double value, double digits) { return std::round(value * digits) / digits; }

void Show(const bench::LocateCell& cell, bool json) {
  if (!json) {
    std::printf("%-30s %-12s %-14s %9.1f ns a point, %llu mismatches, %llu ties\n", cell.layer.c_str(),
                cell.points.c_str(), cell.contender.c_str(), cell.ns_per_point,
                static_cast<unsigned long long>(cell.mismatches), static_cast<unsigned long long>(cell.ties));
  } else {
    const Json line{{"layer", cell.layer},           {"points", cell.points},
                    {"contender", cell.contender},   {"ns_per_point", Rounded(cell.ns_per_point, 10)},
                    {"mismatches", cell.mismatches}, {"ties", cell.ties},
                    {"index_bytes", cell.bytes},     {"build_s", Rounded(cell.build_s, 1000)}};
    std::printf("%s\n", line.dump().c_str());
  }
  for (const std::string& text : cell.disagreements) {
    std::fprintf(stderr, "%s %s %s: %s\n", cell.layer.c_str(), cell.points.c_str(), cell.contender.c_str(),
                 text.c_str());
  }
  std::fflush(stdout);
}

absl::Status Run(const Options& options) {
  std::string data = options.data;
  if (const char* set = std::getenv("WANGGE_DATA"); data.empty() && set != nullptr) data = set;
  if (data.empty()) data = "../shared/data";
  std::vector<std::string> names = options.layers;
  if (names.empty()) {
    for (const std::string_view name : bench::PlaceLayerNames()) names.emplace_back(name);
  }
  std::vector<bench::LocateCell> cells;
  Json absent = Json::array();
  for (const std::string& name : names) {
    auto layer = bench::MakePlaceLayer(name, data);
    if (layer.status().code() == absl::StatusCode::kNotFound) {
      std::fprintf(stderr, "Not measured: %s\n", std::string(layer.status().message()).c_str());
      absent.push_back(name);
      continue;
    }
    if (!layer.ok()) return layer.status();
    WANGGE_ASSIGN_OR_RETURN(const auto contenders, bench::MakeContenders(*layer));
    for (bench::LocateCell& cell : bench::MeasureLocate(*layer, contenders, options.points, options.rounds)) {
      Show(cell, options.json);
      cells.push_back(std::move(cell));
    }
  }
  const auto worst = std::ranges::max_element(
      cells, {}, [](const auto& cell) { return cell.contender == "wangge_batch" ? cell.ns_per_point : 0.0; });
  const Json summary{{"summary",
                      {{"scalar_times_geos", Rounded(bench::SpeedUp(cells, "wangge", "geos_prepared"), 10)},
                       {"batch_times_geos", Rounded(bench::SpeedUp(cells, "wangge_batch", "geos_prepared"), 10)},
                       {"worst_batch_ns", worst == cells.end() ? 0 : Rounded(worst->ns_per_point, 10)},
                       {"worst_batch_cell", worst == cells.end() ? "" : worst->layer + " " + worst->points},
                       {"points", options.points},
                       {"rounds", options.rounds},
                       {"absent", absent}}}};
  std::printf("%s\n", summary.dump().c_str());
  return absl::OkStatus();
}

}  // namespace

void AddBenchLocate(CLI::App& bench) {
  CLI::App* command = bench.add_subcommand("locate", "Which cell is a point in: our index beside GEOS, on one thread");
  const auto options = std::make_shared<Options>();
  command->add_option("--data", options->data, "Folder of real records (default: $WANGGE_DATA, then ../shared/data)");
  command->add_option("--layer", options->layers, "Only these layers");
  command->add_option("--points", options->points, "How many of each kind")
      ->check(CLI::Range(1'000, 10'000'000))
      ->capture_default_str();
  command->add_option("--rounds", options->rounds, "The median of so many counts")
      ->check(CLI::Range(1, 99))
      ->capture_default_str();
  command->add_flag("--json", options->json, "Lines of JSON");
  OnRun(*command, [options] { return Run(*options); });
}

}  // namespace wangge::commands
