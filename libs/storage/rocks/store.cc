#include "storage/rocks/store.h"

#include <map>
#include <mutex>
#include <utility>

#include "base/check.h"
#include "base/status/text.h"
#include "rocksdb/utilities/checkpoint.h"
#include "rocksdb/write_batch.h"
#include "storage/expectation.h"
#include "storage/rocks/snapshot.h"

namespace wangge::storage::rocks {
namespace {

// RocksDB's header of a batch, and of one entry: type, family, two lengths. Only to reserve about enough.
constexpr std::size_t kBatchHeaderBytes = 12;
constexpr std::size_t kEntryHeaderBytes = 12;

std::size_t BatchBytes(std::span<const Effect> effects) {
  std::size_t bytes = kBatchHeaderBytes;
  for (const Effect& effect : effects) bytes += kEntryHeaderBytes + effect.key.size() + effect.value.size();
  return bytes;
}

bool IsPresent(const Database& database, const Effect& effect) {
  std::string value;
  const auto status = database.db()->Get(rocksdb::ReadOptions(), database.Of(effect.family), effect.key, &value);
  CHECK(status.ok() || status.IsNotFound());
  return status.ok();
}

void CheckExpectations(const Database& database, std::span<const Effect> effects) {
  std::map<std::pair<Family, std::string_view>, bool> present_after;
  for (const Effect& effect : effects) {
    const auto earlier = present_after.find({effect.family, effect.key});
    CheckExpectation(effect, earlier != present_after.end() ? earlier->second : IsPresent(database, effect));
    present_after[{effect.family, effect.key}] = effect.expect != Expect::kDeleteExisting;
  }
}

class RocksStore final : public Store {
 public:
  RocksStore(std::shared_ptr<const Database> database, bool verify_expectations)
      : verify_expectations_(verify_expectations), database_(std::move(database)) {}

  absl::Status Write(std::span<const Effect> effects, bool sync) override {
    WANGGE_RETURN_IF_ERROR(CheckOpen());
    if (!verify_expectations_) return WriteEffects(*database_, effects, sync);
    // Two writers must not look before either has written.
    const std::lock_guard lock(verify_mutex_);
    CheckExpectations(*database_, effects);
    return WriteEffects(*database_, effects, sync);
  }

  std::shared_ptr<const Snapshot> TakeSnapshot() const override {
    CHECK(database_ != nullptr);
    return rocks::TakeSnapshot(database_);
  }

  absl::Status Sync() override {
    WANGGE_RETURN_IF_ERROR(CheckOpen());
    return ToStatus(database_->db()->FlushWAL(/*sync=*/true), "'" + database_->dir() + "' to take a sync");
  }

  absl::Status Checkpoint(const std::string& dir) override {
    WANGGE_RETURN_IF_ERROR(CheckOpen());
    const std::string expected = "a checkpoint in '" + dir + "'";
    rocksdb::Checkpoint* made = nullptr;
    WANGGE_RETURN_IF_ERROR(ToStatus(rocksdb::Checkpoint::Create(database_->db(), &made), expected));
    const std::unique_ptr<rocksdb::Checkpoint> checkpoint(made);
    return ToStatus(checkpoint->CreateCheckpoint(dir), expected);
  }

  absl::Status Close() override {
    if (database_ == nullptr) return absl::OkStatus();
    if (database_.use_count() > 1) {
      return FailedPrecondition("Expected every snapshot of '" + database_->dir() +
                                "' to be released before Close, but some are still held");
    }
    const absl::Status synced = Sync();
    database_.reset();
    return synced;
  }

 private:
  absl::Status CheckOpen() const {
    if (database_ == nullptr) return FailedPrecondition("Expected an open store, but it was closed");
    return absl::OkStatus();
  }

  const bool verify_expectations_;
  std::mutex verify_mutex_;
  std::shared_ptr<const Database> database_;
};

}  // namespace

absl::Status WriteEffects(const Database& database, std::span<const Effect> effects, bool sync) {
  rocksdb::WriteBatch batch(BatchBytes(effects));
  for (const Effect& effect : effects) {
    rocksdb::ColumnFamilyHandle* const family = database.Of(effect.family);
    const rocksdb::Status added = effect.expect == Expect::kDeleteExisting
                                      ? batch.Delete(family, effect.key)
                                      : batch.Put(family, effect.key, effect.value);
    CHECK(added.ok());  // memory only
  }
  rocksdb::WriteOptions options;
  options.sync = sync;
  options.memtable_insert_hint_per_batch = true;  // keys of most families come in order
  const rocksdb::Status written = database.db()->Write(options, &batch);
  if (written.ok()) return absl::OkStatus();
  return ToStatus(written, "'" + database.dir() + "' to take a write");
}

std::unique_ptr<Store> MakeStore(std::shared_ptr<const Database> database, bool verify_expectations) {
  return std::make_unique<RocksStore>(std::move(database), verify_expectations);
}

}  // namespace wangge::storage::rocks
