#include "services/wangge/state_counts.h"

#include "base/status/text.h"
#include "engine/edition_book.h"
#include "services/wangge/case_scan.h"

namespace wangge {
namespace {

constexpr std::uint64_t kProgressEvery = 4'096;

}  // namespace

absl::StatusOr<insight::CaseCounts> CountCases(const OpenState& state, const CountProgress& progress,
                                               const CaseWanted& wanted, const AsOf& as_of) {
  engine::EditionBook book(CatalogLoader());
  WANGGE_RETURN_IF_ERROR(book.Load(*state.committer->Published(), {}));
  std::optional<insight::CaseCounter> counter;
  const auto count = [&](const domain::Case& c, Timestamp now) -> absl::Status {
    if (!counter) counter.emplace(now);
    const domain::Procedure* procedure = book.current()->procedures.Find(c.procedure);
    const domain::System* system = book.current()->systems.Find(c.system);
    if (procedure == nullptr || system == nullptr) {
      return DataLoss("Expected the procedure and the system of a case in the state. Run `wangge verify`.");
    }
    if (!wanted || wanted(c, *system)) counter->Add(c, *procedure);
    return absl::OkStatus();
  };
  if (as_of.IsNow()) {
    WANGGE_ASSIGN_OR_RETURN(const storage::LogHead head, state.committer->Head());
    WANGGE_ASSIGN_OR_RETURN(const auto last, LastTime(*state.committer));
    std::uint64_t done = 0;
    WANGGE_RETURN_IF_ERROR(ForEachCase(state, [&](const domain::Case& c) -> absl::Status {
      if (progress && ++done % kProgressEvery == 0) progress(done, head.last_position);
      return count(c, *last);
    }));
  } else {
    WANGGE_RETURN_IF_ERROR(ForEachPastCase(state, as_of, count, progress).status());
  }
  return counter ? counter->counts() : insight::CaseCounts{};
}

}  // namespace wangge
