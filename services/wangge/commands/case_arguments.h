// Cases and places as people type them.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "wangge/cases/v1/place.pb.h"

namespace wangge::commands {

// `cases/{id}` of that or of the bare id. A receipt number is a usage error.
absl::StatusOr<std::string> CaseNameOf(const std::string& typed);

// LON,LAT in WGS 84, from the option of that name; anything else is a usage error.
absl::Status SetPosition(const char* option, const std::string& given, cases::v1::PositionSource source,
                         cases::v1::Position& position);

}  // namespace wangge::commands
