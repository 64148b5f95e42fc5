#include "services/wangge/serve/reading_record.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <nlohmann/json.hpp>

#include "base/rfc3339.h"
#include "wire/names.h"

namespace wangge::serve {

absl::StatusOr<std::unique_ptr<ReadingRecord>> ReadingRecord::Open(const std::string& path) {
  Descriptor file(::open(path.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600));
  if (!file.IsOpen()) return SystemError("open", path, errno);
  return std::unique_ptr<ReadingRecord>(new ReadingRecord(std::move(file), path));
}

namespace {

std::string LineOf(const nlohmann::ordered_json& json) {
  return json.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

}  // namespace

absl::Status ReadingRecord::Add(const track::PresenceReading& reading) {
  return Append(LineOf({{"time", FormatRfc3339(reading.time)},
                        {"actor", reading.actor},
                        {"presence", reading.layer},
                        {"within", reading.within},
                        {"purpose", reading.purpose}}));
}

absl::Status ReadingRecord::Add(const ledger::Reading& reading) {
  return Append(LineOf({{"time", FormatRfc3339(reading.time)},
                        {"actor", reading.actor},
                        {"case", wire::CaseName(reading.case_id)},
                        {"purpose", reading.purpose}}));
}

absl::Status ReadingRecord::Append(const std::string& line) {
  const std::lock_guard lock(mutex_);
  std::size_t written = 0;
  while (written < line.size()) {
    const ssize_t n = ::write(file_.value(), line.data() + written, line.size() - written);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return SystemError("write", path_, errno);
    written += static_cast<std::size_t>(n);
  }
  return ::fdatasync(file_.value()) == 0 ? absl::OkStatus() : SystemError("sync", path_, errno);
}

}  // namespace wangge::serve
