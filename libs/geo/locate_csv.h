// Points as CSV in, the cells that hold them as CSV out: the same for a layer in this process and for a server, so the
// question itself is a function. Bounded memory: points are asked in batches. Not thread-safe; nothing throws.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "base/csv/csv_reader.h"
#include "base/position.h"
#include "geo/layer.h"

namespace wangge::geo {

// The answer for one point, whoever gave it.
struct LocatedPoint {
  std::string code;  // empty: in no cell
  std::uint64_t version = 0;
  std::optional<std::int64_t> edge_cm;
  std::string nearest;  // only in no cell
  std::optional<std::int64_t> nearest_cm;
  bool looks_swapped = false;  // in no cell, and in the layer with longitude and latitude exchanged (swap.h)
};

// One answer a point, in order; at most kLocateCsvBatch points at once.
using LocateFunction = std::function<absl::StatusOr<std::vector<LocatedPoint>>(std::span<const Position>)>;
using TextSink = std::function<absl::Status(std::string_view)>;

inline constexpr std::size_t kLocateCsvBatch = 1'000;

struct LocateCsvCounts {
  std::uint64_t points = 0;   // lines that were points, found or not
  std::uint64_t gaps = 0;     // of these, in no cell
  std::uint64_t bad = 0;      // lines that were none
  std::uint64_t swapped = 0;  // of the gaps, those that look swapped
};

// Asks `layer`, which must live as long as the function, for everything that the output shows.
LocateFunction LocateIn(const Layer& layer);

// Reads `id,lon,lat`. A first line that names columns (id, lon or longitude, lat or latitude, in any order and case,
// among others) is a header; without one these are the first three columns. Writes to `out` the header
// `id,code,version,edge_m,nearest,nearest_m` and one line a point, in order: edge_m is empty in a gap, nearest and
// nearest_m are empty elsewhere; edge_m stops at 100.00.
//
// A line that is no point (a missing column, more fields than the first line, no number, out of range, a broken quote)
// is told to `errors`, one line each with its line number and field, and left out. Points that look swapped are
// answered as any gap, and told to `errors` in one line at the end, with how many and the id of the first.
// INVALID_ARGUMENT: there were such lines (the text says how many), or the header lacks a column. Errors of the source,
// of `locate` and of the sinks end the work. `counts` is set in every case.
absl::Status LocateCsv(CsvReader& in, const LocateFunction& locate, const TextSink& out, const TextSink& errors,
                       LocateCsvCounts& counts);

}  // namespace wangge::geo
