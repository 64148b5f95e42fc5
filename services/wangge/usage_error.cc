#include "services/wangge/usage_error.h"

#include <utility>

#include "absl/strings/cord.h"
#include "base/status/text.h"

namespace wangge {
namespace {

constexpr char kMark[] = "wangge/usage";

}  // namespace

absl::Status AsUsageError(absl::Status status) {
  if (absl::IsInvalidArgument(status)) status.SetPayload(kMark, absl::Cord());
  return status;
}

absl::Status UsageError(std::string_view text) { return AsUsageError(InvalidArgument(text)); }

bool IsUsageError(const absl::Status& status) { return status.GetPayload(kMark).has_value(); }

}  // namespace wangge
