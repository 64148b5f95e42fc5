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
  for (const auto& event : record.events()) {
    if (event.has_reported()) ApplyReported(id->value, time_, event.reported());
    if (event.has_action_performed()) {
      ApplyStep(id->value, time_, event.action_performed());
    }
    if (event.has_relocated()) table_.SetArea(id->value, event.relocated().area());
    if (event.has_migrated()) NameDisposal(id->value, event.migrated().disposal_clock());
    const auto disposal = disposal_clocks_.find(id->value);
    if (disposal != disposal_clocks_.end()) ApplyClock(id->value, *disposal->second, event);
  }
}

void FactFeed::ApplyClock(std::uint64_t case_id, const std::string& disposal, const ledger::v1::FeedEvent& event) {
  if (event.has_clock_started() && event.clock_started().clock() == disposal) {
    const auto due = wire::FromProto(event.clock_started().due_at());
    if (due) table_.StartDisposal(case_id, *due);
  }
  if (event.has_clock_stopped() && event.clock_stopped().clock() == disposal) {
    table_.StopDisposal(case_id, event.clock_stopped().late());
  }
  if (event.has_clock_paused() && event.clock_paused().clock() == disposal) {
    table_.MoveDisposal(case_id, std::nullopt);
  }
  if (event.has_deadline_moved() && event.deadline_moved().clock() == disposal) {
    const auto due = wire::FromProto(event.deadline_moved().due_at());
    const auto cause = event.deadline_moved().cause();
    const bool is_recount =
        cause == ledger::v1::DEADLINE_MOVE_CAUSE_RECOUNTED || cause == ledger::v1::DEADLINE_MOVE_CAUSE_RELIMITED;
    if (!is_recount) {
      table_.MoveDisposal(case_id, due);
    } else if (due) {
      table_.RecountDisposal(case_id, *due);
    }
  }
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
  NameDisposal(case_id, event.disposal_clock());
}

void FactFeed::NameDisposal(std::uint64_t case_id, const std::string& clock) {
  disposal_clocks_.insert_or_assign(case_id, &*clock_names_.insert(clock).first);
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
