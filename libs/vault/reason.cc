#include "vault/reason.h"

#include "absl/strings/cord.h"
#include "base/status/text.h"

namespace wangge::vault {

absl::Status WithReason(std::string_view reason, absl::Status status) {
  status.SetPayload(ToAbsl(kReasonPayload), absl::Cord(ToAbsl(reason)));
  return status;
}

std::string ReasonOf(const absl::Status& status) {
  const auto payload = status.GetPayload(ToAbsl(kReasonPayload));
  return payload.has_value() ? std::string(*payload) : std::string();
}

}  // namespace wangge::vault
