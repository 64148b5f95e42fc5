#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>

#include "base/status/clock.h"
#include "base/status/text.h"
#include "rpc/credentials.h"
#include "services/wangge/commands/command.h"
#include "services/wangge/development_keys.h"

namespace wangge::commands {
namespace {

struct Options {
  std::string keys = "var/keys";
  rpc::Caller caller{};
  std::int64_t hours = 12;
};

absl::Status Token(const Options& options) {
  WANGGE_ASSIGN_OR_RETURN(const rpc::SigningKey key, LoadOrMakeSigningKey(options.keys));
  WANGGE_ASSIGN_OR_RETURN(const std::string token,
                          rpc::SignToken(key, options.caller, Hours(options.hours), SystemClock().Now()));
  std::printf("%s\n", token.c_str());
  return absl::OkStatus();
}

}  // namespace

void AddToken(CLI::App& app) {
  CLI::App* command = app.add_subcommand("token", "Make a development token: who speaks, in which role and area");
  const auto options = std::make_shared<Options>();
  command->add_option("--actor", options->caller.actor, "Id of the post")->required();
  command->add_option("--role", options->caller.roles, "Roles, comma separated")->delimiter(',')->required();
  command->add_option("--organisation", options->caller.organisation, "Code of its organisation");
  command->add_option("--area", options->caller.area, "Code prefix of its area; * is everywhere");
  command->add_option("--hours", options->hours, "How long the token is good for");
  command->add_option("--keys", options->keys, "Directory of the keys; made where there is none");
  OnRun(*command, [options] { return Token(*options); });
}

}  // namespace wangge::commands
