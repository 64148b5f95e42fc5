#include "services/wangge/case_scan.h"

#include <utility>

#include "base/status/text.h"
#include "storage/case_record.h"
#include "storage/keys.h"
#include "storage/log_record.h"

namespace wangge {

absl::Status ForEachCase(const OpenState& state, const std::function<absl::Status(domain::Case)>& visit) {
  const auto snapshot = state.committer->Published();
  const auto cursor = snapshot->Scan(storage::Family::kCase, {}, {});
  for (; cursor->Valid(); cursor->Next()) {
    const auto id = storage::CaseOfKey(cursor->Key());
    if (!id) return DataLoss("Expected a case key, but its octets are none. Run `wangge verify`.");
    WANGGE_ASSIGN_OR_RETURN(domain::Case c, storage::DecodeCase(*id, cursor->Value()));
    WANGGE_RETURN_IF_ERROR(visit(std::move(c)));
  }
  return cursor->status();
}

absl::StatusOr<std::optional<Timestamp>> LastTime(storage::Committer& committer) {
  WANGGE_ASSIGN_OR_RETURN(const storage::LogHead head, committer.Head());
  if (head.last_position == 0) return std::optional<Timestamp>();
  WANGGE_ASSIGN_OR_RETURN(const auto records, committer.Read(head.last_position, 1));
  if (records.empty()) return DataLoss("Expected the last record of the log, but it is missing.");
  WANGGE_ASSIGN_OR_RETURN(const storage::LogRecord last, storage::DecodeLogRecord(records.front()));
  return std::optional(last.time);
}

}  // namespace wangge
