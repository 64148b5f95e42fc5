#include "services/wangge/client/connection.h"

#include "base/status/clock.h"
#include "base/status/text.h"
#include "rpc/key_file.h"

namespace wangge::client {
namespace {

constexpr Duration kTokenLifetime = Hours(1);  // longer than any command runs

absl::StatusOr<std::string> TokenOf(const Access& access) {
  if (!access.token.empty()) return access.token;
  if (access.keys.empty()) {
    return InvalidArgument(
        "Expected --token, the variable WANGGE_TOKEN, or --keys with --actor and --role, but got none.");
  }
  if (access.caller.actor.empty() || access.caller.roles.empty()) {
    return InvalidArgument("Expected --actor and --role beside --keys, but one is missing.");
  }
  WANGGE_ASSIGN_OR_RETURN(const rpc::SigningKey key, rpc::ReadSigningKey(access.keys + "/signing.json"));
  return rpc::SignToken(key, access.caller, kTokenLifetime, SystemClock().Now());
}

}  // namespace

absl::StatusOr<Connection> Connection::Open(const Access& access) {
  WANGGE_ASSIGN_OR_RETURN(auto channel, rpc::OpenChannel(access.server));
  WANGGE_ASSIGN_OR_RETURN(std::string token, TokenOf(access));
  return Connection(std::move(channel), std::move(token));
}

void Connection::Prepare(grpc::ClientContext& context, Duration patience) const {
  rpc::AddToken(context, token_);
  rpc::SetDeadline(context, patience);
}

}  // namespace wangge::client
