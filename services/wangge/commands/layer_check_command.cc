#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "base/file/file.h"
#include "base/status/text.h"
#include "geo/build/layer_check.h"
#include "services/wangge/commands/command.h"
#include "services/wangge/commands/layer_faults.h"
#include "services/wangge/commands/layer_file_options.h"
#include "services/wangge/commands/layer_judging.h"

namespace wangge::commands {
namespace {

struct Options {
  LayerInput layer{.file = {}, .reading = {.undeclared_datum = "wgs84"}};
  std::string name{};
  LayerDemands demands{};
  std::string output{};
  bool json = false;
};

absl::Status Check(const Options& options) {
  WANGGE_ASSIGN_OR_RETURN(const Judgement judged,
                          JudgeLayer(options.layer, options.name, options.demands, geo::StrictRule()));
  if (options.json) {
    PrintFaultsJson(judged.check, judged.rule);
  } else {
    PrintFaults(judged.check, judged.rule);
  }
  if (!options.output.empty()) {
    WANGGE_RETURN_IF_ERROR(WriteFileDurably(options.output, FaultsGeoJson(judged.check, judged.rule)));
  }
  const std::vector<geo::Fault> refused = judged.Refused();
  if (refused.empty()) return absl::OkStatus();
  const auto mended = std::ranges::count_if(refused, [](const geo::Fault& fault) { return geo::IsMended(fault.kind); });
  return InvalidArgument("Expected a layer without faults above what it bears, but " + options.layer.file + " has " +
                         std::to_string(refused.size()) + "; `wangge layer import --repair` mends " +
                         (mended == 0 ? "none" : std::to_string(mended)) + " of them.");
}

}  // namespace

void AddLayerCheck(CLI::App& layer) {
  const auto options = std::make_shared<Options>();
  CLI::App* check = layer.add_subcommand("check", "Tell everything that is wrong with a layer; nothing is changed");
  check->add_option("file", options->layer.file, "GeoJSON, also gzip")->required();
  AddLayerFileOptions(*check, options->layer.reading)->required();
  check->add_option("--name", options->name, "Name of the layer in --rules; not needed where there is one");
  AddDemandOptions(*check, options->demands);
  check->add_option("--output", options->output, "Write every fault as a feature of this GeoJSON file");
  check->add_flag("--json", options->json, "One line of JSON a fault, then a summary");
  OnRun(*check, [options] { return Check(*options); });
}

}  // namespace wangge::commands
