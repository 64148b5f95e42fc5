// `layer import` and `layer activate`, one command by two names: a file into force as a new version of its layer, or
// first what that would do to open cases.
#include <CLI/CLI.hpp>
#include <array>
#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>

#include "base/status/clock.h"
#include "base/status/text.h"
#include "catalog/config_files.h"
#include "geo/build/build_layer.h"
#include "geo/build/repair_land.h"
#include "services/grid/reassign.h"
#include "services/wangge/case_scan.h"
#include "services/wangge/client/apply_edition.h"
#include "services/wangge/commands/activation.h"
#include "services/wangge/commands/command.h"
#include "services/wangge/commands/layer_faults.h"
#include "services/wangge/commands/layer_file_options.h"
#include "services/wangge/commands/layer_judging.h"
#include "services/wangge/commands/server_options.h"
#include "services/wangge/state_files.h"

namespace wangge::commands {
namespace {

using Json = nlohmann::ordered_json;

struct Options {
  std::shared_ptr<client::Access> access{};
  std::string state{};
  std::string name{};
  std::string file{};
  geo::LayerFileOptions reading{};
  LayerDemands demands{};
  std::string index = "cover";
  bool repair = false;
  bool dry_run = false;
  bool json = false;

  bool is_offline() const { return access->server.empty(); }
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

const char* NameOf(domain::PlaceChange change) {
  switch (change) {
    case domain::PlaceChange::kNone:
      return "stays";
    case domain::PlaceChange::kMoved:
      return "moved";
    case domain::PlaceChange::kAmbiguous:
      return "ambiguous";
    case domain::PlaceChange::kOrphaned:
      return "orphaned";
  }
  return "";
}

void Print(const grid::CaseMove& move, bool json) {
  if (!json) {
    std::printf("%s\n", grid::ToText(move).c_str());
    return;
  }
  const Json line{{"case", "cases/" + std::to_string(move.case_id.value)},
                  {"change", NameOf(move.change)},
                  {"before", move.before},
                  {"after", move.after}};
  std::printf("%s\n", line.dump().c_str());
}

absl::Status ForetellOffline(const Options& options, const catalog::ConfigEdition& edition) {
  WANGGE_ASSIGN_OR_RETURN(const grid::BookedLayer candidate, grid::LayerOfEdition(options.name, 0, {}, edition.body));
  WANGGE_ASSIGN_OR_RETURN(const OpenState state, OpenStateFiles(options.state, OpenFor::kExisting));
  std::size_t open = 0;
  std::array<std::size_t, 4> counts{};
  WANGGE_RETURN_IF_ERROR(ForEachCase(state, [&](const domain::Case& c) {
    if (c.outcome != domain::Outcome::kOpen) return absl::OkStatus();
    ++open;
    const auto move = grid::MoveOf(c, *candidate.layer);
    if (!move) return absl::OkStatus();
    ++counts.at(static_cast<std::size_t>(move->change));
    Print(*move, options.json);
    return absl::OkStatus();
  }));
  const auto count = [&](domain::PlaceChange change) { return counts.at(static_cast<std::size_t>(change)); };
  if (options.json) {
    const Json summary{{"open_cases", open},
                       {"moved", count(domain::PlaceChange::kMoved)},
                       {"orphaned", count(domain::PlaceChange::kOrphaned)},
                       {"ambiguous", count(domain::PlaceChange::kAmbiguous)}};
    std::printf("%s\n", summary.dump().c_str());
    return absl::OkStatus();
  }
  std::printf("of %zu open cases %zu would move, %zu would be in no cell, %zu would be in several\n", open,
              count(domain::PlaceChange::kMoved), count(domain::PlaceChange::kOrphaned),
              count(domain::PlaceChange::kAmbiguous));
  return absl::OkStatus();
}

absl::Status ForetellOnServer(const Options& options, const catalog::ConfigEdition& edition) {
  WANGGE_ASSIGN_OR_RETURN(const client::Connection connection, client::Connection::Open(*options.access));
  WANGGE_ASSIGN_OR_RETURN(const auto answer, client::ApplyEdition(connection, commands::NameOf(edition.kind), edition,
                                                                  /*dry_run=*/true));
  for (const std::string& line : answer.warnings()) {
    if (options.json) {
      std::printf("%s\n", Json{{"told", line}}.dump().c_str());
    } else {
      std::printf("%s\n", line.c_str());
    }
  }
  return absl::OkStatus();
}

absl::Status Report(const Options& options, const Activated& layer, const std::string& crs,
                    const std::vector<geo::RepairedCell>& repaired) {
  if (options.is_offline() && !layer.unchanged) {
    std::fprintf(stderr, "open cases are placed in it when the state is next served\n");
  }
  if (options.json) {
    Json json{{"layer", options.name},
              {"version", layer.version},
              {"unchanged", layer.unchanged},
              {"converted_from", crs},
              {"findings", layer.findings}};
    if (options.repair) json["repaired"] = ToJson(repaired);
    std::printf("%s\n", json.dump().c_str());
    return absl::OkStatus();
  }
  for (const std::string& finding : layer.findings) std::printf("%s\n", finding.c_str());
  if (options.repair) PrintRepaired(repaired);
  const std::string converted = crs.empty() ? "" : ", converted from " + crs;
  std::printf("layer %s: version %llu%s%s\n", options.name.c_str(), static_cast<unsigned long long>(layer.version),
              converted.c_str(), layer.unchanged ? " (unchanged)" : "");
  return absl::OkStatus();
}

absl::Status Import(const Options& options) {
  std::vector<geo::RepairedCell> repaired;
  WANGGE_RETURN_IF_ERROR(Admit(options, repaired));
  WANGGE_ASSIGN_OR_RETURN(const geo::LayerFile file, geo::ReadLayerFile(options.file, options.reading));
  WANGGE_ASSIGN_OR_RETURN(
      const catalog::ConfigEdition edition,
      catalog::LayerEdition(options.name, options.reading.key, options.file, file, options.index == "geos"));
  if (options.dry_run) {
    if (options.repair && !options.json) PrintRepaired(repaired);
    if (options.repair && options.json) std::printf("%s\n", Json{{"repaired", ToJson(repaired)}}.dump().c_str());
    return options.is_offline() ? ForetellOffline(options, edition) : ForetellOnServer(options, edition);
  }
  WANGGE_ASSIGN_OR_RETURN(const auto activated, options.is_offline()
                                                    ? ActivateOffline(options.state, {edition}, SystemClock().Now())
                                                    : ActivateOnServer(*options.access, {edition}));
  return Report(options, activated.front(), file.crs, repaired);
}

}  // namespace

void AddLayerImport(CLI::App& layer, const std::string& name) {
  const auto options = std::make_shared<Options>();
  CLI::App* command = layer.add_subcommand(
      name, name == "import" ? "Check a layer file and bring it into force as a new version" : "The same as import");
  command->add_option("file", options->file, kLayerFileHelp)->required();
  command->add_option("--state", options->state, "Directory of the state; made where there is none");
  command->add_option("--name", options->name, "Name of the layer")->required();
  AddLayerFileOptions(*command, options->reading)->required();
  AddDemandOptions(*command, options->demands);
  command->add_option("--index", options->index, "How points are found: cover, or geos as an independent check")
      ->check(CLI::IsMember({"cover", "geos"}))
      ->capture_default_str();
  command->add_flag("--repair", options->repair,
                    "Mend outlines that the rules refuse, and tell how much land of each cell moved");
  command->add_flag("--dry-run", options->dry_run, "Change nothing: list the open cases that it would place elsewhere");
  command->add_flag("--json", options->json, "One line of JSON each");
  options->access = AddServerOptions(*command, {"--state"});
  OnRun(*command, [options] { return Import(*options); });
}

}  // namespace wangge::commands
