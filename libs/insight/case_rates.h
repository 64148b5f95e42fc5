// Rates (率) of base counts, each with what it is a quotient of. Pure; no personal data.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "insight/case_counts.h"

namespace wangge::insight {

struct Rate {
  std::string_view id{};
  std::uint64_t numerator = 0;
  std::uint64_t denominator = 0;  // 0: there is no rate, which is neither 0 nor 1
  std::string_view of{};          // what the denominator counts
};

// In this order. Due to be handled (应处置) is what was confirmed, and what is past its deadline and is not; what went
// back or was withdrawn is nobody's. An exemption stands beside the fact: an exempt assignment is overdue all the same.
//
//   overdue     超时率  assignments late or past their deadline ÷ due to be handled
//   extended    延期率  of those, granted an extension ÷ due to be handled
//   reworked    返工率  cases reworked ÷ cases with an assignment due to be handled
//   returned    回退率  assignments that a unit gave back ÷ assignments
//   recurring   重复率  of the same category within 50 m and 24 h of an earlier report ÷ cases
//   no_address  无地址率 reported without a point ÷ cases
std::vector<Rate> RatesOf(const CaseCounts& counts);

}  // namespace wangge::insight
