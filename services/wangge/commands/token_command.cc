#include <CLI/CLI.hpp>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <system_error>

#include "base/status/clock.h"
#include "base/status/text.h"
#include "rpc/credentials.h"
#include "services/wangge/client/check_text.h"
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
  for (const auto& [what, text] : {std::pair{"--actor", options.caller.actor},
                                   {"--organisation", options.caller.organisation},
                                   {"--area", options.caller.area}}) {
    WANGGE_RETURN_IF_ERROR(client::CheckText(what, text));
  }
  std::error_code ignored;
  const bool is_new = !std::filesystem::exists(options.keys + "/signing.json", ignored);
  WANGGE_ASSIGN_OR_RETURN(const rpc::SigningKey key, LoadOrMakeSigningKey(options.keys));
  if (is_new) {
    std::fprintf(stderr, "wangge: made new keys in %s; only a server that is started with them takes this token\n",
                 options.keys.c_str());
  }
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
  command->add_option("--area", options->caller.area, "Code prefix of its area; * is everywhere, nothing is nowhere");
  command->add_option("--hours", options->hours, "How long the token is good for")
      ->check(CLI::Range(1, 8760))
      ->capture_default_str();
  command->add_option("--keys", options->keys, "Directory of the keys; made where there is none")
      ->capture_default_str();
  OnRun(*command, [options] { return Token(*options); });
}

}  // namespace wangge::commands
