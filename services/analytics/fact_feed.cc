#include "services/analytics/fact_feed.h"

#include <mutex>
#include <optional>
#include <utility>

#include "wire/enums.h"
#include "wire/names.h"
#include "wire/time.h"

namespace wangge::analytics {

void FactFeed::Apply(const ledger::v1::FeedRecord& record) {
  const std::unique_lock lock(mutex_);
  position_ = record.position();
  time_ = wire::FromProto(record.time()).value_or(time_);
  const auto id = wire::ParseCaseName(record.case_());
  if (!id) return;
  bool has_ended = false;
  for (const auto& event : record.events()) {
    if (event.has_reported()) ApplyReported(id->value, time_, event.reported());
    if (event.has_action_performed()) {
      ApplyStep(id->value, time_, event.action_performed());
      has_ended |= event.action_performed().outcome() != cases::v1::OUTCOME_OPEN;
    }
    const auto disposal = disposal_clocks_.find(id->value);
    if (disposal == disposal_clocks_.end()) continue;
    if (event.has_clock_started() && event.clock_started().clock() == disposal->second) {
      const auto due = wire::FromProto(event.clock_started().due_at());
      if (due) table_.StartDisposal(id->value, *due);
    }
    if (event.has_clock_stopped() && event.clock_stopped().clock() == disposal->second) {
      table_.StopDisposal(id->value, event.clock_stopped().late());
    }
  }
  if (has_ended) disposal_clocks_.erase(id->value);
}

void FactFeed::ApplyReported(std::uint64_t case_id, Timestamp time, const ledger::v1::ReportedEvent& event) {
  std::optional<Timestamp> occurred;
  if (event.has_occurred_at()) occurred = wire::FromProto(event.occurred_at());
  table_.Open({.case_id = case_id,
               .category = event.category(),
               .source = event.source(),
               .area = event.area(),
               .received = time,
               .occurred = occurred});
  disposal_clocks_.insert_or_assign(case_id, event.disposal_clock());
}

void FactFeed::ApplyStep(std::uint64_t case_id, Timestamp time, const ledger::v1::ActionPerformedEvent& event) {
  table_.Perform(case_id, {.milestone = wire::FromProto(event.milestone()).value_or(domain::Milestone::kNone),
                           .outcome = wire::FromProto(event.outcome()).value_or(domain::Outcome::kOpen),
                           .at = time,
                           .inferred = event.inferred()});
  // A unit that gave the case back stays the one responsible last.
  if (!event.unit().empty()) table_.SetUnit(case_id, event.unit());
}

Figures FactFeed::Query(insight::ResolutionQuery query) const {
  const std::shared_lock lock(mutex_);
  query.now = time_;
  return {.rows = insight::ResolutionTimes(table_, query), .position = position_, .as_of = time_};
}

}  // namespace wangge::analytics
