#include "insight/case_rates.h"

namespace wangge::insight {

std::vector<Rate> RatesOf(const CaseCounts& counts) {
  const AssignmentCounts& a = counts.assignments;
  const std::uint64_t due = a.confirmed + a.overdue;
  constexpr std::string_view kDue = "assignments due to be handled";
  return {{"overdue", a.late + a.overdue, due, kDue},
          {"extended", a.due_extended, due, kDue},
          {"reworked", counts.reworked, counts.due, "cases due to be handled"},
          {"returned", a.returned, a.assignments, "assignments"},
          {"recurring", counts.recurring, counts.cases, "cases"},
          {"no_address", counts.without_place, counts.cases, "cases"}};
}

}  // namespace wangge::insight
