#include "insight/feed_facts.h"

#include <limits>

namespace wangge::insight {
namespace {

constexpr domain::ClockIndex kNoClock = std::numeric_limits<domain::ClockIndex>::max();

struct Visitor {
  FactTable& table;
  std::uint64_t case_id;
  domain::ClockIndex disposal;

  void operator()(const domain::Reported& e) const {
    table.Open({.case_id = case_id,
                .category = e.category,
                .source = e.source,
                .area = e.area,
                .received = e.received_at,
                .occurred = e.occurred_at});
  }
  void operator()(const domain::ActionPerformed& e) const {
    table.Perform(case_id, {.milestone = e.milestone, .outcome = e.outcome, .at = e.at, .inferred = e.inferred});
  }
  void operator()(const domain::Relocated& e) const { table.SetArea(case_id, e.area); }
  void operator()(const domain::Dispatched& e) const { table.SetUnit(case_id, e.unit); }
  void operator()(const domain::ClockStarted& e) const {
    if (e.clock == disposal) table.StartDisposal(case_id, e.due);
  }
  void operator()(const domain::ClockStopped& e) const {
    if (e.clock == disposal) table.StopDisposal(case_id, e.late);
  }
  void operator()(const domain::ClockReleased& e) const {
    if (e.clock == disposal) table.StopDisposal(case_id, false);
  }
  void operator()(const domain::ClockPaused& e) const {
    if (e.clock == disposal) table.MoveDisposal(case_id, std::nullopt);
  }
  void operator()(const domain::ClockResumed& e) const {
    if (e.clock == disposal) table.MoveDisposal(case_id, e.due);
  }
  void operator()(const domain::ClockExtended& e) const {
    if (e.clock == disposal) table.MoveDisposal(case_id, e.due);
  }
  void operator()(const domain::ClockRecounted& e) const {
    if (e.clock == disposal) table.RecountDisposal(case_id, e.due);
  }
  void operator()(const domain::ClockRelimited& e) const {
    if (e.clock == disposal) table.RecountDisposal(case_id, e.due);
  }
  // The unit responsible last stays the one to answer for the case; what else happens is not about time.
  template <typename Other>
  void operator()(const Other&) const {}
};

}  // namespace

void FeedFacts::Apply(domain::CaseId case_id, const std::vector<domain::Event>& events) {
  if (case_id.value == 0) return;
  if (const auto* reported = std::get_if<domain::Reported>(&events.front())) Pin(case_id, reported->procedure);
  if (const auto* migrated = std::get_if<domain::Migrated>(&events.front())) Pin(case_id, migrated->procedure);
  const auto edition = editions_.find(case_id.value);
  if (edition == editions_.end()) return;
  const Visitor visitor{table_, case_id.value, disposal_clocks_.at(edition->second.value)};
  for (const domain::Event& event : events) std::visit(visitor, event);
}

void FeedFacts::Pin(domain::CaseId case_id, domain::EditionId edition) {
  editions_[case_id.value] = edition;
  const auto [clock, is_new] = disposal_clocks_.try_emplace(edition.value, kNoClock);
  if (!is_new) return;
  const domain::Procedure* procedure = procedures_(edition);
  if (procedure != nullptr) clock->second = procedure->disposal_clock;
}

}  // namespace wangge::insight
