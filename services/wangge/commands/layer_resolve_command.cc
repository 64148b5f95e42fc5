// `layer resolve`: what became of codes of a layer, old or in force.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include "base/limits.h"
#include "base/status/text.h"
#include "services/grid/code_history.h"
#include "services/wangge/commands/case_text.h"
#include "services/wangge/commands/command.h"
#include "services/wangge/commands/edition_versions.h"
#include "services/wangge/commands/message_json.h"
#include "services/wangge/commands/server_options.h"
#include "wangge/grid/v1/grid.grpc.pb.h"

namespace wangge::commands {
namespace {

namespace v1 = grid::v1;
using Service = v1::GridService;

struct Options {
  std::shared_ptr<client::Access> access{};
  std::string state{};
  std::string name{};
  std::vector<std::string> codes{};
  std::uint64_t version = 0;
  bool json = false;
};

absl::StatusOr<v1::ResolveCodesResponse> Ask(const Options& options) {
  v1::ResolveCodesRequest request;
  request.set_layer(options.name);
  request.set_version(options.version);
  for (const std::string& code : options.codes) request.add_codes(code);
  if (!options.state.empty()) {
    WANGGE_ASSIGN_OR_RETURN(const EditionVersions layer,
                            VersionsInState(options.state, domain::EditionKind::kLayer, options.name));
    return grid::ResolveCodes(layer.versions, request, layer.read);
  }
  WANGGE_ASSIGN_OR_RETURN(const client::Connection connection, client::Connection::Open(*options.access));
  return connection.Call(*connection.StubOf<Service>(), &Service::Stub::ResolveCodes, request, client::kLongPatience);
}

void Print(const v1::ResolvedCode& resolved) {
  std::printf("%s", resolved.code().c_str());
  if (resolved.versions().empty()) std::printf("  never was a code of this layer");
  for (const v1::CodeVersion& version : resolved.versions()) {
    std::printf("%s%llu (%s to %s)", version.version() == resolved.versions(0).version() ? "  version " : ", ",
                static_cast<unsigned long long>(version.version()), TimeText(version.active_from()).c_str(),
                version.has_active_to() ? TimeText(version.active_to()).c_str() : "now");
  }
  if (resolved.version() != 0) {
    std::printf(": %s", ShortName(v1::CodeChange_Name(resolved.change()), "CODE_CHANGE_").c_str());
  }
  std::printf("\n");
  for (const v1::Successor& part : resolved.successors()) {
    std::printf("  %6.2f %%  %15.3f m²  ", part.share_old() * 100, part.m2());
    if (part.code().empty()) {
      std::printf("in no cell\n");
    } else {
      std::printf("%s, %.2f %% of it\n", part.code().c_str(), part.share_new() * 100);
    }
  }
}

absl::Status Resolve(const Options& options) {
  WANGGE_ASSIGN_OR_RETURN(const v1::ResolveCodesResponse response, Ask(options));
  for (const v1::ResolvedCode& resolved : response.codes()) {
    if (options.json) {
      WANGGE_RETURN_IF_ERROR(PrintJson(resolved));
    } else {
      Print(resolved);
    }
  }
  return absl::OkStatus();
}

}  // namespace

void AddLayerResolve(CLI::App& layer) {
  const auto options = std::make_shared<Options>();
  CLI::App* command = layer.add_subcommand(
      "resolve", "In which versions codes were in force, old ones too, and who has their land now");
  command->add_option("codes", options->codes, "Codes of cells, at most 1,000")
      ->required()
      ->expected(1, static_cast<int>(limits::kResolveCodesMax));
  command->add_option("--name", options->name, "Name of the layer")->required();
  command->add_option("--state", options->state, "Directory of a state that holds its versions");
  command->add_option("--version", options->version, "As this version has the codes; else the last that has each");
  command->add_flag("--json", options->json, "One line of JSON a code");
  options->access = AddServerOptions(*command, {"--state"});
  OnRun(*command, [options] { return Resolve(*options); });
}

}  // namespace wangge::commands
