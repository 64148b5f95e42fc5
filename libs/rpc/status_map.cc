#include "rpc/status_map.h"

#include <string>

#include "base/status/text.h"
#include "rpc/error.h"
#include "rpc/error_payload.h"

namespace wangge::rpc {
namespace {

grpc::StatusCode CodeToGrpc(absl::StatusCode code) {
  switch (code) {
    case absl::StatusCode::kOk:
      return grpc::StatusCode::OK;
    case absl::StatusCode::kCancelled:
      return grpc::StatusCode::CANCELLED;
    case absl::StatusCode::kInvalidArgument:
      return grpc::StatusCode::INVALID_ARGUMENT;
    case absl::StatusCode::kDeadlineExceeded:
      return grpc::StatusCode::DEADLINE_EXCEEDED;
    case absl::StatusCode::kNotFound:
      return grpc::StatusCode::NOT_FOUND;
    case absl::StatusCode::kAlreadyExists:
      return grpc::StatusCode::ALREADY_EXISTS;
    case absl::StatusCode::kPermissionDenied:
      return grpc::StatusCode::PERMISSION_DENIED;
    case absl::StatusCode::kResourceExhausted:
      return grpc::StatusCode::RESOURCE_EXHAUSTED;
    case absl::StatusCode::kFailedPrecondition:
      return grpc::StatusCode::FAILED_PRECONDITION;
    case absl::StatusCode::kAborted:
      return grpc::StatusCode::ABORTED;
    case absl::StatusCode::kOutOfRange:
      return grpc::StatusCode::OUT_OF_RANGE;
    case absl::StatusCode::kUnimplemented:
      return grpc::StatusCode::UNIMPLEMENTED;
    case absl::StatusCode::kInternal:
      return grpc::StatusCode::INTERNAL;
    case absl::StatusCode::kUnavailable:
      return grpc::StatusCode::UNAVAILABLE;
    case absl::StatusCode::kDataLoss:
      return grpc::StatusCode::DATA_LOSS;
    case absl::StatusCode::kUnauthenticated:
      return grpc::StatusCode::UNAUTHENTICATED;
    default:  // kUnknown, and the enumerator that Abseil keeps so that nobody lists all
      return grpc::StatusCode::UNKNOWN;
  }
}

// "INVALID_ARGUMENT": the reason of an error that names none.
std::string ReasonFrom(const absl::Status& status) {
  const std::string reason = ReasonOf(status);
  return reason.empty() ? absl::StatusCodeToString(status.code()) : reason;
}

// The transport answers a method that nobody registered with a code and nothing else.
bool IsUnknownCall(const grpc::Status& status) {
  return status.error_code() == grpc::StatusCode::UNIMPLEMENTED && status.error_message().empty();
}

}  // namespace

google::rpc::Status ToProto(const absl::Status& status) {
  google::rpc::Status proto;
  proto.set_code(CodeToGrpc(status.code()));
  if (status.ok()) return proto;
  proto.set_message(std::string(status.message()));
  google::rpc::ErrorInfo info;
  if (const auto own = PayloadOf<google::rpc::ErrorInfo>(status, kErrorInfoUrl)) info = *own;
  info.set_reason(ReasonFrom(status));
  info.set_domain(kErrorDomain);
  proto.add_details()->PackFrom(info);
  if (const auto request = PayloadOf<google::rpc::BadRequest>(status, kBadRequestUrl)) {
    proto.add_details()->PackFrom(*request);
  }
  if (const auto retry = PayloadOf<google::rpc::RetryInfo>(status, kRetryInfoUrl)) {
    proto.add_details()->PackFrom(*retry);
  }
  return proto;
}

absl::Status FromProto(const google::rpc::Status& proto) {
  absl::Status status(static_cast<absl::StatusCode>(proto.code()), proto.message());
  for (const auto& detail : proto.details()) {
    const std::string& url = detail.type_url();
    if (url == kErrorInfoUrl || url == kBadRequestUrl || url == kRetryInfoUrl) {
      status.SetPayload(url, absl::Cord(detail.value()));
    }
  }
  return status;
}

grpc::Status ToGrpc(const absl::Status& status) {
  if (status.ok()) return grpc::Status::OK;
  const google::rpc::Status proto = ToProto(status);
  return {CodeToGrpc(status.code()), proto.message(), proto.SerializeAsString()};
}

absl::Status FromGrpc(const grpc::Status& status) {
  if (status.ok()) return absl::OkStatus();
  if (IsUnknownCall(status)) {
    return absl::UnimplementedError("Expected a server with the service that is called, but it does not serve it.");
  }
  google::rpc::Status proto;
  // The transport's own errors have no details, or some that are not ours.
  if (!proto.ParseFromString(status.error_details())) proto.Clear();
  proto.set_code(status.error_code());
  proto.set_message(status.error_message());
  return FromProto(proto);
}

absl::Status FromGrpc(const grpc::Status& status, std::string_view server, std::string_view service) {
  const std::string where(server);
  if (IsUnknownCall(status)) {
    return absl::UnimplementedError("Expected a server with the service " + std::string(service) + ", but " + where +
                                    " does not serve it. Ask the process that does.");
  }
  absl::Status told = FromGrpc(status);
  // What has no details is the transport's own.
  if (!absl::IsUnavailable(told) || !ReasonOf(told).empty()) return told;
  if (status.error_message().find("Connection refused") != std::string::npos) {
    return Unavailable("Expected a server at " + where +
                       ", but the connection was refused. Start it with wangge serve.");
  }
  return Unavailable("Expected a server at " + where + ", but it cannot be reached: " + status.error_message() + ".");
}

bool TellsInside(const absl::Status& status) {
  const bool inside = status.code() == absl::StatusCode::kInternal || status.code() == absl::StatusCode::kUnknown ||
                      status.code() == absl::StatusCode::kDataLoss;
  return inside && ReasonOf(status).empty();
}

absl::Status Hidden(std::string_view incident) {
  const std::string id(incident);
  return MakeError(absl::StatusCode::kInternal, "INTERNAL",
                   "Expected the call to succeed, but the server failed; ask its operator for incident " + id,
                   {{"incident", id}});
}

}  // namespace wangge::rpc
