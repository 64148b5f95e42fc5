#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>

#include "base/file/file.h"
#include "base/limits.h"
#include "base/status/text.h"
#include "catalog/load.h"
#include "catalog/render.h"
#include "catalog/ways.h"
#include "services/wangge/commands/command.h"

namespace wangge::commands {
namespace {

struct Options {
  std::string file{};
  std::string other{};
  std::string format = "table";
};

absl::StatusOr<domain::Procedure> Load(const std::string& file) {
  WANGGE_ASSIGN_OR_RETURN(const std::string body, ReadFile(file, limits::kConfigBodyBytesMax));
  return catalog::LoadProcedure(body, file);
}

absl::Status Check(const Options& options) {
  WANGGE_ASSIGN_OR_RETURN(const domain::Procedure procedure, Load(options.file));
  const catalog::Ways ways = catalog::FollowWays(procedure);
  std::printf(
      "%s: %zu stages, %zu actions, %zu clocks, %zu requests; all that libs/catalog/prove.h lists holds in the "
      "%zu states that a case can reach\n",
      procedure.id.c_str(), procedure.stages.size(), procedure.actions.size(), procedure.clocks.size(),
      procedure.requests.size(), ways.states.size());
  return absl::OkStatus();
}

absl::Status Show(const Options& options) {
  WANGGE_ASSIGN_OR_RETURN(const domain::Procedure procedure, Load(options.file));
  const bool is_diagram = options.format == "mermaid";
  const std::string text = is_diagram ? catalog::RenderMermaid(procedure) : catalog::RenderProcedure(procedure);
  std::fputs(text.c_str(), stdout);
  return absl::OkStatus();
}

absl::Status Diff(const Options& options) {
  WANGGE_ASSIGN_OR_RETURN(const domain::Procedure before, Load(options.file));
  WANGGE_ASSIGN_OR_RETURN(const domain::Procedure after, Load(options.other));
  std::fputs(catalog::RenderDifference(before, after).c_str(), stdout);
  return absl::OkStatus();
}

CLI::App* Add(CLI::App& parent, const std::shared_ptr<Options>& options, const char* name, const char* help,
              absl::Status (*run)(const Options&)) {
  CLI::App* command = parent.add_subcommand(name, help);
  command->add_option("file", options->file, "A procedure file, e.g. config/systems/urban/procedure-2026.textproto")
      ->required();
  OnRun(*command, [options, run] { return run(*options); });
  return command;
}

}  // namespace

void AddProcedure(CLI::App& app) {
  CLI::App* procedure = app.add_subcommand("procedure", "Procedures as data: proofs, tables, differences");
  procedure->require_subcommand(1);
  const auto options = std::make_shared<Options>();
  Add(*procedure, options, "check", "Prove a procedure; each fault with the shortest way that leads to it", Check);
  Add(*procedure, options, "show", "A procedure as a table or a diagram", Show)
      ->add_option("--format", options->format, "table or mermaid")
      ->check(CLI::IsMember({"table", "mermaid"}))
      ->capture_default_str();
  Add(*procedure, options, "diff", "What changes from one edition to another", Diff)
      ->add_option("other", options->other, "The later edition")
      ->required();
}

}  // namespace wangge::commands
