#include "services/wangge/client/connection.h"

#include <google/protobuf/descriptor.h>

#include "base/file/file.h"
#include "base/status/clock.h"
#include "base/status/text.h"
#include "rpc/address.h"
#include "rpc/call.h"
#include "rpc/error.h"
#include "rpc/key_file.h"
#include "services/wangge/client/await_serving.h"
#include "services/wangge/usage_error.h"

namespace wangge::client {
namespace {

constexpr std::size_t kPemBytesMax = 1u << 20;
constexpr Duration kTokenLifetime = Hours(1);  // longer than any command runs

absl::StatusOr<std::string> TokenOf(const Access& access) {
  if (!access.token.empty()) return access.token;
  if (access.keys.empty()) {
    return UsageError(
        "Expected --token, the variable WANGGE_TOKEN, or --keys with --actor and --role, but got none. `wangge token` "
        "makes a token.");
  }
  if (access.caller.actor.empty() || access.caller.roles.empty()) {
    return UsageError("Expected --actor and --role beside --keys, but one is missing.");
  }
  for (const auto& [what, text] : {std::pair{"--actor", access.caller.actor},
                                   {"--organisation", access.caller.organisation},
                                   {"the area of the caller", access.caller.area}}) {
    WANGGE_RETURN_IF_ERROR(CheckText(what, text));
  }
  const auto key = rpc::ReadSigningKey(access.keys + "/signing.json");
  if (absl::IsNotFound(key.status())) {
    return NotFound("Expected signing.json in --keys, but \"" + access.keys +
                    "\" has none. Name the folder of keys that the server was started with.");
  }
  if (!key.ok()) return key.status();
  return rpc::SignToken(*key, access.caller, kTokenLifetime, SystemClock().Now());
}

absl::StatusOr<std::shared_ptr<grpc::Channel>> ChannelTo(const Access& access) {
  WANGGE_RETURN_IF_ERROR(AsUsageError(rpc::ParseAddress(access.server).status()));
  rpc::ChannelOptions options;
  if (!access.tls_roots.empty()) {
    WANGGE_ASSIGN_OR_RETURN(options.root_certificates_pem, ReadFile(access.tls_roots, kPemBytesMax));
    if (options.root_certificates_pem.find("-----BEGIN CERTIFICATE-----") == std::string::npos) {
      return InvalidArgument("Expected certificates in PEM in --tls-roots, but " + access.tls_roots + " has none.");
    }
  }
  return rpc::OpenChannel(access.server, options);
}

}  // namespace

absl::StatusOr<Connection> Connection::Open(const Access& access) {
  WANGGE_ASSIGN_OR_RETURN(auto channel, ChannelTo(access));
  WANGGE_ASSIGN_OR_RETURN(std::string token, TokenOf(access));
  return Connection(std::move(channel), std::move(token), access);
}

absl::Status Connection::StatusOf(const grpc::Status& status, const google::protobuf::Message& request) const {
  if (status.ok()) return absl::OkStatus();
  // Each service stands in one file with its requests.
  const google::protobuf::FileDescriptor& file = *request.GetDescriptor()->file();
  return rpc::FromGrpc(status, server_, file.service_count() > 0 ? file.service(0)->full_name() : file.package());
}

bool Connection::BecomesReady(const absl::Status& refusal) const {
  if (!absl::IsUnavailable(refusal) || !rpc::RetryAfterOf(refusal)) return false;
  if (on_wait_) on_wait_(ToStd(refusal.message()));
  return AwaitServing(channel_, kReadyPatience).ok();
}

void Connection::Prepare(grpc::ClientContext& context, Duration patience) const {
  rpc::AddToken(context, token_);
  if (!on_behalf_of_.empty()) context.AddMetadata(rpc::kOnBehalfOf, on_behalf_of_);
  rpc::SetDeadline(context, patience);
}

}  // namespace wangge::client
