#include "rpc/error.h"

#include <algorithm>

#include "base/check.h"
#include "base/status/text.h"
#include "rpc/error_payload.h"

namespace wangge::rpc {
namespace {

bool IsReason(std::string_view reason) {
  const auto allowed = [](char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_'; };
  return !reason.empty() && reason.size() <= 63 && std::all_of(reason.begin(), reason.end(), allowed);
}

}  // namespace

absl::Status MakeError(absl::StatusCode code, std::string_view reason, std::string_view text,
                       const ErrorMetadata& metadata) {
  CHECK(code != absl::StatusCode::kOk);
  CHECK(IsReason(reason));
  google::rpc::ErrorInfo info;
  info.set_reason(std::string(reason));
  info.set_domain(kErrorDomain);
  for (const auto& [name, value] : metadata) (*info.mutable_metadata())[name] = value;
  absl::Status status(code, ToAbsl(text));
  SetPayload(status, kErrorInfoUrl, info);
  return status;
}

absl::Status InvalidFields(const std::vector<FieldViolation>& violations, std::string_view reason) {
  CHECK(!violations.empty());
  const FieldViolation& first = violations.front();
  return WithFields(MakeError(absl::StatusCode::kInvalidArgument, reason, first.field + ": " + first.description,
                              {{"field", first.field}}),
                    violations);
}

absl::Status WithFields(absl::Status status, const std::vector<FieldViolation>& violations) {
  if (status.ok() || violations.empty()) return status;
  google::rpc::BadRequest request;
  for (const FieldViolation& violation : violations) {
    auto* added = request.add_field_violations();
    added->set_field(violation.field);
    added->set_description(violation.description);
  }
  SetPayload(status, kBadRequestUrl, request);
  return status;
}

absl::Status WithRetryAfter(absl::Status status, Duration delay) {
  if (status.ok()) return status;
  google::rpc::RetryInfo retry;
  retry.mutable_retry_delay()->set_seconds(delay.micros / 1'000'000);
  retry.mutable_retry_delay()->set_nanos(static_cast<std::int32_t>(delay.micros % 1'000'000 * 1'000));
  SetPayload(status, kRetryInfoUrl, retry);
  return status;
}

std::string ReasonOf(const absl::Status& status) {
  const auto info = PayloadOf<google::rpc::ErrorInfo>(status, kErrorInfoUrl);
  return info ? info->reason() : std::string();
}

ErrorMetadata MetadataOf(const absl::Status& status) {
  const auto info = PayloadOf<google::rpc::ErrorInfo>(status, kErrorInfoUrl);
  return info ? ErrorMetadata(info->metadata().begin(), info->metadata().end()) : ErrorMetadata();
}

std::vector<FieldViolation> ViolationsOf(const absl::Status& status) {
  std::vector<FieldViolation> violations;
  const auto request = PayloadOf<google::rpc::BadRequest>(status, kBadRequestUrl);
  if (!request) return violations;
  for (const auto& found : request->field_violations()) violations.push_back({found.field(), found.description()});
  return violations;
}

std::optional<Duration> RetryAfterOf(const absl::Status& status) {
  const auto retry = PayloadOf<google::rpc::RetryInfo>(status, kRetryInfoUrl);
  if (!retry) return std::nullopt;
  return Seconds(retry->retry_delay().seconds()) + Microseconds(retry->retry_delay().nanos() / 1'000);
}

}  // namespace wangge::rpc
