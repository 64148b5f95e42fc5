#include "services/analytics/count_feed.h"

#include <algorithm>
#include <mutex>

#include "wire/enums.h"
#include "wire/names.h"
#include "wire/time.h"

namespace wangge::analytics {
namespace {

using insight::CountedAssignment;
using insight::CountedRun;
using insight::NameIndex;
using ledger::v1::FeedEvent;

CountedRun* RunningOf(insight::CountedCase& c, NameIndex clock) {
  const auto run = std::ranges::find_if(c.clocks.rbegin(), c.clocks.rend(),
                                        [clock](const CountedRun& r) { return r.clock == clock && !r.stopped; });
  return run == c.clocks.rend() ? nullptr : &*run;
}

CountedAssignment* OpenAssignment(insight::CountedCase& c, NameIndex unit, std::uint32_t round) {
  const auto found =
      std::ranges::find_if(c.assignments.rbegin(), c.assignments.rend(), [&](const CountedAssignment& a) {
        return a.unit == unit && a.round == round && a.end == domain::AssignmentEnd::kOpen;
      });
  return found == c.assignments.rend() ? nullptr : &*found;
}

domain::AssignmentEnd FromProto(cases::v1::AssignmentEnd end) {
  switch (end) {
    case cases::v1::ASSIGNMENT_END_CONFIRMED:
      return domain::AssignmentEnd::kConfirmed;
    case cases::v1::ASSIGNMENT_END_RETURNED:
      return domain::AssignmentEnd::kReturned;
    case cases::v1::ASSIGNMENT_END_WITHDRAWN:
      return domain::AssignmentEnd::kWithdrawn;
    default:
      return domain::AssignmentEnd::kOpen;
  }
}

domain::RequestState FromProto(cases::v1::RequestState state) {
  switch (state) {
    case cases::v1::REQUEST_STATE_GRANTED:
      return domain::RequestState::kGranted;
    case cases::v1::REQUEST_STATE_REFUSED:
      return domain::RequestState::kRefused;
    case cases::v1::REQUEST_STATE_LAPSED:
      return domain::RequestState::kLapsed;
    default:
      return domain::RequestState::kOpen;
  }
}

}  // namespace

void CountFeed::Apply(const ledger::v1::FeedRecord& record) {
  const std::unique_lock lock(mutex_);
  position_ = record.position();
  time_ = wire::FromProto(record.time()).value_or(time_);
  const auto id = wire::ParseCaseName(record.case_());
  if (!id) return;
  for (const FeedEvent& event : record.events()) {
    if (event.has_reported()) Open(id->value, event.reported());
    const auto found = by_case_.find(id->value);
    if (found != by_case_.end()) ApplyTo(cases_[found->second], event);
  }
}

void CountFeed::Open(std::uint64_t case_id, const ledger::v1::ReportedEvent& event) {
  const auto [entry, is_new] = by_case_.try_emplace(case_id, cases_.size());
  if (!is_new) return;  // the feed is at least once
  Kept kept{.system = names_.IndexOf(event.system()),
            .category = names_.IndexOf(event.category()),
            .area = names_.IndexOf(event.area()),
            .received = time_};
  kept.counted.source = names_.IndexOf(event.source());
  kept.counted.stage = names_.IndexOf(event.stage());
  kept.counted.disposal_clock = names_.IndexOf(event.disposal_clock());
  Place(kept, event.location());
  kept.counted.recurring = recurrence_.Add(event.category(), kept.position, kept.received);
  cases_.push_back(std::move(kept));
}

void CountFeed::Place(Kept& kept, const ledger::v1::LocationEvidence& evidence) {
  kept.position.reset();
  if (evidence.has_lon_e7() && evidence.has_lat_e7()) {
    kept.position = Position{evidence.lon_e7(), evidence.lat_e7()};
  }
  kept.counted.has_place = kept.position.has_value();
  kept.counted.in_gap = evidence.gaps_size() > 0;
}

void CountFeed::ApplyTo(Kept& kept, const FeedEvent& event) {
  insight::CountedCase& counted = kept.counted;
  switch (event.kind_case()) {
    case FeedEvent::kActionPerformed:
      return Perform(kept, event.action_performed());
    case FeedEvent::kRelocated:
      kept.area = names_.IndexOf(event.relocated().area());
      return Place(kept, event.relocated().location());
    case FeedEvent::kFiled:
      counted.filed = true;
      kept.condition = names_.IndexOf(event.filed().condition());
      return;
    case FeedEvent::kRequestAsked:
      counted.requests.push_back({names_.IndexOf(event.request_asked().request())});
      return;
    case FeedEvent::kRequestDecided:
      if (!counted.requests.empty()) counted.requests.back().state = FromProto(event.request_decided().state());
      return;
    case FeedEvent::kCounted:
      return Count(counted.counters, event.counted().counter());
    case FeedEvent::kReturned:
      counted.returned = true;
      return;
    case FeedEvent::kReworked:
      counted.reworked = true;
      return;
    case FeedEvent::kReopened:
      counted.reopened = true;
      return;
    case FeedEvent::kMigrated:
      return Migrate(kept, event.migrated());
    default:
      if (!ApplyClock(kept, event)) ApplyAssignment(kept, event);
  }
}

void CountFeed::Perform(Kept& kept, const ledger::v1::ActionPerformedEvent& event) {
  kept.counted.stage = names_.IndexOf(event.to_stage());
  kept.unit = names_.IndexOf(event.unit());
  kept.round = event.round();
  // A unit that gave the case back stays the one responsible last.
  if (kept.unit != 0) kept.last_unit = kept.unit;
}

bool CountFeed::ApplyClock(Kept& kept, const FeedEvent& event) {
  if (event.has_clock_started()) {
    kept.counted.clocks.push_back({.due = wire::FromProto(event.clock_started().due_at()).value_or(Timestamp{}),
                                   .clock = names_.IndexOf(event.clock_started().clock())});
    return true;
  }
  if (event.has_clock_stopped()) {
    CountedRun* run = RunningOf(kept.counted, names_.IndexOf(event.clock_stopped().clock()));
    if (run == nullptr) return true;
    run->stopped = true;
    run->paused = false;
    run->late = event.clock_stopped().late();
    run->released = event.clock_stopped().released();
    return true;
  }
  if (event.has_clock_paused()) {
    CountedRun* run = RunningOf(kept.counted, names_.IndexOf(event.clock_paused().clock()));
    if (run != nullptr) run->paused = run->ever_paused = true;
    return true;
  }
  if (!event.has_deadline_moved()) return false;
  MoveDeadline(kept, event.deadline_moved());
  return true;
}

void CountFeed::MoveDeadline(Kept& kept, const ledger::v1::DeadlineMovedEvent& event) {
  CountedRun* run = RunningOf(kept.counted, names_.IndexOf(event.clock()));
  if (run == nullptr) return;
  run->due = wire::FromProto(event.due_at()).value_or(run->due);
  if (event.cause() == ledger::v1::DEADLINE_MOVE_CAUSE_RESUMED) run->paused = false;
  if (event.cause() != ledger::v1::DEADLINE_MOVE_CAUSE_EXTENDED) return;
  run->ever_extended = true;
  // One that a round of rework carries over was granted to an earlier round.
  CountedAssignment* lead = OpenAssignment(kept.counted, kept.unit, kept.round);
  const auto granted = wire::FromProto(event.granted_at());
  if (lead != nullptr && granted && *granted >= lead->begun) ++lead->extensions;
}

void CountFeed::ApplyAssignment(Kept& kept, const FeedEvent& event) {
  if (event.has_assignment_begun()) {
    const auto& begun = event.assignment_begun();
    kept.counted.assignments.push_back({.begun = wire::FromProto(begun.begun_at()).value_or(Timestamp{}),
                                        .unit = names_.IndexOf(begun.unit()),
                                        .round = begun.round(),
                                        .lead = begun.lead(),
                                        .again = begun.rework()});
  }
  if (event.has_assignment_ended()) {
    const auto& ended = event.assignment_ended();
    CountedAssignment* open = OpenAssignment(kept.counted, names_.IndexOf(ended.unit()), ended.round());
    if (open == nullptr) return;
    open->end = FromProto(ended.end());
    open->late = ended.late();
  }
  if (event.has_assignment_counted()) {
    const auto& named = event.assignment_counted();
    const NameIndex unit = names_.IndexOf(named.unit());
    const auto lead = std::ranges::find_if(kept.counted.assignments, [&](const CountedAssignment& assignment) {
      return assignment.lead && assignment.unit == unit && assignment.round == named.round();
    });
    if (lead != kept.counted.assignments.end()) Count(lead->counters, named.counter());
  }
  if (event.has_assignments_exempted()) {
    const NameIndex unit = names_.IndexOf(event.assignments_exempted().unit());
    for (CountedAssignment& assignment : kept.counted.assignments) {
      assignment.exempt |= assignment.unit == unit && assignment.late;
    }
  }
}

void CountFeed::Count(std::vector<std::pair<NameIndex, std::uint32_t>>& counters, const std::string& counter) {
  const NameIndex name = names_.IndexOf(counter);
  const auto found = std::ranges::find(counters, name, [](const auto& c) { return c.first; });
  if (found == counters.end()) {
    counters.emplace_back(name, 1);
  } else {
    ++found->second;
  }
}

void CountFeed::Migrate(Kept& kept, const ledger::v1::MigratedEvent& event) {
  insight::CountedCase& counted = kept.counted;
  counted.stage = names_.IndexOf(event.stage());
  counted.disposal_clock = names_.IndexOf(event.disposal_clock());
  const auto clocks = std::min(counted.clocks.size(), static_cast<std::size_t>(event.clocks_size()));
  for (std::size_t i = 0; i < clocks; ++i) {
    counted.clocks[i].clock = names_.IndexOf(event.clocks(static_cast<int>(i)));
  }
  const auto requests = std::min(counted.requests.size(), static_cast<std::size_t>(event.requests_size()));
  for (std::size_t i = 0; i < requests; ++i) {
    counted.requests[i].request = names_.IndexOf(event.requests(static_cast<int>(i)));
  }
  counted.counters.clear();
  for (const auto& [counter, count] : event.counters()) counted.counters.emplace_back(names_.IndexOf(counter), count);
}

bool CountFeed::Holds(const Kept& kept, const CountQuery& query, const follow::Rules& rules) const {
  if (!query.unit.empty() && names_.Name(kept.last_unit) != query.unit) return false;
  if (!names_.Name(kept.area).starts_with(query.area_prefix)) return false;
  if (!query.campaign) return true;
  const auto system = rules.systems.find(names_.Name(kept.system));
  if (system == rules.systems.end()) return false;
  return query.campaign->Holds({.category = names_.Name(kept.category),
                                .condition = names_.Name(kept.condition),
                                .area = names_.Name(kept.area),
                                .received = kept.received},
                               system->second.local_days.utc_offset());
}

Counts CountFeed::Query(const CountQuery& query, const follow::Rules& rules) const {
  const std::shared_lock lock(mutex_);
  insight::CaseCounter counter(time_, query.unit);
  insight::Recurrence within;  // the campaign: its reports recur among themselves
  for (const Kept& kept : cases_) {
    if (!Holds(kept, query, rules)) continue;
    if (!query.campaign) {
      counter.Add(kept.counted, names_);
      continue;
    }
    insight::CountedCase counted = kept.counted;
    counted.recurring = within.Add(names_.Name(kept.category), kept.position, kept.received);
    counter.Add(counted, names_);
  }
  return {counter.counts(), position_, time_};
}

}  // namespace wangge::analytics
