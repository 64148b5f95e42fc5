// Who read the personal fields of which case, or who is on shift where, when and why: one JSON line a reading, appended
// to a file of its own that only the owner may read. On disk before the fields are shown. Thread-safe.
#pragma once

#include <memory>
#include <mutex>
#include <string>

#include "absl/status/statusor.h"
#include "base/file/descriptor.h"
#include "services/ledger/case_reader.h"
#include "services/track/track_reader.h"

namespace wangge::serve {

class ReadingRecord {
 public:
  // Makes the file where it is missing. PERMISSION_DENIED, INTERNAL.
  static absl::StatusOr<std::unique_ptr<ReadingRecord>> Open(const std::string& path);

  // The error of the disk; the line may then be missing.
  absl::Status Add(const ledger::Reading& reading);
  absl::Status Add(const track::PresenceReading& reading);

 private:
  absl::Status Append(const std::string& line);
  ReadingRecord(Descriptor file, std::string path) : file_(std::move(file)), path_(std::move(path)) {}

  const Descriptor file_;
  const std::string path_;
  std::mutex mutex_;
};

}  // namespace wangge::serve
