// The row that lists an activation beside its log record, so that a start need not read the whole log to know the
// editions. Pure; thread-safe.
//
//   value = time zigzag microseconds · event            (event_record.cc, EditionActivated)
#pragma once

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "base/time.h"
#include "domain/event.h"

namespace wangge::storage {

struct ActivationRecord {
  Timestamp at{};
  domain::EditionActivated event{};
};

std::string EncodeActivation(const ActivationRecord& record);
// DATA_LOSS for bytes that are no such row.
absl::StatusOr<ActivationRecord> DecodeActivation(std::string_view bytes);

}  // namespace wangge::storage
