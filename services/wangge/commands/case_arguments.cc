#include "services/wangge/commands/case_arguments.h"

#include "absl/strings/numbers.h"
#include "services/wangge/usage_error.h"

namespace wangge::commands {

absl::StatusOr<std::string> CaseNameOf(const std::string& typed) {
  if (typed.rfind("R-", 0) == 0) {
    return UsageError("Expected cases/ID or ID, but \"" + typed +
                      "\" is a receipt number. `wangge case list --number " + typed + "` finds its case.");
  }
  return typed.rfind("cases/", 0) == 0 ? typed : "cases/" + typed;
}

absl::Status SetPosition(const char* option, const std::string& given, cases::v1::PositionSource source,
                         cases::v1::Position& position) {
  const std::size_t comma = given.find(',');
  double longitude = 0;
  double latitude = 0;
  if (comma == std::string::npos || !absl::SimpleAtod(given.substr(0, comma), &longitude) ||
      !absl::SimpleAtod(given.substr(comma + 1), &latitude)) {
    return UsageError("Expected LON,LAT in degrees with " + std::string(option) + ", but got \"" + given + "\".");
  }
  position.set_source(source);
  position.set_datum("wgs84");
  position.set_longitude(longitude);
  position.set_latitude(latitude);
  return absl::OkStatus();
}

}  // namespace wangge::commands
