#include "tests/bench/contest/appended_log.h"

#include <utility>

#include "base/big_endian.h"
#include "base/status/text.h"
#include "rocksdb/options.h"
#include "rocksdb/write_batch.h"

namespace wangge::bench {
namespace {

constexpr int kWritersOfEach = 64;  // RocksDB gathers the writes of those that wait

// Key: number u64 BE. Value: how many reports u64 BE · their bytes.
std::string KeyOf(std::uint64_t number) {
  std::string key;
  AppendBigEndian(number, key);
  return key;
}

std::string ValueOf(std::uint64_t reports, const std::string& bytes) {
  std::string value;
  AppendBigEndian(reports, value);
  return value + bytes;
}

rocksdb::WriteOptions Synced() {
  rocksdb::WriteOptions options;
  options.sync = true;
  return options;
}

}  // namespace

absl::StatusOr<std::unique_ptr<AppendedLog>> AppendedLog::Open(const std::string& folder, Append append) {
  rocksdb::Options options;
  options.create_if_missing = true;
  options.compression = rocksdb::kNoCompression;
  options.statistics = rocksdb::CreateDBStatistics();
  rocksdb::DB* db = nullptr;
  const rocksdb::Status status = rocksdb::DB::Open(options, folder, &db);
  if (!status.ok()) return Internal("Expected to open " + folder + ", but RocksDB says: " + status.ToString());
  return std::unique_ptr<AppendedLog>(new AppendedLog(db, options.statistics, append));
}

AppendedLog::AppendedLog(rocksdb::DB* db, std::shared_ptr<rocksdb::Statistics> statistics, Append append)
    : db_(db), statistics_(std::move(statistics)), append_(append) {
  const int threads = append == Append::kEach ? kWritersOfEach : 1;
  for (int i = 0; i < threads; ++i) threads_.emplace_back([this] { Run(); });
}

AppendedLog::~AppendedLog() {
  const std::scoped_lock lock(mutex_);
  is_stopping_ = true;
  changed_.notify_all();
}

void AppendedLog::Add(std::string bytes, std::uint64_t reports, std::function<void(bool)> done) {
  const std::scoped_lock lock(mutex_);
  waiting_.push_back({std::move(bytes), reports, std::move(done)});
  changed_.notify_one();
}

void AppendedLog::Run() {
  for (;;) {
    std::deque<Waiting> group;
    std::uint64_t first = 0;
    {
      std::unique_lock lock(mutex_);
      changed_.wait(lock, [this] { return is_stopping_ || !waiting_.empty(); });
      if (waiting_.empty()) return;
      if (append_ == Append::kGroups) {
        group.swap(waiting_);
      } else {
        group.push_back(std::move(waiting_.front()));
        waiting_.pop_front();
      }
      first = next_;
      next_ += group.size();
    }
    Write(first, group);
  }
}

void AppendedLog::Write(std::uint64_t first, std::deque<Waiting>& group) {
  rocksdb::WriteBatch batch;
  for (const Waiting& one : group) batch.Put(KeyOf(first++), ValueOf(one.reports, one.bytes));
  const bool written = db_->Write(Synced(), &batch).ok();
  for (Waiting& one : group) one.done(written);
}

std::uint64_t AppendedLog::Syncs() const { return statistics_->getTickerCount(rocksdb::WAL_FILE_SYNCED); }

std::uint64_t AppendedLog::CountReadable() {
  const std::scoped_lock lock(mutex_);
  const std::unique_ptr<rocksdb::Iterator> rows(db_->NewIterator({}));
  for (rows->Seek(KeyOf(counted_to_)); rows->Valid(); rows->Next()) {
    counted_ += ReadBigEndian<std::uint64_t>({rows->value().data(), rows->value().size()});
    counted_to_ = ReadBigEndian<std::uint64_t>({rows->key().data(), rows->key().size()}) + 1;
  }
  return counted_;
}

}  // namespace wangge::bench
