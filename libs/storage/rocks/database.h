// The open RocksDB with its column families, shared by the store, its snapshots and their cursors; closed when the
// last of them goes. Private to libs/storage.
#pragma once

#include <array>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "rocksdb/db.h"
#include "storage/families.h"

namespace wangge::storage::rocks {

class Database {
 public:
  // `handles`: of the unused default family, then of kFamilies in their order.
  Database(std::string dir, rocksdb::DB* db, std::vector<rocksdb::ColumnFamilyHandle*> handles);
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  const std::string& dir() const { return dir_; }
  rocksdb::DB* db() const { return db_.get(); }
  rocksdb::ColumnFamilyHandle* Of(Family family) const { return handles_[IndexOf(family) + 1]; }

 private:
  const std::string dir_;
  const std::unique_ptr<rocksdb::DB> db_;
  const std::vector<rocksdb::ColumnFamilyHandle*> handles_;
};

inline rocksdb::Slice ToSlice(std::string_view bytes) { return {bytes.data(), bytes.size()}; }
inline std::string_view ToView(const rocksdb::Slice& slice) { return {slice.data(), slice.size()}; }

// What RocksDB and the disk say, in words: "Expected `expected`, but RocksDB says: ...", then what to do.
//   DATA_LOSS            bytes that do not match their checksum, or a file that is missing
//   FAILED_PRECONDITION  a disk that is read-only, a missing permission
//   RESOURCE_EXHAUSTED   a full disk
//   INTERNAL             all else
absl::Status ToStatus(const rocksdb::Status& status, std::string_view expected);
// The same of a read of what is in `dir`: where RocksDB does not say which file is damaged, it is looked for.
absl::Status ToStatusOfRead(const rocksdb::Status& status, std::string_view expected, const std::string& dir);

}  // namespace wangge::storage::rocks
