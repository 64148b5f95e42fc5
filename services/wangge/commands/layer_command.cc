#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>

#include "base/hex.h"
#include "base/rfc3339.h"
#include "base/status/text.h"
#include "engine/edition_book.h"
#include "services/wangge/commands/command.h"
#include "services/wangge/commands/illustrative.h"
#include "services/wangge/commands/server_layers.h"
#include "services/wangge/commands/server_options.h"
#include "services/wangge/state_files.h"

namespace wangge::commands {
namespace {

struct Options {
  std::shared_ptr<client::Access> access{};
  std::string state{};
  bool json = false;
};

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
  for (const char* name : {"import", "activate"}) AddLayerImport(*layer, name);
  AddLayerCheck(*layer);
  AddLayerDiff(*layer);
  AddLayerResolve(*layer);
  CLI::App* list = layer->add_subcommand("list", "The layers in force");
  const auto options = std::make_shared<Options>();
  list->add_option("--state", options->state, "Directory of the state");
  list->add_flag("--json", options->json, "One line of JSON a layer");
  options->access = AddServerOptions(*list, {"--state"});
  OnRun(*list, [options] { return List(*options); });
}

}  // namespace wangge::commands
