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

// DATA_LOSS for corruption, INTERNAL for all else; the text is "Expected `expected`, but RocksDB says: ...".
absl::Status ToStatus(const rocksdb::Status& status, std::string_view expected);

}  // namespace wangge::storage::rocks
