#include "storage/rocks/database.h"

#include "base/check.h"
#include "base/status/text.h"

namespace wangge::storage::rocks {

Database::Database(std::string dir, rocksdb::DB* db, std::vector<rocksdb::ColumnFamilyHandle*> handles)
    : dir_(std::move(dir)), db_(db), handles_(std::move(handles)) {
  CHECK(handles_.size() == kFamilies.size() + 1);
}

Database::~Database() {
  for (rocksdb::ColumnFamilyHandle* handle : handles_) db_->DestroyColumnFamilyHandle(handle);
}

absl::Status ToStatus(const rocksdb::Status& status, std::string_view expected) {
  if (status.ok()) return absl::OkStatus();
  std::string text("Expected ");
  text.append(expected).append(", but RocksDB says: ").append(status.ToString());
  return status.IsCorruption() ? DataLoss(text) : Internal(text);
}

}  // namespace wangge::storage::rocks
