#include "services/wangge/calendar/calendar_folder.h"

#include <algorithm>
#include <filesystem>
#include <system_error>

#include "base/digest/sha256.h"
#include "base/file/file.h"
#include "base/hex.h"
#include "base/limits.h"
#include "base/status/text.h"
#include "catalog/load.h"

namespace wangge::calendars {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kEditionDigits = 12;

absl::StatusOr<std::string> FindFolder(const std::string& asked) {
  const fs::path below = fs::path("config") / "calendars";
  std::error_code error;
  if (!asked.empty()) {
    if (fs::is_directory(asked, error)) return asked;
    return NotFound("Expected a folder of calendars, but \"" + asked + "\" is none. Name one with --calendars.");
  }
  if (fs::is_directory(below, error)) return below.string();
  for (fs::path at = fs::read_symlink("/proc/self/exe", error).parent_path(); at.has_relative_path();
       at = at.parent_path()) {
    if (fs::is_directory(at / below, error)) return (at / below).string();
  }
  return NotFound(
      "Expected the folder config/calendars here or above the program, but there is none. Name one with "
      "--calendars.");
}

absl::StatusOr<CalendarFile> ReadCalendar(const std::string& path) {
  WANGGE_ASSIGN_OR_RETURN(const std::string body, ReadFile(path, limits::kConfigBodyBytesMax));
  WANGGE_ASSIGN_OR_RETURN(domain::Calendar calendar, catalog::LoadCalendar(body, path));
  const auto hash = Sha256::Of(body);
  std::string digits = ToHex(std::string_view(hash.data(), hash.size()));
  digits.resize(kEditionDigits);
  return CalendarFile{path, std::move(digits), std::move(calendar)};
}

}  // namespace

absl::StatusOr<CalendarFolder> CalendarFolder::Open(const std::string& folder) {
  CalendarFolder calendars;
  WANGGE_ASSIGN_OR_RETURN(calendars.path_, FindFolder(folder));
  std::vector<std::string> paths;
  std::error_code error;
  for (const fs::directory_entry& entry : fs::directory_iterator(calendars.path_, error)) {
    if (entry.path().extension() == ".textproto") paths.push_back(entry.path().string());
  }
  std::ranges::sort(paths);
  for (const std::string& path : paths) {
    WANGGE_ASSIGN_OR_RETURN(CalendarFile file, ReadCalendar(path));
    if (const CalendarFile* other = calendars.Find(file.calendar.id())) {
      return InvalidArgument(path + ":1:1: Expected an id of its own, but \"" + file.calendar.id() + "\" stands in " +
                             other->path + " too.");
    }
    calendars.files_.push_back(std::move(file));
  }
  std::ranges::sort(calendars.files_, {}, [](const CalendarFile& file) { return file.calendar.id(); });
  return calendars;
}

const CalendarFile* CalendarFolder::Find(std::string_view id) const {
  for (const CalendarFile& file : files_) {
    if (file.calendar.id() == id) return &file;
  }
  return nullptr;
}

}  // namespace wangge::calendars
