#include "storage/rocks/tuning.h"

#include <algorithm>
#include <cstddef>

#include "rocksdb/convenience.h"
#include "rocksdb/filter_policy.h"
#include "rocksdb/table.h"
#include "rocksdb/utilities/table_properties_collectors.h"

namespace wangge::storage::rocks {
namespace {

constexpr std::size_t kMiB = 1u << 20;

rocksdb::CompressionType BestOf(std::initializer_list<rocksdb::CompressionType> wanted) {
  const auto supported = rocksdb::GetSupportedCompressions();
  for (const rocksdb::CompressionType type : wanted) {
    if (std::find(supported.begin(), supported.end(), type) != supported.end()) return type;
  }
  return rocksdb::kNoCompression;
}

// Keys only grow: its files never overlap, so levelled compaction moves them down without rewriting a byte.
void TuneLog(rocksdb::ColumnFamilyOptions& tuning) {
  tuning.compression = BestOf({rocksdb::kZSTD, rocksdb::kLZ4Compression});
  tuning.write_buffer_size = 16 * kMiB;
}

// Rows live for the time between two events and are then deleted at the head: files of dead rows are compacted soon,
// or finding the first live one becomes slow. What has expired of a track is to leave the disk soon, too.
void TuneTimer(rocksdb::ColumnFamilyOptions& tuning) {
  tuning.write_buffer_size = 4 * kMiB;
  tuning.table_properties_collector_factories = {rocksdb::NewCompactOnDeletionCollectorFactory(1'024, 512)};
}

}  // namespace

rocksdb::DBOptions DatabaseTuning(const RocksOptions& options) {
  rocksdb::DBOptions tuning;
  if (options.env != nullptr) tuning.env = options.env;
  tuning.create_if_missing = true;
  tuning.create_missing_column_families = true;

  // The default, point in time, drops all synced groups after a flipped bit and opens without a word. This mode lets
  // only the last, torn record go and refuses everything else.
  tuning.wal_recovery_mode = rocksdb::WALRecoveryMode::kTolerateCorruptedTailRecords;
  tuning.track_and_verify_wals_in_manifest = false;  // refuses healthy states after SyncWAL before 7.10 (#10892)
  tuning.recycle_log_file_num = 0;                   // old bytes behind the tail would look like records
  tuning.use_fsync = false;                          // fdatasync: size is synced with the bytes, times need not be
  tuning.manual_wal_flush = false;
  tuning.max_total_wal_size = options.wal_bytes_max;

  tuning.db_write_buffer_size = options.memtable_bytes_max;
  tuning.max_background_jobs = 2;
  tuning.max_open_files = 512;
  tuning.bytes_per_sync = kMiB;  // spreads the writing of new files, so that a commit's sync does not wait behind them
  tuning.max_log_file_size = 4 * kMiB;
  tuning.keep_log_file_num = 4;
  return tuning;
}

rocksdb::ColumnFamilyOptions FamilyTuning(Family family, const std::shared_ptr<rocksdb::Cache>& cache) {
  rocksdb::ColumnFamilyOptions tuning;
  rocksdb::BlockBasedTableOptions table;
  table.block_cache = cache;
  table.block_size = 16'384;
  table.format_version = 5;
  tuning.compression = BestOf({rocksdb::kLZ4Compression});
  tuning.write_buffer_size = 4 * kMiB;
  switch (family) {
    case Family::kLog:
      TuneLog(tuning);
      break;
    case Family::kTimer:
    case Family::kTrack:
      TuneTimer(tuning);
      break;
    case Family::kCase:
    case Family::kRequest:
      // Point lookups of keys that are mostly absent (a request id) or cold (a case): 10 bits leave 1 % false.
      tuning.write_buffer_size = 16 * kMiB;
      tuning.memtable_prefix_bloom_size_ratio = 0.05;  // the same for rows that are still in memory
      tuning.memtable_whole_key_filtering = true;
      table.filter_policy.reset(rocksdb::NewBloomFilterPolicy(10));
      break;
    case Family::kMeta:
      tuning.write_buffer_size = kMiB;
      break;
    case Family::kVault:
    case Family::kConfig:
      break;
  }
  tuning.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
  return tuning;
}

}  // namespace wangge::storage::rocks
