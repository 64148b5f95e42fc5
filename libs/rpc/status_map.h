// The one table between absl::Status, gRPC's status and google.rpc.Status. Pure; thread-safe.
#pragma once

#include <grpcpp/support/status.h>

#include <string_view>

#include "absl/status/status.h"
#include "google/rpc/status.pb.h"

namespace wangge::rpc {

// Code and text as they are, details in google.rpc.Status form. An error that was not made by MakeError gets its
// code's name as reason: on the wire every error has an ErrorInfo.
grpc::Status ToGrpc(const absl::Status& status);

// The way back, for clients. Details that this project does not know are dropped. A call that the server does not know
// is told in words; gRPC has none for it.
absl::Status FromGrpc(const grpc::Status& status);

// The same for one who knows whom it asked: `server` (HOST:PORT) that nobody listens at and a `service` that it does
// not serve are named, with what to do.
absl::Status FromGrpc(const grpc::Status& status, std::string_view server, std::string_view service);

// The same for the items of a batch. OK gives code 0.
google::rpc::Status ToProto(const absl::Status& status);
absl::Status FromProto(const google::rpc::Status& status);

// True for INTERNAL, UNKNOWN and DATA_LOSS that were not made by MakeError: their texts are for the log, not for
// callers.
bool TellsInside(const absl::Status& status);

// What a caller gets instead: INTERNAL with reason INTERNAL and the incident id by which the log finds the rest.
absl::Status Hidden(std::string_view incident);

}  // namespace wangge::rpc
