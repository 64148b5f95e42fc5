#include "rpc/call.h"

#include <grpcpp/server_context.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <random>

#include "base/hex.h"
#include "base/limits.h"
#include "rpc/error.h"
#include "rpc/status_map.h"

namespace wangge::rpc {
namespace {

constexpr std::string_view kBearer = "Bearer ";

std::string_view MetadataValue(const grpc::CallbackServerContext& context, const char* name) {
  const auto& metadata = context.client_metadata();
  const auto found = metadata.find(name);
  return found == metadata.end() ? std::string_view() : std::string_view(found->second.data(), found->second.size());
}

Timestamp DeadlineOf(const grpc::CallbackServerContext& context, Timestamp now) {
  const Timestamp cap = now + limits::kCallDeadlineMax;
  const auto since_epoch = context.deadline().time_since_epoch();  // the end of time when the caller set none
  const Timestamp asked{std::chrono::duration_cast<std::chrono::microseconds>(since_epoch).count()};
  return std::min(asked, cap);
}

bool IsHexPart(std::string_view text) {
  const auto allowed = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); };
  return std::all_of(text.begin(), text.end(), allowed);
}

bool IsZero(std::string_view text) { return text.find_first_not_of('0') == std::string_view::npos; }

}  // namespace

bool IsTraceparent(std::string_view text) {
  if (text.size() != 55 || text.substr(0, 3) != "00-" || text[35] != '-' || text[52] != '-') return false;
  const std::string_view trace = text.substr(3, 32);
  const std::string_view parent = text.substr(36, 16);
  return IsHexPart(trace) && IsHexPart(parent) && IsHexPart(text.substr(53)) && !IsZero(trace) && !IsZero(parent);
}

absl::Status Admit(const CallEnvironment& environment, const grpc::CallbackServerContext& context,
                   std::string_view method, Call& call) {
  const Timestamp now = environment.clock->Now();
  call.method = method;
  call.arrived = now;
  const std::string_view trace = MetadataValue(context, "traceparent");
  if (IsTraceparent(trace)) call.traceparent = trace;

  call.deadline = DeadlineOf(context, now);
  if (call.deadline <= now) {
    return MakeError(absl::StatusCode::kDeadlineExceeded, "DEADLINE_PASSED",
                     "Expected a deadline ahead of the call's arrival, but it had passed");
  }

  const std::string_view authorization = MetadataValue(context, "authorization");
  if (authorization.substr(0, kBearer.size()) != kBearer) {
    return MakeError(absl::StatusCode::kUnauthenticated, "CREDENTIALS_MISSING",
                     "Expected the metadata authorization: Bearer <token>, but there is none");
  }
  auto caller = environment.verifier->Verify(authorization.substr(kBearer.size()), now);
  if (!caller.ok()) return caller.status();
  call.caller = *std::move(caller);
  const std::string_view absent = MetadataValue(context, kOnBehalfOf);
  if (absent.empty()) return absl::OkStatus();
  if (absent.size() > limits::kIdBytesMax) {
    return InvalidFields({{kOnBehalfOf, "Expected the id of a person, at most 64 bytes, but it is longer."}});
  }
  auto for_another = std::make_shared<Caller>(*call.caller);
  for_another->on_behalf_of = absent;
  call.caller = std::move(for_another);
  return absl::OkStatus();
}

absl::Status Conclude(const CallEnvironment& environment, const Call& call, const absl::Status& status) {
  const std::string incident = TellsInside(status) ? NewIncident() : std::string();
  environment.observe({.method = call.method,
                       .status = status,
                       .incident = incident,
                       .actor = call.caller ? call.caller->actor : std::string(),
                       .traceparent = call.traceparent,
                       .duration = environment.clock->Now() - call.arrived});
  return incident.empty() ? status : Hidden(incident);
}

absl::Status CallerGone() {
  return MakeError(absl::StatusCode::kCancelled, "CALL_CANCELLED",
                   "Expected the caller to wait for the answer, but it went away or the server stopped");
}

std::string NewIncident() {
  thread_local std::random_device source;
  std::array<char, 8> bytes{};
  for (std::size_t i = 0; i < bytes.size(); i += 4) {
    const std::uint32_t drawn = source();
    for (std::size_t j = 0; j < 4; ++j) bytes[i + j] = static_cast<char>((drawn >> (8 * j)) & 0xff);
  }
  return ToHex({bytes.data(), bytes.size()});
}

}  // namespace wangge::rpc
