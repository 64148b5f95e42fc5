// The armed timers of a shard, earliest first; at most one a case. Engine thread only. O(log n) each.
#pragma once

#include <cstddef>
#include <optional>
#include <set>
#include <tuple>
#include <vector>

#include "base/time.h"
#include "domain/project.h"

namespace wangge::engine {

class TimerQueue {
 public:
  void Apply(const domain::TimerChange& change);
  void Arm(const domain::TimerRow& row) { rows_.insert(row); }

  std::optional<Timestamp> NextDue() const;
  // Up to `max` timers whose due time lies before `now` (at the deadline itself one is on time). They stay armed until
  // the command that they become has changed the case.
  std::vector<domain::TimerRow> DueBefore(Timestamp now, std::size_t max) const;
  std::size_t size() const { return rows_.size(); }

 private:
  struct Earlier {
    bool operator()(const domain::TimerRow& a, const domain::TimerRow& b) const {
      return std::tie(a.due, a.case_id) < std::tie(b.due, b.case_id);
    }
  };
  std::set<domain::TimerRow, Earlier> rows_;
};

}  // namespace wangge::engine
