#include "storage/rocks/snapshot.h"

#include "base/check.h"
#include "base/status/text.h"

namespace wangge::storage::rocks {
namespace {

absl::Status Unreadable(const Database& database, Family family, const rocksdb::Status& status) {
  return ToStatusOfRead(status,
                        "family '" + std::string(RowOf(family).name) + "' in '" + database.dir() + "' to be readable",
                        database.dir());
}

class RocksCursor final : public Cursor {
 public:
  // RocksDB's iterator remembers the snapshot's sequence number and pins what it reads; `snapshot` may go before it.
  RocksCursor(std::shared_ptr<const Database> database, Family family, const rocksdb::Snapshot* snapshot,
              std::string_view from, std::string_view to, bool backward)
      : database_(std::move(database)), family_(family), from_(from), to_(to), backward_(backward) {
    rocksdb::ReadOptions options;
    options.snapshot = snapshot;
    if (!from_.empty()) options.iterate_lower_bound = &lower_;
    if (!to_.empty()) options.iterate_upper_bound = &upper_;
    // The log is read from end to end, once: it would only push the cases out of the cache.
    options.fill_cache = family != Family::kLog;
    rows_.reset(database_->db()->NewIterator(options, database_->Of(family)));
    backward_ ? rows_->SeekToLast() : rows_->SeekToFirst();
  }
  bool Valid() const override { return rows_->Valid(); }
  std::string_view Key() const override { return ToView(rows_->key()); }
  std::string_view Value() const override { return ToView(rows_->value()); }
  void Next() override {
    CHECK(Valid());
    backward_ ? rows_->Prev() : rows_->Next();
  }
  absl::Status status() const override {
    return rows_->status().ok() ? absl::OkStatus() : Unreadable(*database_, family_, rows_->status());
  }

 private:
  const std::shared_ptr<const Database> database_;
  const Family family_;
  const std::string from_;
  const std::string to_;
  const bool backward_;
  const rocksdb::Slice lower_{from_};
  const rocksdb::Slice upper_{to_};
  std::unique_ptr<rocksdb::Iterator> rows_;
};

class RocksSnapshot final : public Snapshot {
 public:
  explicit RocksSnapshot(std::shared_ptr<const Database> database)
      : database_(std::move(database)), snapshot_(database_->db()->GetSnapshot()) {}
  ~RocksSnapshot() override { database_->db()->ReleaseSnapshot(snapshot_); }

  absl::StatusOr<std::optional<std::string>> Get(Family family, std::string_view key) const override {
    rocksdb::ReadOptions options;
    options.snapshot = snapshot_;
    std::string value;
    const auto status = database_->db()->Get(options, database_->Of(family), ToSlice(key), &value);
    if (status.IsNotFound()) return std::optional<std::string>();
    if (!status.ok()) return Unreadable(*database_, family, status);
    return std::optional(std::move(value));
  }
  std::unique_ptr<Cursor> Scan(Family family, std::string_view from, std::string_view to) const override {
    return std::make_unique<RocksCursor>(database_, family, snapshot_, from, to, false);
  }
  std::unique_ptr<Cursor> ScanBackward(Family family, std::string_view from, std::string_view to) const override {
    return std::make_unique<RocksCursor>(database_, family, snapshot_, from, to, true);
  }

 private:
  const std::shared_ptr<const Database> database_;
  const rocksdb::Snapshot* const snapshot_;
};

}  // namespace

std::shared_ptr<const Snapshot> TakeSnapshot(std::shared_ptr<const Database> database) {
  return std::make_shared<RocksSnapshot>(std::move(database));
}

}  // namespace wangge::storage::rocks
