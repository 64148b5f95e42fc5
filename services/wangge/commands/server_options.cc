#include "services/wangge/commands/server_options.h"

#include <CLI/CLI.hpp>
#include <cstdio>
#include <string_view>

namespace wangge::commands {
namespace {

void RequireOneOf(CLI::App& command, std::vector<std::string> options) {
  options.emplace_back("--server");
  command.parse_complete_callback([&command, options] {
    std::string names, given;
    std::size_t count = 0;
    for (const std::string& option : options) {
      names += (names.empty() ? "" : option == options.back() ? " and " : ", ") + option;
      if (command.count(option) == 0) continue;
      given += (given.empty() ? "" : " and ") + option;
      ++count;
    }
    if (count == 1) return;
    throw CLI::ValidationError("Expected one of " + names + ", but got " + (given.empty() ? "neither" : given) + ".");
  });
}

}  // namespace

std::shared_ptr<client::Access> AddServerOptions(CLI::App& command, const std::vector<std::string>& instead_of) {
  const auto access = std::make_shared<client::Access>();
  access->on_wait = [](std::string_view why) {
    std::fprintf(stderr, "wangge: waiting for the server. %.*s\n", static_cast<int>(why.size()), why.data());
  };
  constexpr auto kGroup = "Server";
  const bool area_is_free = command.get_option_no_throw("--area") == nullptr;
  CLI::Option* server = command.add_option("--server", access->server, "HOST:PORT of a running server")->group(kGroup);
  if (instead_of.empty()) {
    server->required();
  } else {
    RequireOneOf(command, instead_of);
  }
  command
      .add_option("--tls-roots", access->tls_roots,
                  "PEM file that the server's certificate goes back to; without one plain text, to this machine only")
      ->group(kGroup);
  command.add_option("--token", access->token, "Who calls: a token as `wangge token` makes it")
      ->envname("WANGGE_TOKEN")
      ->group(kGroup);
  command.add_option("--keys", access->keys, "Directory of development keys: signs a token for the next four")
      ->group(kGroup);
  command.add_option("--actor", access->caller.actor, "Id of the post")->group(kGroup);
  command
      .add_option("--on-behalf-of", access->caller.on_behalf_of,
                  "Id of somebody absent: the call is made with that person's post, not with the caller's own")
      ->group(kGroup);
  command.add_option("--role", access->caller.roles, "Roles, comma separated")->delimiter(',')->group(kGroup);
  command.add_option("--organisation", access->caller.organisation, "Code of its organisation")->group(kGroup);
  command
      .add_option(area_is_free ? "--area,--caller-area" : "--caller-area", access->caller.area,
                  "Code prefix of its area; * is everywhere, nothing is nowhere")
      ->group(kGroup);
  return access;
}

}  // namespace wangge::commands
