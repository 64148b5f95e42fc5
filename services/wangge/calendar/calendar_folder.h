// The calendars of a folder: every *.textproto in it, by the id it gives itself. Read once. Thread-safe after Open.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "domain/calendar/calendar.h"

namespace wangge::calendars {

struct CalendarFile {
  std::string path{};
  std::string edition{};  // the first twelve hex digits of the SHA-256 of the file
  domain::Calendar calendar;
};

class CalendarFolder {
 public:
  // `folder` empty: config/calendars below the working directory, else beside the program or above it. NOT_FOUND with
  // what was looked for; INVALID_ARGUMENT "file:line:column: ..."; an id that stands in two files.
  static absl::StatusOr<CalendarFolder> Open(const std::string& folder);

  // nullptr for an id that no file has. O(files).
  const CalendarFile* Find(std::string_view id) const;
  const std::vector<CalendarFile>& files() const { return files_; }  // by id
  const std::string& path() const { return path_; }

 private:
  std::string path_;
  std::vector<CalendarFile> files_;
};

}  // namespace wangge::calendars
