#include "storage/rocks/database.h"

#include "base/check.h"
#include "base/status/text.h"
#include "storage/advice.h"
#include "storage/rocks/log_file.h"

namespace wangge::storage::rocks {

Database::Database(std::string dir, rocksdb::DB* db, std::vector<rocksdb::ColumnFamilyHandle*> handles)
    : dir_(std::move(dir)), db_(db), handles_(std::move(handles)) {
  CHECK(handles_.size() == kFamilies.size() + 1);
}

Database::~Database() {
  for (rocksdb::ColumnFamilyHandle* handle : handles_) db_->DestroyColumnFamilyHandle(handle);
}

absl::Status ToStatusOfRead(const rocksdb::Status& status, std::string_view expected, const std::string& dir) {
  if (!status.IsCorruption() || status.ToString().find(".sst") != std::string::npos) return ToStatus(status, expected);
  const std::string damaged = DamagedFile(dir);
  if (damaged.empty()) return ToStatus(status, expected);
  return ToStatus(status, std::string(expected) + ", with undamaged bytes in " + damaged);
}

absl::Status ToStatus(const rocksdb::Status& status, std::string_view expected) {
  if (status.ok()) return absl::OkStatus();
  std::string text("Expected ");
  text.append(expected).append(", but RocksDB says: ").append(status.ToString());
  const auto says = [&text](std::string_view words) { return text.find(words) != std::string::npos; };
  if (status.IsCorruption() || status.IsPathNotFound()) return DataLoss(text.append(kRestoreAdvice));
  if (status.IsNoSpace()) return ResourceExhausted(text + "; the disk is full: make room, then start again");
  if (says("Read-only file system")) {
    return FailedPrecondition(text + "; the disk is read-only: look in the kernel's log why (dmesg), check the file " +
                              "system, mount it for writing, then start again");
  }
  if (says("Permission denied")) {
    return FailedPrecondition(text + "; give the files to the user that runs the server: chown -R USER DIRECTORY");
  }
  if (says("Too many open files")) {
    return ResourceExhausted(text + "; raise the limit of open files (LimitNOFILE of the unit, or ulimit -n)");
  }
  if (says("Input/output error")) {
    return Internal(text +
                    "; the disk fails: look in the kernel's log (dmesg), restart the server when the disk is in "
                    "order, and run wangge verify");
  }
  return Internal(text);
}

}  // namespace wangge::storage::rocks
