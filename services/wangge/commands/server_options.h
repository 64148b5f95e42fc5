// Which server a subcommand talks to, and as whom it speaks there.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "services/wangge/client/connection.h"

namespace CLI {
class App;
}

namespace wangge::commands {

// Adds --server, --tls-roots, --token (or the variable WANGGE_TOKEN), --keys, --actor, --role, --organisation and
// --caller-area, which is also --area where the subcommand has no other. Add them after the subcommand's own options.
// --server is required, or where `instead_of` names options of the subcommand, exactly one of them all is; anything
// else is a usage error.
std::shared_ptr<client::Access> AddServerOptions(CLI::App& command, const std::vector<std::string>& instead_of = {});

}  // namespace wangge::commands
