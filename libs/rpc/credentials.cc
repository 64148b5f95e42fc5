#include "rpc/credentials.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "base/limits.h"
#include "base/status/text.h"
#include "rpc/base64url.h"
#include "rpc/error.h"

namespace wangge::rpc {
namespace {

using Json = nlohmann::json;
constexpr char kParty[] = "wangge";                    // issuer and audience
constexpr std::int64_t kSecondsMax = 253'402'300'799;  // the year 9999; keeps microseconds within int64

absl::Status Invalid(std::string_view text) {
  return MakeError(absl::StatusCode::kUnauthenticated, "CREDENTIALS_INVALID", text);
}

absl::Status CheckTimes(Timestamp expires, Timestamp not_before, Timestamp now) {
  if (now >= expires + kClockSkewMax) {
    return MakeError(absl::StatusCode::kUnauthenticated, "CREDENTIALS_EXPIRED",
                     "Expected credentials that are still good, but they have expired");
  }
  if (now < not_before - kClockSkewMax) return Invalid("Expected credentials that are good now, but they are not yet");
  return absl::OkStatus();
}

std::optional<Json> ObjectFrom(std::string_view part) {
  const auto text = FromBase64Url(part);
  if (!text) return std::nullopt;
  Json json = Json::parse(*text, nullptr, /*allow_exceptions=*/false);
  if (!json.is_object()) return std::nullopt;
  return json;
}

bool Is(const Json& object, const char* member, const char* value) {
  const auto found = object.find(member);
  return found != object.end() && found->is_string() && *found == value;
}

// False: missing, no text, or too long.
bool ReadId(const Json& object, const char* member, std::string& id) {
  const auto found = object.find(member);
  if (found == object.end() || !found->is_string()) return false;
  id = found->get<std::string>();
  return id.size() <= limits::kIdBytesMax;
}

bool ReadSeconds(const Json& object, const char* member, Timestamp& time) {
  const auto found = object.find(member);
  if (found == object.end() || !found->is_number_integer()) return false;
  const auto seconds = found->get<std::int64_t>();
  if (seconds < 0 || seconds > kSecondsMax) return false;
  time = Timestamp{} + Seconds(seconds);
  return true;
}

bool ReadRoles(const Json& object, std::vector<std::string>& roles) {
  const auto found = object.find("roles");
  if (found == object.end() || !found->is_array() || found->size() > limits::kRolesMax) return false;
  for (const Json& role : *found) {
    if (!role.is_string()) return false;
    roles.push_back(role.get<std::string>());
    if (roles.back().empty() || roles.back().size() > limits::kIdBytesMax) return false;
  }
  return true;
}

absl::Status CheckCaller(const Caller& caller, Duration lifetime) {
  const auto bad = [](const std::string& id) { return id.empty() || id.size() > limits::kIdBytesMax; };
  if (bad(caller.actor)) return InvalidArgument("Expected an actor of 1 to 64 bytes, but it has other length");
  if (caller.organisation.size() > limits::kIdBytesMax || caller.area.size() > limits::kIdBytesMax) {
    return InvalidArgument("Expected organisation and area of at most 64 bytes, but one is longer");
  }
  if (caller.roles.size() > limits::kRolesMax || std::any_of(caller.roles.begin(), caller.roles.end(), bad)) {
    return InvalidArgument("Expected at most 64 roles of 1 to 64 bytes, but there are more, or one has other length");
  }
  if (lifetime < Seconds(1) || lifetime > kTokenLifetimeMax) {
    return InvalidArgument("Expected a lifetime of 1 second to 366 days, but it is " +
                           std::to_string(lifetime.micros / 1'000'000) + " seconds");
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::string> SignToken(const SigningKey& key, const Caller& caller, Duration lifetime, Timestamp now) {
  WANGGE_RETURN_IF_ERROR(CheckCaller(caller, lifetime));
  const std::int64_t issued = now.micros / 1'000'000;
  const Json header = {{"alg", "ES256"}, {"typ", "JWT"}, {"kid", key.id}};
  const Json claims = {{"iss", kParty},
                       {"aud", kParty},
                       {"sub", caller.actor},
                       {"org", caller.organisation},
                       {"area", caller.area},
                       {"roles", caller.roles},
                       {"iat", issued},
                       {"nbf", issued},
                       {"exp", issued + lifetime.micros / 1'000'000}};
  const auto text = [](const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); };
  const std::string message = ToBase64Url(text(header)) + "." + ToBase64Url(text(claims));
  WANGGE_ASSIGN_OR_RETURN(const std::string signature, key.key.Sign(message));
  std::string token = message + "." + ToBase64Url(signature);
  if (token.size() > limits::kTokenBytesMax) {
    return InvalidArgument("Expected a token of at most " + std::to_string(limits::kTokenBytesMax) +
                           " bytes, but it has " + std::to_string(token.size()));
  }
  return token;
}

TokenVerifier::TokenVerifier(PublicKeys keys) : keys_(std::move(keys)) {}

absl::StatusOr<TokenVerifier::Verified> TokenVerifier::Check(std::string_view token) const {
  if (token.size() > limits::kTokenBytesMax) return Invalid("Expected a token of at most 4096 bytes, but it is longer");
  const std::size_t first = token.find('.');
  const std::size_t last = token.rfind('.');
  if (first == std::string_view::npos || first == last)
    return Invalid("Expected a token of three parts, but it is not");
  const auto header = ObjectFrom(token.substr(0, first));
  if (!header) return Invalid("Expected a token header in JSON, but it is not");
  if (!Is(*header, "alg", "ES256")) return Invalid("Expected the algorithm ES256, but the token names another");
  if (header->contains("crit")) return Invalid("Expected no critical extensions, but the token names some");
  std::string key_id;
  const auto key = ReadId(*header, "kid", key_id) ? keys_.find(key_id) : keys_.end();
  if (key == keys_.end()) return Invalid("Expected a key that this server knows, but the token names another or none");
  const auto signature = FromBase64Url(token.substr(last + 1));
  if (!signature || !key->second.Verifies(token.substr(0, last), *signature)) {
    return Invalid("Expected a signature that fits the token, but it does not");
  }
  const auto claims = ObjectFrom(token.substr(first + 1, last - first - 1));
  if (!claims) return Invalid("Expected token claims in JSON, but they are not");
  if (!Is(*claims, "iss", kParty) || !Is(*claims, "aud", kParty)) {
    return Invalid("Expected issuer and audience \"wangge\", but the token names others");
  }
  Caller caller;
  Timestamp not_before;
  if (!ReadId(*claims, "sub", caller.actor) || caller.actor.empty() || !ReadId(*claims, "org", caller.organisation) ||
      !ReadId(*claims, "area", caller.area) || !ReadRoles(*claims, caller.roles) ||
      !ReadSeconds(*claims, "exp", caller.expires) || !ReadSeconds(*claims, "nbf", not_before)) {
    return Invalid("Expected the claims sub, org, area, roles, exp and nbf within their limits, but one is not");
  }
  return Verified{std::make_shared<const Caller>(std::move(caller)), not_before};
}

absl::StatusOr<std::shared_ptr<const Caller>> TokenVerifier::Verify(std::string_view token, Timestamp now) {
  {
    const absl::ReaderMutexLock lock(&mutex_);
    if (const auto known = known_.find(ToAbsl(token)); known != known_.end()) {
      WANGGE_RETURN_IF_ERROR(CheckTimes(known->second.caller->expires, known->second.not_before, now));
      return known->second.caller;
    }
  }
  WANGGE_ASSIGN_OR_RETURN(const Verified verified, Check(token));
  WANGGE_RETURN_IF_ERROR(CheckTimes(verified.caller->expires, verified.not_before, now));
  Remember(token, verified);
  return verified.caller;
}

// Only tokens with a right signature come here, so a flood of false ones pushes nobody out. Starting anew when full
// costs one verification a caller, and needs no order of use.
void TokenVerifier::Remember(std::string_view token, const Verified& verified) {
  const absl::MutexLock lock(&mutex_);
  if (known_.size() >= kVerifiedTokensMax) known_.clear();
  known_.insert_or_assign(std::string(token), verified);
}

}  // namespace wangge::rpc
