// Resolution times: counts and exact percentiles over the facts, by groups. Pure; thread-safe over a table that nobody
// changes meanwhile. O(n log n) in the facts that fall into the period.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/time.h"
#include "insight/fact_table.h"
#include "insight/percentile.h"

namespace wangge::insight {

enum class Basis { kOpened, kClosed };  // whose instant decides whether a case falls into the period
enum class GroupBy { kUnit, kCategory, kArea, kSource };

struct ResolutionQuery {
  Basis basis = Basis::kOpened;
  std::optional<Timestamp> from{};  // included
  std::optional<Timestamp> to{};    // not included
  std::vector<GroupBy> group_by{};
  // Empty: no filter.
  std::string unit{};
  std::string category{};
  std::string area_prefix{};
  std::string source{};
  std::size_t area_digits = 0;  // area codes are cut to so many characters in groups; 0: not cut
  Timestamp now{};              // what "past due" is measured against
};

struct ResolutionRow {
  std::vector<std::string> keys{};  // in the order of group_by
  std::uint64_t count = 0;
  std::uint64_t open = 0;
  std::uint64_t closed = 0;  // not accepted and voided cases are in neither
  std::uint64_t closed_with_deadline = 0;
  std::uint64_t closed_late = 0;
  std::uint64_t open_past_due = 0;
  Span resolution{};  // received to closed
  // Steps that a replay inferred are left out.
  Span occurred_to_received{};
  Span report_to_dispatch{};
  Span dispatch_to_confirmed{};
};

// Sorted by keys. No facts in the period: no rows, but one of zeros when there is nothing to group by.
std::vector<ResolutionRow> ResolutionTimes(const FactTable& table, const ResolutionQuery& query);

}  // namespace wangge::insight
