// Errors of calls as values: an absl::Status that carries a stable reason, its variables, the wrong fields and when to
// try again. What a service makes here, rpc/status_map.h puts on the wire and takes off it. Pure; thread-safe.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "base/time.h"

namespace wangge::rpc {

using ErrorMetadata = std::map<std::string, std::string>;

struct FieldViolation {
  std::string field;        // path from the request: "report.position.longitude", "reports[3].category"
  std::string description;  // "Expected ..., but ..."
  friend bool operator==(const FieldViolation&, const FieldViolation&) = default;
};

// `reason` is UPPER_SNAKE_CASE of at most 63 characters and stable for ever; `metadata` has every variable of `text`.
// `code` is not OK.
absl::Status MakeError(absl::StatusCode code, std::string_view reason, std::string_view text,
                       const ErrorMetadata& metadata = {});

// INVALID_ARGUMENT. `violations` is not empty; the text is the first one's with its field before it.
absl::Status InvalidFields(const std::vector<FieldViolation>& violations, std::string_view reason = "FIELD_INVALID");

// The same error, naming what is wrong in the request. `violations` may be empty; OK stays OK.
absl::Status WithFields(absl::Status status, const std::vector<FieldViolation>& violations);

// The same error, telling the caller to wait at least `delay`. OK stays OK.
absl::Status WithRetryAfter(absl::Status status, Duration delay);

// Empty for OK and for a status that was not made here.
std::string ReasonOf(const absl::Status& status);
ErrorMetadata MetadataOf(const absl::Status& status);
std::vector<FieldViolation> ViolationsOf(const absl::Status& status);
std::optional<Duration> RetryAfterOf(const absl::Status& status);

}  // namespace wangge::rpc
