#include "insight/percentile.h"

#include <algorithm>

#include "base/check.h"

namespace wangge::insight {

std::int64_t NearestRank(std::span<const std::int64_t> sorted, std::uint64_t percent) {
  CHECK(!sorted.empty() && percent >= 1 && percent <= 100);
  const std::uint64_t rank = (percent * sorted.size() + 99) / 100;
  return sorted[rank - 1];
}

Span SpanOf(std::vector<std::int64_t>& values) {
  if (values.empty()) return {};
  std::ranges::sort(values);
  // Summed as integers: the mean does not depend on the order of the cases.
  __extension__ __int128 sum = 0;
  for (const std::int64_t value : values) sum += value;
  return {.count = values.size(),
          .mean = static_cast<double>(sum) / static_cast<double>(values.size()),
          .p50 = NearestRank(values, 50),
          .p90 = NearestRank(values, 90),
          .p95 = NearestRank(values, 95),
          .p99 = NearestRank(values, 99)};
}

}  // namespace wangge::insight
