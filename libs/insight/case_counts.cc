#include "insight/case_counts.h"

#include <algorithm>
#include <cmath>

namespace wangge::insight {
namespace {

constexpr Duration kRecurringSpan = Hours(24);
constexpr double kRecurringMetres = 50;
constexpr double kMetresPerUnit = 0.0111319;  // of 1e-7 degree of latitude, or of longitude at the equator
constexpr std::int32_t kSquare = 10'000;      // units: squares of about 111 m, so that neighbours are enough

double LongitudeScale(std::int32_t lat_e7) { return std::cos(lat_e7 * 1e-7 * 3.14159265358979323846 / 180); }

// Near enough to count: good to centimetres at fifty metres.
bool IsNear(Position a, Position b) {
  const double dx = (static_cast<double>(a.lon_e7) - b.lon_e7) * kMetresPerUnit * LongitudeScale(a.lat_e7);
  const double dy = (static_cast<double>(a.lat_e7) - b.lat_e7) * kMetresPerUnit;
  return dx * dx + dy * dy <= kRecurringMetres * kRecurringMetres;
}

std::string SquareKey(const std::string& category, std::int64_t x, std::int64_t y) {
  return category + "/" + std::to_string(x) + "/" + std::to_string(y);
}

std::int64_t SquareOf(std::int32_t units) { return (units >= 0 ? units : units - kSquare + 1) / kSquare; }

void Count(const domain::Assignment& assignment, bool is_overdue, AssignmentCounts& counts) {
  ++counts.assignments;
  counts.helping += assignment.lead ? 0 : 1;
  counts.rework += assignment.again ? 1 : 0;
  counts.extended += assignment.extensions > 0 ? 1 : 0;
  switch (assignment.end) {
    case domain::AssignmentEnd::kOpen:
      ++counts.open;
      counts.overdue += is_overdue ? 1 : 0;
      counts.due_extended += is_overdue && assignment.extensions > 0 ? 1 : 0;
      return;
    case domain::AssignmentEnd::kConfirmed:
      ++counts.confirmed;
      counts.due_extended += assignment.extensions > 0 ? 1 : 0;
      counts.late += assignment.late ? 1 : 0;
      counts.exempt += assignment.late && assignment.exempt ? 1 : 0;
      return;
    case domain::AssignmentEnd::kReturned:
      ++counts.returned;
      return;
    case domain::AssignmentEnd::kWithdrawn:
      ++counts.withdrawn;
      return;
  }
}

void Count(domain::RequestState state, RequestCounts& counts) {
  ++counts.asked;
  switch (state) {
    case domain::RequestState::kOpen:
      ++counts.open;
      return;
    case domain::RequestState::kGranted:
      ++counts.granted;
      return;
    case domain::RequestState::kRefused:
      ++counts.refused;
      return;
    case domain::RequestState::kLapsed:
      ++counts.lapsed;
      return;
  }
}

}  // namespace

bool CaseCounter::Recurs(const domain::Case& c) {
  if (!c.location.position) return false;
  const Position here = *c.location.position;
  const std::int64_t x = SquareOf(here.lon_e7);
  const std::int64_t y = SquareOf(here.lat_e7);
  // A square's width shrinks toward the poles: so many more of them lie within fifty metres.
  const auto reach = static_cast<std::int64_t>(
      std::ceil(kRecurringMetres / (kSquare * kMetresPerUnit * std::max(LongitudeScale(here.lat_e7), 0.01))));
  bool recurs = false;
  for (std::int64_t dx = -reach; dx <= reach && !recurs; ++dx) {
    for (std::int64_t dy = -1; dy <= 1 && !recurs; ++dy) {
      const auto square = recent_.find(SquareKey(c.category, x + dx, y + dy));
      if (square == recent_.end()) continue;
      std::erase_if(square->second, [&](const Report& r) { return r.at + kRecurringSpan < c.received_at; });
      recurs = std::ranges::any_of(square->second, [&](const Report& r) { return IsNear(r.position, here); });
    }
  }
  recent_[SquareKey(c.category, x, y)].push_back({here, c.received_at});
  return recurs;
}

void CaseCounter::AddClocks(const domain::Case& c, const domain::Procedure& procedure) {
  for (const domain::ClockRun& run : c.clocks) {
    ClockCounts& counts = counts_.clocks[procedure.clocks[run.clock].id];
    ++counts.runs;
    counts.paused += run.pauses.empty() ? 0 : 1;
    counts.extended += run.extensions.empty() ? 0 : 1;
    if (!run.stopped) {
      ++counts.running;
      counts.overdue += run.running() && now_ > run.due ? 1 : 0;
    } else if (run.released) {
      ++counts.released;
    } else {
      ++(run.late ? counts.late : counts.on_time);
    }
  }
}

void CaseCounter::AddAssignments(const domain::Case& c, const domain::Procedure& procedure) {
  const domain::ClockRun* run = domain::LatestRun(c, procedure.disposal_clock);
  const bool is_overdue = run != nullptr && run->running() && now_ > run->due;
  bool is_due = false;
  for (const domain::Assignment& assignment : c.assignments) {
    const bool counts_as_overdue = assignment.lead && is_overdue;
    is_due |= assignment.end == domain::AssignmentEnd::kConfirmed ||
              (assignment.end == domain::AssignmentEnd::kOpen && counts_as_overdue);
    Count(assignment, counts_as_overdue, counts_.assignments);
    Count(assignment, counts_as_overdue, counts_.units[assignment.unit]);
  }
  counts_.due += is_due ? 1 : 0;
}

void CaseCounter::Add(const domain::Case& c, const domain::Procedure& procedure) {
  ++counts_.cases;
  counts_.filed += c.filed ? 1 : 0;
  counts_.without_place += c.location.position ? 0 : 1;
  counts_.in_gap += c.location.gaps.empty() ? 0 : 1;
  counts_.recurring += Recurs(c) ? 1 : 0;
  counts_.reworked += c.reworks > 0 ? 1 : 0;
  counts_.returned += c.returns > 0 ? 1 : 0;
  counts_.reopened += c.reopenings > 0 ? 1 : 0;
  ++counts_.sources[c.source];
  ++counts_.stages[procedure.stages[c.stage].id];
  for (const domain::Request& request : c.requests) {
    Count(request.state, counts_.requests[procedure.requests[request.request].id]);
  }
  for (std::size_t i = 0; i < c.counters.size(); ++i) counts_.counters[procedure.counters[i].id] += c.counters[i];
  AddClocks(c, procedure);
  AddAssignments(c, procedure);
}

}  // namespace wangge::insight
