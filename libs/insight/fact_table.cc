#include "insight/fact_table.h"

namespace wangge::insight {

Fact* FactTable::Find(std::uint64_t case_id) {
  const auto found = by_case_.find(case_id);
  return found == by_case_.end() ? nullptr : &facts_[found->second];
}

void FactTable::Open(const Opening& opening) {
  const auto [entry, is_new] = by_case_.try_emplace(opening.case_id, facts_.size());
  if (!is_new) return;  // the feed is at least once
  facts_.push_back({.case_id = opening.case_id,
                    .category = IndexOf(opening.category),
                    .area = IndexOf(opening.area),
                    .source = IndexOf(opening.source),
                    .received = opening.received,
                    .occurred = opening.occurred});
}

void FactTable::Perform(std::uint64_t case_id, const Step& step) {
  Fact* fact = Find(case_id);
  if (fact == nullptr) return;
  if (step.milestone == domain::Milestone::kDispatched && !fact->dispatched) {
    fact->dispatched = step.at;
    fact->inferred_dispatched = step.inferred;
  }
  if (step.milestone == domain::Milestone::kConfirmed) {
    fact->confirmed = step.at;
    fact->inferred_confirmed = step.inferred;
  }
  // What is done about a case after its end, such as an appeal, does not end it again.
  const bool is_open = step.outcome == domain::Outcome::kOpen;
  if (is_open) fact->ended.reset();
  if (!is_open && !fact->ended) fact->ended = step.at;
  fact->outcome = step.outcome;
}

void FactTable::SetUnit(std::uint64_t case_id, std::string_view unit) {
  if (Fact* fact = Find(case_id)) fact->unit = IndexOf(unit);
}

void FactTable::SetArea(std::uint64_t case_id, std::string_view area) {
  if (Fact* fact = Find(case_id)) fact->area = IndexOf(area);
}

void FactTable::StartDisposal(std::uint64_t case_id, Timestamp due) {
  if (Fact* fact = Find(case_id)) {
    fact->has_deadline = true;
    fact->running_due = due;
  }
}

void FactTable::MoveDisposal(std::uint64_t case_id, std::optional<Timestamp> due) {
  if (Fact* fact = Find(case_id)) fact->running_due = due;
}

void FactTable::RecountDisposal(std::uint64_t case_id, Timestamp due) {
  Fact* fact = Find(case_id);
  if (fact != nullptr && fact->running_due) fact->running_due = due;
}

void FactTable::StopDisposal(std::uint64_t case_id, bool late) {
  if (Fact* fact = Find(case_id)) {
    fact->running_due.reset();
    fact->late |= late;
  }
}

}  // namespace wangge::insight
