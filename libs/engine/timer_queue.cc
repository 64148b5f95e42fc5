#include "engine/timer_queue.h"

namespace wangge::engine {

void TimerQueue::Apply(const domain::TimerChange& change) {
  if (change.remove) rows_.erase(*change.remove);
  if (change.put) rows_.insert(*change.put);
}

std::optional<Timestamp> TimerQueue::NextDue() const {
  if (rows_.empty()) return std::nullopt;
  return rows_.begin()->due;
}

std::vector<domain::TimerRow> TimerQueue::DueBefore(Timestamp now, std::size_t max) const {
  std::vector<domain::TimerRow> due;
  for (const domain::TimerRow& row : rows_) {
    if (row.due >= now || due.size() == max) break;
    due.push_back(row);
  }
  return due;
}

}  // namespace wangge::engine
