#include "services/wangge/state_counts.h"

#include "base/status/text.h"
#include "engine/edition_book.h"
#include "services/wangge/case_scan.h"

namespace wangge {
namespace {

constexpr std::uint64_t kProgressEvery = 4'096;

}  // namespace

absl::StatusOr<insight::CaseCounts> CountCases(
    const OpenState& state, const std::function<void(std::uint64_t done, std::uint64_t total)>& progress,
    const std::function<bool(const domain::Case&, const domain::System&)>& wanted) {
  engine::EditionBook book(CatalogLoader());
  WANGGE_RETURN_IF_ERROR(book.Load(*state.committer->Published(), {}));
  WANGGE_ASSIGN_OR_RETURN(const storage::LogHead head, state.committer->Head());
  WANGGE_ASSIGN_OR_RETURN(const auto last, LastTime(*state.committer));
  if (!last) return insight::CaseCounts{};
  insight::CaseCounter counter(*last);
  std::uint64_t done = 0;
  WANGGE_RETURN_IF_ERROR(ForEachCase(state, [&](const domain::Case& c) -> absl::Status {
    const domain::Procedure* procedure = book.current()->procedures.Find(c.procedure);
    const domain::System* system = book.current()->systems.Find(c.system);
    if (procedure == nullptr || system == nullptr) {
      return DataLoss("Expected the procedure and the system of a case in the state. Run `wangge verify`.");
    }
    if (!wanted || wanted(c, *system)) counter.Add(c, *procedure);
    if (progress && ++done % kProgressEvery == 0) progress(done, head.last_position);
    return absl::OkStatus();
  }));
  return counter.counts();
}

}  // namespace wangge
