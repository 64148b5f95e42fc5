#include "base/status/text.h"

namespace wangge {

absl::Status InvalidArgument(std::string_view text) { return absl::InvalidArgumentError(ToAbsl(text)); }
absl::Status NotFound(std::string_view text) { return absl::NotFoundError(ToAbsl(text)); }
absl::Status FailedPrecondition(std::string_view text) { return absl::FailedPreconditionError(ToAbsl(text)); }
absl::Status AlreadyExists(std::string_view text) { return absl::AlreadyExistsError(ToAbsl(text)); }
absl::Status DataLoss(std::string_view text) { return absl::DataLossError(ToAbsl(text)); }
absl::Status Internal(std::string_view text) { return absl::InternalError(ToAbsl(text)); }
absl::Status Unavailable(std::string_view text) { return absl::UnavailableError(ToAbsl(text)); }
absl::Status ResourceExhausted(std::string_view text) { return absl::ResourceExhaustedError(ToAbsl(text)); }

absl::Status WithContext(std::string_view context, const absl::Status& status) {
  if (status.ok()) return status;
  std::string text(context);
  text.append(": ").append(status.message().data(), status.message().size());
  absl::Status told(status.code(), text);
  status.ForEachPayload([&told](absl::string_view url, const absl::Cord& payload) { told.SetPayload(url, payload); });
  return told;
}

}  // namespace wangge
