#include <CLI/CLI.hpp>
#include <array>
#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>

#include "base/status/text.h"
#include "geo/build/layer_diff.h"
#include "services/wangge/commands/command.h"
#include "services/wangge/commands/edition_versions.h"
#include "services/wangge/commands/layer_file_options.h"
#include "services/wangge/commands/layer_reading.h"
#include "services/wangge/commands/server_options.h"
#include "services/wangge/usage_error.h"

namespace wangge::commands {
namespace {

using Json = nlohmann::ordered_json;

struct Options {
  std::shared_ptr<client::Access> access{};
  std::string from{};
  std::string to{};
  geo::LayerFileOptions reading{.undeclared_datum = "wgs84"};
  std::string key_to{};
  std::string state{};
  std::string name{};
  double same = geo::kSameLandShare;
  bool json = false;
};

absl::StatusOr<geo::CleanCells> ReadFileOf(const Options& options, const std::string& file, const std::string& key) {
  geo::LayerFileOptions reading = options.reading;
  reading.key = key;
  WANGGE_ASSIGN_OR_RETURN(geo::LayerSource source, ReadLayer({file, reading}));
  auto clean = geo::CleanUp(std::move(source));
  return clean.ok() ? std::move(clean) : WithContext(file, clean.status());
}

absl::StatusOr<geo::CleanCells> ReadCells(const EditionVersions& versions, const std::string& number) {
  WANGGE_ASSIGN_OR_RETURN(const std::uint64_t version, ParseVersion(number));
  WANGGE_ASSIGN_OR_RETURN(geo::LayerSource source, ReadLayerVersion(versions, version));
  return geo::CleanUp(std::move(source));
}

struct Both {
  geo::CleanCells from{};
  geo::CleanCells to{};
};

absl::StatusOr<Both> Read(const Options& options) {
  Both both;
  if (!options.reading.key.empty()) {
    const std::string& key_to = options.key_to.empty() ? options.reading.key : options.key_to;
    WANGGE_ASSIGN_OR_RETURN(both.from, ReadFileOf(options, options.from, options.reading.key));
    WANGGE_ASSIGN_OR_RETURN(both.to, ReadFileOf(options, options.to, key_to));
    return both;
  }
  WANGGE_ASSIGN_OR_RETURN(const EditionVersions versions,
                          options.state.empty()
                              ? VersionsOnServer(*options.access, domain::EditionKind::kLayer, options.name)
                              : VersionsInState(options.state, domain::EditionKind::kLayer, options.name));
  WANGGE_ASSIGN_OR_RETURN(both.from, ReadCells(versions, options.from));
  WANGGE_ASSIGN_OR_RETURN(both.to, ReadCells(versions, options.to));
  return both;
}

std::string Listed(const std::vector<std::string>& codes) {
  std::string text;
  for (const std::string& code : codes) text += (text.empty() ? "" : ", ") + code;
  return text;
}

Json ToJson(const geo::Change& change) {
  Json land = Json::array();
  for (const geo::CommonLand& part : change.land) {
    land.push_back({{"from", part.from},
                    {"to", part.to},
                    {"m2", part.m2},
                    {"share_from", part.share_from},
                    {"share_to", part.share_to}});
  }
  Json json{{"change", geo::NameOf(change.kind)}, {"from", change.from}, {"to", change.to}};
  if (change.renamed) json["renamed"] = true;
  json["land"] = std::move(land);
  return json;
}

std::string Share(const std::string& code, double share, const char* what) {
  if (code.empty()) return std::string("nobody's");
  char text[32];
  std::snprintf(text, sizeof(text), "%.2f %% of ", share * 100);
  return text + (what + code);
}

void Print(const geo::Change& change) {
  const std::string from = Listed(change.from), to = Listed(change.to);
  std::printf("%-9s %s%s%s%s\n", std::string(geo::NameOf(change.kind)).c_str(), from.c_str(),
              from.empty() || to.empty() ? "" : " -> ", to.c_str(), change.renamed ? " (renamed)" : "");
  for (const geo::CommonLand& part : change.land) {
    std::printf("          %15.3f m²  %s, %s\n", part.m2, Share(part.from, part.share_from, "").c_str(),
                Share(part.to, part.share_to, "new ").c_str());
  }
}

using Counts = std::array<std::size_t, 6>;

void PrintSummary(const geo::LayerDiff& diff, const Counts& counts, bool json) {
  Json line{{"summary", true}};
  std::string text;
  for (std::size_t kind = 0; kind < counts.size(); ++kind) {
    const std::string name(geo::NameOf(static_cast<geo::ChangeKind>(kind)));
    line[name] = counts[kind];
    text += std::to_string(counts[kind]) + " " + name + ", ";
  }
  line["unchanged"] = diff.unchanged;
  line["from_m2"] = diff.from_m2;
  line["to_m2"] = diff.to_m2;
  line["common_m2"] = diff.common_m2;
  line["sliver_m2"] = diff.sliver_m2;
  if (json) {
    std::printf("%s\n", line.dump().c_str());
    return;
  }
  std::printf("%s%zu unchanged; %.3f -> %.3f km², %.3f km² in both, %.3f m² in slivers that count for nothing\n",
              text.c_str(), diff.unchanged, diff.from_m2 / 1e6, diff.to_m2 / 1e6, diff.common_m2 / 1e6, diff.sliver_m2);
}

absl::Status Diff(const Options& options) {
  if (!(options.same >= 0 && options.same < 0.5)) {
    return UsageError("Expected --same from 0 below 0.5, but got " + std::to_string(options.same) + ".");
  }
  WANGGE_ASSIGN_OR_RETURN(const Both both, Read(options));
  WANGGE_ASSIGN_OR_RETURN(const geo::LayerDiff diff, geo::DiffLayers(both.from, both.to, options.same));
  Counts counts{};
  for (const geo::Change& change : diff.changes) {
    ++counts[static_cast<std::size_t>(change.kind)];
    if (options.json) {
      std::printf("%s\n", ToJson(change).dump().c_str());
    } else {
      Print(change);
    }
  }
  PrintSummary(diff, counts, options.json);
  return absl::OkStatus();
}

}  // namespace

void AddLayerDiff(CLI::App& layer) {
  const auto options = std::make_shared<Options>();
  CLI::App* diff =
      layer.add_subcommand("diff", "What became of the cells of a layer in another version, by their land");
  diff->add_option("from", options->from,
                   "A file, as of `layer check`; with --state or --server the number of a version")
      ->required();
  diff->add_option("to", options->to, "The other one")->required();
  CLI::Option* key = AddLayerFileOptions(*diff, options->reading);
  diff->add_option("--key-to", options->key_to, "The same of the other file, where it differs")->needs(key);
  CLI::Option* name = diff->add_option("--name", options->name, "Name of the layer, of versions");
  diff->add_option("--state", options->state, "Directory of a state that holds both versions")->needs(name);
  diff->add_option("--same", options->same, "Two cells have the same land when at most this share of each differs")
      ->capture_default_str();
  diff->add_flag("--json", options->json, "One line of JSON a change, then a summary");
  options->access = AddServerOptions(*diff, {"--key", "--state"});
  diff->get_option("--server")->needs(name);
  name->excludes(key);
  OnRun(*diff, [options] { return Diff(*options); });
}

}  // namespace wangge::commands
