// Base counts from the feed as the contract tells it: the twin of insight::CountedOf, which reads cases. Grows record
// by record while queries count; each query sees whole commands only. Thread-safe.
#pragma once

#include <cstdint>
#include <optional>
#include <shared_mutex>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "base/time.h"
#include "catalog/campaign.h"
#include "insight/case_counts.h"
#include "services/follow/city_rules.h"
#include "wangge/ledger/v1/feed.pb.h"

namespace wangge::analytics {

// Which cases; each that is given narrows.
struct CountQuery {
  std::string area_prefix{};
  std::string unit{};  // responsible last; of other units nothing is counted
  std::optional<catalog::Campaign> campaign{};
};

// Counts, and what they stand at.
struct Counts {
  insight::CaseCounts counts{};
  std::uint64_t position = 0;
  Timestamp as_of{};
};

class CountFeed {
 public:
  // In the order of the log, one thread at a time.
  void Apply(const ledger::v1::FeedRecord& record);

  // What is overdue is so at the time of the last record. `systems` say which days a campaign means. The feed waits
  // meanwhile. O(cases).
  Counts Query(const CountQuery& query, const follow::Rules& rules) const;

 private:
  struct Kept {
    insight::CountedCase counted{};
    insight::NameIndex system = 0;
    insight::NameIndex category = 0;
    insight::NameIndex condition = 0;
    insight::NameIndex area = 0;
    insight::NameIndex last_unit = 0;  // responsible last
    insight::NameIndex unit = 0;       // responsible now
    std::uint32_t round = 0;
    Timestamp received{};
    std::optional<Position> position{};
  };
  void Open(std::uint64_t case_id, const ledger::v1::ReportedEvent& event);
  static void Place(Kept& kept, const ledger::v1::LocationEvidence& evidence);
  void ApplyTo(Kept& kept, const ledger::v1::FeedEvent& event);
  void Perform(Kept& kept, const ledger::v1::ActionPerformedEvent& event);
  // True: the event was about a clock.
  bool ApplyClock(Kept& kept, const ledger::v1::FeedEvent& event);
  void MoveDeadline(Kept& kept, const ledger::v1::DeadlineMovedEvent& event);
  void ApplyAssignment(Kept& kept, const ledger::v1::FeedEvent& event);
  void Count(std::vector<std::pair<insight::NameIndex, std::uint32_t>>& counters, const std::string& counter);
  void Migrate(Kept& kept, const ledger::v1::MigratedEvent& event);
  bool Holds(const Kept& kept, const CountQuery& query, const follow::Rules& rules) const;

  mutable std::shared_mutex mutex_;
  insight::NameTable names_;
  std::vector<Kept> cases_;  // in the order of report
  absl::flat_hash_map<std::uint64_t, std::size_t> by_case_;
  insight::Recurrence recurrence_;  // of all reports
  std::uint64_t position_ = 0;
  Timestamp time_{};
};

}  // namespace wangge::analytics
