#include "services/wangge/past_cases.h"

#include <map>

#include "base/status/text.h"
#include "domain/evolve.h"

namespace wangge {
namespace {

constexpr std::size_t kReadMax = 4'096;

}  // namespace

absl::StatusOr<std::optional<Timestamp>> ForEachRecord(
    const OpenState& state, const AsOf& as_of, const std::function<void(const engine::FeedRecord&)>& visit,
    const std::function<void(std::uint64_t done, std::uint64_t total)>& progress) {
  WANGGE_ASSIGN_OR_RETURN(const storage::LogHead head, state.committer->Head());
  if (as_of.position && *as_of.position > head.last_position) {
    return InvalidArgument("Expected a position of the log, up to " + std::to_string(head.last_position) +
                           ", but it is " + std::to_string(*as_of.position) + ".");
  }
  const engine::Feed feed(*state.committer, domain::LogPosition{head.last_position});
  std::optional<Timestamp> last;
  for (domain::LogPosition from{1};;) {
    WANGGE_ASSIGN_OR_RETURN(const auto records, feed.Read(from, kReadMax));
    for (const engine::FeedRecord& record : records) {
      if (!as_of.Holds(record)) return as_of.time ? as_of.time : last;
      visit(record);
      last = record.record->time;
    }
    if (records.empty()) return as_of.time ? as_of.time : last;
    from.value += records.size();
    if (progress) progress(from.value, head.last_position);
  }
}

absl::StatusOr<std::optional<Timestamp>> ForEachPastCase(
    const OpenState& state, const AsOf& as_of,
    const std::function<absl::Status(const domain::Case&, Timestamp as_of)>& visit,
    const std::function<void(std::uint64_t done, std::uint64_t total)>& progress) {
  std::map<domain::CaseId, domain::Case> cases;
  const auto evolve = [&cases](const engine::FeedRecord& record) {
    if (record.record->case_id.value == 0) return;
    domain::Case& c = cases[record.record->case_id];
    c.id = record.record->case_id;
    domain::EvolveAll(c, record.position, record.record->events);
  };
  WANGGE_ASSIGN_OR_RETURN(const auto last, ForEachRecord(state, as_of, evolve, progress));
  for (const auto& [id, c] : cases) WANGGE_RETURN_IF_ERROR(visit(c, last.value_or(Timestamp{})));
  return last;
}

}  // namespace wangge
