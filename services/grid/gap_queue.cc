#include "services/grid/gap_queue.h"

#include "wire/fault.h"
#include "wire/place.h"
#include "wire/time.h"

namespace wangge::grid {

void GapQueue::Apply(const ledger::v1::FeedRecord& record) {
  const std::lock_guard lock(mutex_);
  for (const auto& event : record.events()) {
    if (event.has_reported()) Place(record, event.reported().location());
    if (event.has_relocated()) {
      Remove(record.case_());
      Place(record, event.relocated().location());
    }
    // A duplicate may be unlinked again and would then be missing.
    const auto outcome = event.action_performed().outcome();
    const bool ended =
        event.has_action_performed() && outcome != cases::v1::OUTCOME_OPEN && outcome != cases::v1::OUTCOME_MERGED;
    if (ended) Remove(record.case_());
  }
}

void GapQueue::Place(const ledger::v1::FeedRecord& record, const ledger::v1::LocationEvidence& evidence) {
  if (evidence.gaps_size() == 0) return;
  wire::Faults faults;
  GapCase waiting{.name = record.case_(),
                  .received_at = wire::FromProto(record.time()).value_or(Timestamp{}),
                  .location = wire::FromEvidence(evidence, "location", faults)};
  if (!faults.empty()) return;  // not of a log that this build wrote
  positions_.insert_or_assign(record.case_(), record.position());
  cases_.insert_or_assign(record.position(), std::move(waiting));
}

void GapQueue::Remove(const std::string& name) {
  const auto found = positions_.find(name);
  if (found == positions_.end()) return;
  cases_.erase(found->second);
  positions_.erase(found);
}

GapPage GapQueue::List(std::string_view layer, std::optional<GapKey> after, std::size_t page_size) const {
  const std::lock_guard lock(mutex_);
  GapPage page;
  for (auto it = cases_.lower_bound(after ? after->position : 0); it != cases_.end(); ++it) {
    const auto& gaps = it->second.location.gaps;
    for (std::size_t gap = 0; gap < gaps.size(); ++gap) {
      const GapKey key{it->first, gap};
      if ((after && key <= *after) || (!layer.empty() && gaps[gap].layer != layer)) continue;
      if (page.entries.size() == page_size) {
        page.more = true;
        return page;
      }
      page.entries.emplace_back(key, it->second);
    }
  }
  return page;
}

}  // namespace wangge::grid
