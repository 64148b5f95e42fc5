#include "services/wangge/state_counts.h"

#include "base/status/text.h"
#include "engine/edition_book.h"
#include "storage/case_record.h"
#include "storage/keys.h"
#include "storage/log_record.h"

namespace wangge {
namespace {

constexpr std::uint64_t kProgressEvery = 4'096;

}  // namespace

absl::StatusOr<insight::CaseCounts> CountCases(
    const OpenState& state, const std::function<void(std::uint64_t done, std::uint64_t total)>& progress,
    const std::function<bool(const domain::Case&, const domain::System&)>& wanted) {
  const auto snapshot = state.committer->Published();
  engine::EditionBook book(CatalogLoader());
  WANGGE_RETURN_IF_ERROR(book.Load(*snapshot, {}));
  WANGGE_ASSIGN_OR_RETURN(const storage::LogHead head, state.committer->Head());
  WANGGE_ASSIGN_OR_RETURN(const auto records, state.committer->Read(head.last_position, 1));
  if (records.empty()) return insight::CaseCounts{};
  WANGGE_ASSIGN_OR_RETURN(const storage::LogRecord last, storage::DecodeLogRecord(records.front()));
  insight::CaseCounter counter(last.time);
  std::uint64_t done = 0;
  const auto cursor = snapshot->Scan(storage::Family::kCase, {}, {});
  for (; cursor->Valid(); cursor->Next()) {
    const auto id = storage::CaseOfKey(cursor->Key());
    if (!id) return DataLoss("Expected a case key, but its octets are none. Run `wangge verify`.");
    WANGGE_ASSIGN_OR_RETURN(const domain::Case c, storage::DecodeCase(*id, cursor->Value()));
    const domain::Procedure* procedure = book.current()->procedures.Find(c.procedure);
    const domain::System* system = book.current()->systems.Find(c.system);
    if (procedure == nullptr || system == nullptr) {
      return DataLoss("Expected the procedure and the system of a case in the state. Run `wangge verify`.");
    }
    if (!wanted || wanted(c, *system)) counter.Add(c, *procedure);
    if (progress && ++done % kProgressEvery == 0) progress(done, head.last_position);
  }
  WANGGE_RETURN_IF_ERROR(cursor->status());
  return counter.counts();
}

}  // namespace wangge
