// Exact percentiles by nearest rank: the value at rank ceil(p/100 * n), counted from 1, of the sorted values. Pure.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace wangge::insight {

// A distribution in microseconds, all zero when `count` is.
struct Span {
  std::uint64_t count = 0;
  double mean = 0;
  std::int64_t p50 = 0;
  std::int64_t p90 = 0;
  std::int64_t p95 = 0;
  std::int64_t p99 = 0;
  friend bool operator==(const Span&, const Span&) = default;
};

// `percent` from 1 to 100; `sorted` is ascending and not empty. O(1).
std::int64_t NearestRank(std::span<const std::int64_t> sorted, std::uint64_t percent);

// Sorts `values`. O(n log n).
Span SpanOf(std::vector<std::int64_t>& values);

}  // namespace wangge::insight
