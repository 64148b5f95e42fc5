#include "engine/request_sweep.h"

#include <algorithm>
#include <string>
#include <vector>

#include "base/status/text.h"
#include "storage/log_record.h"
#include "storage/log_tail.h"
#include "storage/request_record.h"

namespace wangge::engine {
namespace {

using storage::Expect;
using storage::Family;

std::string SweptKey(domain::ShardId shard) {
  std::string key = "swept/";
  storage::AppendBigEndian(shard.value, key);
  return key;
}

absl::StatusOr<std::uint64_t> NumberAt(const storage::Snapshot& snapshot, const std::string& key) {
  WANGGE_ASSIGN_OR_RETURN(const auto value, snapshot.Get(Family::kMeta, key));
  if (!value) return std::uint64_t{1};
  if (value->size() != sizeof(std::uint64_t)) return DataLoss("Expected 8 bytes in family 'meta', but found others.");
  return storage::ReadBigEndian<std::uint64_t>(*value);
}

absl::StatusOr<Timestamp> LastTime(const storage::Snapshot& snapshot, domain::ShardId shard, std::uint64_t position) {
  WANGGE_ASSIGN_OR_RETURN(const auto records, storage::ReadLog(snapshot, shard.value, position, 1));
  if (records.empty()) return DataLoss("Expected the last log record, but it is missing.");
  WANGGE_ASSIGN_OR_RETURN(const auto record, storage::DecodeLogRecord(records.front()));
  return record.time;
}

// Whether the row of this id is of the record at this position: a later request may have taken the id anew.
absl::StatusOr<bool> IsRowOf(const storage::Snapshot& snapshot, const std::string& id, std::uint64_t position) {
  if (id.empty()) return false;
  WANGGE_ASSIGN_OR_RETURN(const auto row, snapshot.Get(Family::kRequest, id));
  if (!row) return false;
  WANGGE_ASSIGN_OR_RETURN(const auto request, storage::DecodeRequest(*row));
  return request.position.value == position;
}

}  // namespace

absl::StatusOr<RequestSweep> SweepRequests(storage::Store& store, storage::Committer& committer, domain::ShardId shard,
                                           Duration kept, std::size_t records_max) {
  WANGGE_RETURN_IF_ERROR(committer.Failed());
  // Not what the committer published last: that may not show yet what the sweep before has removed.
  const auto snapshot = store.TakeSnapshot();
  WANGGE_ASSIGN_OR_RETURN(const storage::LogHead head, storage::FindHead(*snapshot, shard.value, 0));
  if (head.last_position == 0) return RequestSweep{};
  WANGGE_ASSIGN_OR_RETURN(const Timestamp last, LastTime(*snapshot, shard, head.last_position));
  WANGGE_ASSIGN_OR_RETURN(const std::uint64_t swept, NumberAt(*snapshot, SweptKey(shard)));
  WANGGE_ASSIGN_OR_RETURN(const std::uint64_t first, NumberAt(*snapshot, storage::FirstKey(shard.value)));
  std::uint64_t position = std::max(swept, first);
  WANGGE_ASSIGN_OR_RETURN(const auto records, storage::ReadLog(*snapshot, shard.value, position, records_max));
  RequestSweep sweep{.complete = records.size() < records_max};
  std::vector<storage::Effect> effects;
  for (const std::string& bytes : records) {
    WANGGE_ASSIGN_OR_RETURN(const auto record, storage::DecodeLogRecord(bytes));
    if (record.time + kept >= last) {
      sweep.complete = true;
      break;
    }
    WANGGE_ASSIGN_OR_RETURN(const bool is_there, IsRowOf(*snapshot, record.request_id, position));
    if (is_there) effects.push_back({Family::kRequest, Expect::kDeleteExisting, record.request_id, ""});
    ++position;
  }
  sweep.removed = effects.size();
  if (position == swept) return sweep;
  std::string value;
  storage::AppendBigEndian(position, value);
  effects.push_back({Family::kMeta, Expect::kUpsert, SweptKey(shard), std::move(value)});
  WANGGE_RETURN_IF_ERROR(store.Write(effects, /*sync=*/false));
  return sweep;
}

}  // namespace wangge::engine
