#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>

#include "base/hex.h"
#include "base/rfc3339.h"
#include "base/status/clock.h"
#include "base/status/text.h"
#include "engine/edition_book.h"
#include "geo/build/build_layer.h"
#include "geo/build/repair_land.h"
#include "services/wangge/commands/activation.h"
#include "services/wangge/commands/command.h"
#include "services/wangge/commands/illustrative.h"
#include "services/wangge/commands/layer_faults.h"
#include "services/wangge/commands/layer_file_options.h"
#include "services/wangge/commands/layer_judging.h"
#include "services/wangge/commands/server_layers.h"
#include "services/wangge/commands/server_options.h"
#include "services/wangge/state_files.h"

namespace wangge::commands {
namespace {

struct Options {
  std::shared_ptr<client::Access> access{};
  std::string state{};
  std::string name{};
  std::string file{};
  geo::LayerFileOptions reading{};
  LayerDemands demands{};
  std::string index = "cover";
  bool repair = false;
  bool json = false;
};

// Whether the file may come in at all. Without a rule everything may that BuildLayer can mend, as findings tell.
absl::Status Admit(const Options& options, std::vector<geo::RepairedCell>& repaired) {
  const LayerInput file{options.file, options.reading};
  if (!options.demands.rules.empty() || !options.demands.parents.empty()) {
    WANGGE_ASSIGN_OR_RETURN(const Judgement judged, JudgeLayer(file, options.name, options.demands, geo::StrictRule()));
    std::vector<geo::Fault> refused = judged.Refused();
    if (options.repair) std::erase_if(refused, [](const geo::Fault& fault) { return geo::IsMended(fault.kind); });
    WANGGE_RETURN_IF_ERROR(RefuseFaults(file.file, refused, options.repair));
  }
  if (!options.repair) return absl::OkStatus();
  WANGGE_ASSIGN_OR_RETURN(const geo::LayerSource source, ReadLayer(file));
  WANGGE_ASSIGN_OR_RETURN(const geo::CleanCells clean, geo::CleanUp(source));
  WANGGE_ASSIGN_OR_RETURN(repaired, geo::RepairedLand(source, clean));
  return absl::OkStatus();
}

absl::Status Import(const Options& options) {
  std::vector<geo::RepairedCell> repaired;
  WANGGE_RETURN_IF_ERROR(Admit(options, repaired));
  WANGGE_ASSIGN_OR_RETURN(const geo::LayerFile file, geo::ReadLayerFile(options.file, options.reading));
  WANGGE_ASSIGN_OR_RETURN(
      const catalog::ConfigEdition edition,
      catalog::LayerEdition(options.name, options.reading.key, options.file, file, options.index == "geos"));
  WANGGE_ASSIGN_OR_RETURN(const auto activated, options.access->server.empty()
                                                    ? ActivateOffline(options.state, {edition}, SystemClock().Now())
                                                    : ActivateOnServer(*options.access, {edition}));
  const Activated& layer = activated.front();
  if (options.json) {
    nlohmann::ordered_json json{{"layer", options.name},
                                {"version", layer.version},
                                {"unchanged", layer.unchanged},
                                {"converted_from", file.crs},
                                {"findings", layer.findings}};
    if (options.repair) json["repaired"] = ToJson(repaired);
    std::printf("%s\n", json.dump().c_str());
    return absl::OkStatus();
  }
  for (const std::string& finding : layer.findings) std::printf("%s\n", finding.c_str());
  if (options.repair) PrintRepaired(repaired);
  const std::string converted = file.crs.empty() ? "" : ", converted from " + file.crs;
  std::printf("layer %s: version %llu%s%s\n", options.name.c_str(), static_cast<unsigned long long>(layer.version),
              converted.c_str(), layer.unchanged ? " (unchanged)" : "");
  return absl::OkStatus();
}

absl::Status List(const Options& options) {
  if (!options.access->server.empty()) return ListServerLayers(*options.access, options.json);
  WANGGE_ASSIGN_OR_RETURN(const OpenState files, OpenStateFiles(options.state, OpenFor::kExisting));
  engine::EditionBook book(CatalogLoader());
  const auto snapshot = files.committer->Published();
  WANGGE_RETURN_IF_ERROR(book.Load(*snapshot, {}));
  for (const auto& [key, activation] : book.current()->activations) {
    if (key.first != domain::EditionKind::kLayer) continue;
    const std::string hash = ToHex({activation.hash.data(), activation.hash.size()});
    WANGGE_ASSIGN_OR_RETURN(const bool is_illustrative, IsIllustrative(*snapshot, activation.hash));
    if (options.json) {
      const nlohmann::ordered_json json{{"layer", key.second},
                                        {"version", activation.version},
                                        {"activated_at", FormatRfc3339(activation.at)},
                                        {"sha256", hash},
                                        {"illustrative", is_illustrative}};
      std::printf("%s\n", json.dump().c_str());
    } else {
      std::printf("%-24s version %-4llu since %s  %.12s%s%s\n", key.second.c_str(),
                  static_cast<unsigned long long>(activation.version), FormatRfc3339(activation.at).c_str(),
                  hash.c_str(), is_illustrative ? "  " : "", is_illustrative ? kIllustrative : "");
    }
  }
  return absl::OkStatus();
}

}  // namespace

void AddLayer(CLI::App& app) {
  CLI::App* layer = app.add_subcommand("layer", "Layers of management grids")->require_subcommand(1);
  const auto options = std::make_shared<Options>();
  CLI::App* import = layer->add_subcommand("import", "Check a layer file and bring it into force as a new version");
  import->add_option("file", options->file, kLayerFileHelp)->required();
  import->add_option("--state", options->state, "Directory of the state; made where there is none");
  import->add_option("--name", options->name, "Name of the layer")->required();
  AddLayerFileOptions(*import, options->reading)->required();
  AddDemandOptions(*import, options->demands);
  import->add_option("--index", options->index, "How points are found: cover, or geos as an independent check")
      ->check(CLI::IsMember({"cover", "geos"}))
      ->capture_default_str();
  import->add_flag("--repair", options->repair,
                   "Mend outlines that the rules refuse, and tell how much land of each cell moved");
  import->add_flag("--json", options->json, "One line of JSON");
  const auto import_access = AddServerOptions(*import, "--state");
  OnRun(*import, [options, import_access] {
    options->access = import_access;
    return Import(*options);
  });
  AddLayerActivate(*layer);
  AddLayerCheck(*layer);
  AddLayerDiff(*layer);
  CLI::App* list = layer->add_subcommand("list", "The layers in force");
  list->add_option("--state", options->state, "Directory of the state");
  list->add_flag("--json", options->json, "One line of JSON a layer");
  const auto list_access = AddServerOptions(*list, "--state");
  OnRun(*list, [options, list_access] {
    options->access = list_access;
    return List(*options);
  });
}

}  // namespace wangge::commands
