// From what a load left behind to the lines of the bench. Pure.
#pragma once

#include <cstdint>
#include <functional>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "tests/bench/contest/open_loop.h"

namespace wangge::bench {

using Json = nlohmann::ordered_json;

struct Latencies {
  double p50_us = 0;
  double p99_us = 0;
  double p999_us = 0;
};
// By nearest rank; all zero when there is none. Sorts.
Latencies LatenciesOf(std::vector<Nanoseconds>& late);

// A rate is sustained when nothing was refused or left over and 99 of 100 answers came within `late_max_us`: a backlog
// that grows shows in them.
bool IsSustained(LoopResult& result, const Arrivals& arrivals, double late_max_us);

// The highest of the rates tried that is sustained: `highest` itself, or what halving the distance `tries` times finds
// between a quarter of it and it. `highest` when none was, with `is_sustained` false: what it does with that is seen.
struct SustainedRate {
  double calls_per_s = 0;
  bool is_sustained = false;
};
SustainedRate FindSustained(double highest, int tries, const std::function<bool(double calls_per_s)>& is_sustained);

// One measured cell. What is absent was not counted.
struct Cell {
  std::string contender{};
  std::string setting{};
  int round = 0;
  double offered_eps = 0;
  double eps = 0;
  Latencies latencies{};
  double cpu_us = 0;         // of the server, an event
  double client_cpu_us = 0;  // of this process, an event
  double bytes = 0;          // written by the server, an event
  std::optional<std::uint64_t> syncs{};
  std::uint64_t acked = 0;
  std::optional<std::uint64_t> readable{};
  double other_cpu = 0;  // share of the machine that neither of the two used
};
Json LineOf(const Cell& cell);

// For each setting and contender the medians over rounds, and for each other contender the ratios of ours to it: in
// throughput, and theirs to ours in CPU and p50. The geometric mean of the throughput ratios over the settings of a
// contender, and the worst of them. `ours` names whose they are.
Json SummaryOf(const std::vector<Cell>& cells, const std::string& ours);

}  // namespace wangge::bench
