#include "rpc/channel.h"

#include <grpcpp/create_channel.h>
#include <grpcpp/security/credentials.h>

#include <chrono>

#include "base/status/text.h"
#include "rpc/address.h"

namespace wangge::rpc {

absl::StatusOr<std::shared_ptr<grpc::Channel>> OpenChannel(const std::string& address, const ChannelOptions& options) {
  WANGGE_ASSIGN_OR_RETURN(const Address parsed, ParseAddress(address));
  const bool plain = options.root_certificates_pem.empty();
  if (plain && !IsLoopback(parsed)) {
    return FailedPrecondition(
        "Expected a loopback address (127.0.0.0/8, [::1], localhost) for a channel without TLS, "
        "but it is " +
        address + ": the token would cross the network in clear text");
  }
  grpc::ChannelArguments arguments;
  arguments.SetMaxReceiveMessageSize(static_cast<int>(options.message_bytes_max));
  arguments.SetMaxSendMessageSize(static_cast<int>(options.message_bytes_max));
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIME_MS, 60'000);  // servers accept one ping each 30 s
  grpc::SslCredentialsOptions tls;
  tls.pem_root_certs = options.root_certificates_pem;
  const auto credentials = plain ? grpc::InsecureChannelCredentials() : grpc::SslCredentials(tls);
  return grpc::CreateCustomChannel(address, credentials, arguments);
}

void AddToken(grpc::ClientContext& context, std::string_view token) {
  context.AddMetadata("authorization", "Bearer " + std::string(token));
}

void SetDeadline(grpc::ClientContext& context, Duration patience) {
  context.set_deadline(std::chrono::system_clock::now() + std::chrono::microseconds(patience.micros));
}

}  // namespace wangge::rpc
