// Facts from the feed as the contract tells it: the twin of insight::FeedFacts, which reads the engine's own records.
// Grows record by record while queries read; each query sees whole commands only. Thread-safe.
#pragma once

#include <cstdint>
#include <set>
#include <shared_mutex>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/time.h"
#include "insight/fact_table.h"
#include "insight/resolution_times.h"
#include "wangge/ledger/v1/feed.pb.h"

namespace wangge::analytics {

// Figures, and what they stand at.
struct Figures {
  std::vector<insight::ResolutionRow> rows{};
  std::uint64_t position = 0;
  Timestamp as_of{};
};

class FactFeed {
 public:
  // In the order of the log, one thread at a time.
  void Apply(const ledger::v1::FeedRecord& record);

  // `query.now` is set to the time of the last record. The feed waits meanwhile.
  Figures Query(insight::ResolutionQuery query) const;

 private:
  void ApplyReported(std::uint64_t case_id, Timestamp time, const ledger::v1::ReportedEvent& event);
  void NameDisposal(std::uint64_t case_id, const std::string& clock);
  void ApplyClock(std::uint64_t case_id, const std::string& disposal, const ledger::v1::FeedEvent& event);
  void ApplyStep(std::uint64_t case_id, Timestamp time, const ledger::v1::ActionPerformedEvent& event);

  mutable std::shared_mutex mutex_;
  insight::FactTable table_;
  std::set<std::string> clock_names_;
  // Of every case: one that has ended may be opened again. Into `clock_names_`.
  std::unordered_map<std::uint64_t, const std::string*> disposal_clocks_;
  std::uint64_t position_ = 0;
  Timestamp time_{};
};

}  // namespace wangge::analytics
