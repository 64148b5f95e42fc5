// The row by which a repeated write finds its first answer. Pure; thread-safe.
//
//   value = position varint · content tag 32 octets
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "domain/ids.h"

namespace wangge::storage {

struct RequestRecord {
  domain::LogPosition position{};      // of the command that the request became
  std::array<char, 32> content_tag{};  // keyed hash of what was asked: the same id with another tag is refused
};

std::string EncodeRequest(const RequestRecord& record);
// DATA_LOSS for bytes that are no such row.
absl::StatusOr<RequestRecord> DecodeRequest(std::string_view bytes);

}  // namespace wangge::storage
