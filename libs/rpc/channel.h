// Client side: channels and what every call on them carries. Channels are owned by main and destroyed last.
#pragma once

#include <grpcpp/channel.h>
#include <grpcpp/client_context.h>

#include <memory>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "base/limits.h"
#include "base/time.h"

namespace wangge::rpc {

struct ChannelOptions {
  std::string root_certificates_pem;  // empty: plain text, to loopback only
  std::size_t message_bytes_max = limits::kMessageBytesMax;
};

// Connects on first use. INVALID_ARGUMENT: an address that is not HOST:PORT. FAILED_PRECONDITION: plain text to an
// address that is not loopback, where the token would cross the network in clear text.
absl::StatusOr<std::shared_ptr<grpc::Channel>> OpenChannel(const std::string& address,
                                                           const ChannelOptions& options = {});

// Who calls: adds `authorization: Bearer <token>`.
void AddToken(grpc::ClientContext& context, std::string_view token);

// Gives the call `patience` from now.
void SetDeadline(grpc::ClientContext& context, Duration patience);

}  // namespace wangge::rpc
