// One call of a unary method, as somebody, waited for. For tests.
#pragma once

#include <string>
#include <type_traits>

#include "absl/status/statusor.h"
#include "rpc/channel.h"
#include "rpc/error.h"
#include "rpc/status_map.h"
#include "services/ledger/testing/served_city.h"

namespace wangge::ledger {

template <typename Stub, typename Request, typename Response>
absl::StatusOr<Response> Ask(const ServedCity& city, const rpc::Caller& caller, Stub& stub,
                             grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
                             const std::type_identity_t<Request>& request) {
  grpc::ClientContext context;
  city.Speak(context, caller);
  Response response;
  const grpc::Status status = (stub.*method)(&context, request, &response);
  if (!status.ok()) return rpc::FromGrpc(status);
  return response;
}

// "NOT_FOUND CASE_NOT_FOUND"; "OK".
template <typename Answer>
std::string CodeOf(const absl::StatusOr<Answer>& answer) {
  if (answer.ok()) return "OK";
  return absl::StatusCodeToString(answer.status().code()) + " " + rpc::ReasonOf(answer.status());
}

}  // namespace wangge::ledger
