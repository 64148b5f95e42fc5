// The stable word of a refusal ("HASH_MISMATCH") carried beside its text, for the caller that answers a client.
// Thread-safe.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/status.h"

namespace wangge::vault {

// The type URL of the payload that holds the word.
inline constexpr std::string_view kReasonPayload = "wangge/reason";

absl::Status WithReason(std::string_view reason, absl::Status status);

// Empty when the status carries none.
std::string ReasonOf(const absl::Status& status);

}  // namespace wangge::vault
