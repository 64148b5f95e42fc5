// Report bytes appended to a RocksDB with plain options, under numbers that grow. Thread-safe.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/statusor.h"
#include "rocksdb/db.h"
#include "rocksdb/statistics.h"
#include "tests/bench/contest/bare_server.h"

namespace wangge::bench {

class AppendedLog {
 public:
  static absl::StatusOr<std::unique_ptr<AppendedLog>> Open(const std::string& folder, Append append);
  ~AppendedLog();

  // `bytes` hold so many reports. `done` after they are synced, on a writing thread.
  void Add(std::string bytes, std::uint64_t reports, std::function<void(bool)> done);

  std::uint64_t Syncs() const;
  // Reports that can be read, counted on from where the last call ended.
  std::uint64_t CountReadable();

 private:
  struct Waiting {
    std::string bytes;
    std::uint64_t reports = 0;
    std::function<void(bool)> done;
  };

  AppendedLog(rocksdb::DB* db, std::shared_ptr<rocksdb::Statistics> statistics, Append append);
  void Run();
  // Under the numbers from `first` on.
  void Write(std::uint64_t first, std::deque<Waiting>& group);

  const std::unique_ptr<rocksdb::DB> db_;
  const std::shared_ptr<rocksdb::Statistics> statistics_;
  const Append append_;

  std::mutex mutex_;  // guards all below
  std::condition_variable changed_;
  std::deque<Waiting> waiting_;
  bool is_stopping_ = false;
  std::uint64_t next_ = 0;
  std::uint64_t counted_ = 0;     // reports
  std::uint64_t counted_to_ = 0;  // number of the first that is not counted

  std::vector<std::jthread> threads_;  // last: joined before the rest goes
};

}  // namespace wangge::bench
