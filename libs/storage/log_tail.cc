#include "storage/log_tail.h"

#include <optional>

#include "base/status/text.h"
#include "storage/advice.h"

namespace wangge::storage {
namespace {

std::string Place(std::uint16_t shard, std::uint64_t position) {
  return "position " + std::to_string(position) + " of shard " + std::to_string(shard);
}

std::string KeyOfShard(std::string_view prefix, std::uint16_t shard) {
  std::string key(prefix);
  AppendBigEndian(shard, key);
  return key;
}

absl::StatusOr<std::uint64_t> NumberAt(const Snapshot& snapshot, const std::string& key, std::uint64_t otherwise) {
  WANGGE_ASSIGN_OR_RETURN(const auto value, snapshot.Get(Family::kMeta, key));
  if (!value) return otherwise;
  if (value->size() != sizeof(std::uint64_t)) return DataLoss("Expected 8 bytes in family 'meta', but found others");
  return ReadBigEndian<std::uint64_t>(*value);
}

absl::Status CheckRecord(std::uint16_t shard, const Cursor& cursor) {
  if (cursor.Key().size() != kLogKeyBytes) {
    return DataLoss("Expected keys of 10 bytes in the log of shard " + std::to_string(shard) + ", but found one of " +
                    std::to_string(cursor.Key().size()) + std::string(kRestoreAdvice));
  }
  if (cursor.Value().size() >= kRecordHashBytes) return absl::OkStatus();
  return DataLoss("Expected a record with its hash at " + Place(shard, PositionOfLogKey(cursor.Key())) +
                  ", but it is too short" + std::string(kRestoreAdvice));
}

absl::Status Missing(std::uint16_t shard, std::uint64_t position) {
  return DataLoss("Expected a log without gaps, but " + Place(shard, position) + " is missing" +
                  std::string(kRestoreAdvice));
}

// `cursor` walks the whole log backwards and stands on its last record.
absl::Status CheckNoGap(Cursor& cursor, std::uint16_t shard, std::uint64_t first, std::size_t check_bytes) {
  std::uint64_t position = PositionOfLogKey(cursor.Key());
  for (std::size_t seen = cursor.Value().size(); seen <= check_bytes; seen += cursor.Value().size()) {
    cursor.Next();
    WANGGE_RETURN_IF_ERROR(cursor.status());
    if (!cursor.Valid()) return position <= first ? absl::OkStatus() : Missing(shard, position - 1);
    WANGGE_RETURN_IF_ERROR(CheckRecord(shard, cursor));
    --position;
    if (PositionOfLogKey(cursor.Key()) != position) return Missing(shard, position);
  }
  return absl::OkStatus();
}

}  // namespace

std::string SyncedKey(std::uint16_t shard) { return KeyOfShard("synced/", shard); }
std::string FirstKey(std::uint16_t shard) { return KeyOfShard("first/", shard); }

absl::StatusOr<LogHead> FindHead(const Snapshot& snapshot, std::uint16_t shard, std::size_t check_bytes) {
  WANGGE_ASSIGN_OR_RETURN(const std::uint64_t synced, NumberAt(snapshot, SyncedKey(shard), 0));
  WANGGE_ASSIGN_OR_RETURN(const std::uint64_t first, NumberAt(snapshot, FirstKey(shard), 1));
  LogHead head{0, GenesisHash()};
  const std::string prefix = LogPrefix(shard);
  const auto cursor = snapshot.ScanBackward(Family::kLog, prefix, PrefixEnd(prefix));
  WANGGE_RETURN_IF_ERROR(cursor->status());
  if (cursor->Valid()) {
    WANGGE_RETURN_IF_ERROR(CheckRecord(shard, *cursor));
    head = {PositionOfLogKey(cursor->Key()), std::string(HashOfRecord(cursor->Value()))};
  }
  if (head.last_position < synced || head.last_position + 1 < first) {
    return DataLoss("Expected the log up to " + Place(shard, synced) + ", which was synced, but it ends at position " +
                    std::to_string(head.last_position) + std::string(kRestoreAdvice));
  }
  if (cursor->Valid()) WANGGE_RETURN_IF_ERROR(CheckNoGap(*cursor, shard, first, check_bytes));
  return head;
}

absl::StatusOr<std::vector<std::string>> ReadLog(const Snapshot& snapshot, std::uint16_t shard, std::uint64_t from,
                                                 std::size_t max) {
  WANGGE_ASSIGN_OR_RETURN(const std::uint64_t first, NumberAt(snapshot, FirstKey(shard), 1));
  if (from < first) {
    return absl::OutOfRangeError("Expected a position from " + std::to_string(first) + " on, but got " +
                                 std::to_string(from) + ", which is no longer kept");
  }
  std::vector<std::string> records;
  const auto cursor = snapshot.Scan(Family::kLog, LogKey(shard, from), PrefixEnd(LogPrefix(shard)));
  for (; cursor->Valid() && records.size() < max; cursor->Next()) {
    WANGGE_RETURN_IF_ERROR(CheckRecord(shard, *cursor));
    if (PositionOfLogKey(cursor->Key()) != from + records.size()) return Missing(shard, from + records.size());
    records.emplace_back(cursor->Value());
  }
  WANGGE_RETURN_IF_ERROR(cursor->status());
  return records;
}

}  // namespace wangge::storage
