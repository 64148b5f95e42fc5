// The list of holidays of a year as it is published in JSON, and the block of a calendar file that says the same.
//
// {"year":2027,"days":[{"name":"元旦","date":"2027-01-01","isOffDay":true}, ...]}; isOffDay false is a day of rest that
// is worked to make up. Other members are left alone. Pure; thread-safe.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace wangge::calendars {

struct PublishedYear {
  int year = 0;
  std::string block{};  // text of a field `years` of a calendar (proto/wangge/config/v1/calendar.proto)
};

// INVALID_ARGUMENT "`file_name`:line:column: ...": no JSON, a member that is missing or of another kind, a day that
// does not exist. Whether the days fit a calendar is found when the calendar is loaded with them.
absl::StatusOr<PublishedYear> ReadPublishedYear(std::string_view json, std::string_view file_name);

}  // namespace wangge::calendars
