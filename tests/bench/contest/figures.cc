#include "tests/bench/contest/figures.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace wangge::bench {
namespace {

constexpr double kLowestShare = 0.25;  // of the highest rate
constexpr double kOtherCpuMax = 0.05;  // a cell with more was disturbed

double MicrosecondsOf(Nanoseconds n) { return static_cast<double>(n.count()) / 1e3; }

double Rounded(double value, double steps) { return std::round(value * steps) / steps; }

// At rank ceil(share * n), counted from 1.
double NearestRank(const std::vector<Nanoseconds>& sorted, std::uint64_t per_mille) {
  const std::size_t rank = (sorted.size() * per_mille + 999) / 1000;
  return MicrosecondsOf(sorted[std::max<std::size_t>(rank, 1) - 1]);
}

double MedianOf(std::vector<double> values) {
  std::ranges::sort(values);
  const std::size_t middle = values.size() / 2;
  return values.size() % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
}

struct Medians {
  double eps = 0;
  double cpu_us = 0;
  double p50_us = 0;
  double p99_us = 0;
};

using CellsOf = std::map<std::string, std::map<std::string, std::vector<const Cell*>>>;  // by setting, contender

Medians MediansOf(const std::vector<const Cell*>& cells) {
  const auto median = [&cells](const auto& field) {
    std::vector<double> values;
    for (const Cell* cell : cells) values.push_back(field(*cell));
    return MedianOf(std::move(values));
  };
  return {.eps = median([](const Cell& c) { return c.eps; }),
          .cpu_us = median([](const Cell& c) { return c.cpu_us; }),
          .p50_us = median([](const Cell& c) { return c.latencies.p50_us; }),
          .p99_us = median([](const Cell& c) { return c.latencies.p99_us; })};
}

Json JsonOf(const std::vector<const Cell*>& cells, const Medians& medians) {
  const auto [low, high] = std::ranges::minmax(cells, {}, &Cell::eps);
  return {{"eps", std::round(medians.eps)},       {"eps_min", std::round(low->eps)},
          {"eps_max", std::round(high->eps)},     {"p50_us", std::round(medians.p50_us)},
          {"p99_us", std::round(medians.p99_us)}, {"cpu_us", Rounded(medians.cpu_us, 10)}};
}

Json RatioOf(double above, double below) { return below > 0 ? Json(Rounded(above / below, 1000)) : Json(nullptr); }

}  // namespace

Latencies LatenciesOf(std::vector<Nanoseconds>& late) {
  if (late.empty()) return {};
  std::ranges::sort(late);
  return {.p50_us = NearestRank(late, 500), .p99_us = NearestRank(late, 990), .p999_us = NearestRank(late, 999)};
}

bool IsSustained(LoopResult& result, const Arrivals& arrivals, double late_max_us) {
  return result.failed == 0 && result.unsent == 0 && result.calls >= arrivals.Count() &&
         LatenciesOf(result.late).p99_us <= late_max_us;
}

SustainedRate FindSustained(double highest, int tries, const std::function<bool(double)>& is_sustained) {
  if (is_sustained(highest)) return {highest, true};
  double low = highest * kLowestShare;
  double high = highest;
  bool found = false;
  for (int i = 0; i < tries; ++i) {
    const double middle = (low + high) / 2;
    const bool holds = is_sustained(middle);
    found = found || holds;
    (holds ? low : high) = middle;
  }
  return {found ? low : highest, found};
}

Json LineOf(const Cell& cell) {
  return {{"contender", cell.contender},
          {"setting", cell.setting},
          {"round", cell.round},
          {"eps", Rounded(cell.eps, 10)},
          {"p50_us", Rounded(cell.latencies.p50_us, 10)},
          {"p99_us", Rounded(cell.latencies.p99_us, 10)},
          {"p999_us", Rounded(cell.latencies.p999_us, 10)},
          {"cpu_us", Rounded(cell.cpu_us, 100)},
          {"bytes", Rounded(cell.bytes, 10)},
          {"syncs", cell.syncs ? Json(*cell.syncs) : Json(nullptr)},
          {"acked", cell.acked},
          {"readable", cell.readable ? Json(*cell.readable) : Json(nullptr)},
          {"offered_eps", Rounded(cell.offered_eps, 10)},
          {"client_cpu_us", Rounded(cell.client_cpu_us, 100)},
          {"other_cpu", Rounded(cell.other_cpu, 1000)}};
}

Json SummaryOf(const std::vector<Cell>& cells, const std::string& ours) {
  std::vector<std::string> order;  // of settings, as they were measured
  CellsOf by_setting;
  std::uint64_t unreconciled = 0;
  std::uint64_t disturbed = 0;
  for (const Cell& cell : cells) {
    if (!by_setting.contains(cell.setting)) order.push_back(cell.setting);
    by_setting[cell.setting][cell.contender].push_back(&cell);
    if (cell.readable && *cell.readable != cell.acked) ++unreconciled;
    if (cell.other_cpu > kOtherCpuMax) ++disturbed;
  }
  Json settings = Json::object();
  struct Over {
    double logs = 0;
    int count = 0;
    double worst = 0;
    std::string worst_setting{};
  };
  std::map<std::string, Over> over;
  for (const std::string& setting : order) {
    const auto& contenders = by_setting[setting];
    Json row = Json::object();
    std::map<std::string, Medians> medians;
    for (const auto& [name, of] : contenders) {
      medians[name] = MediansOf(of);
      row[name] = JsonOf(of, medians[name]);
    }
    for (const auto& [name, theirs] : medians) {
      const auto mine = medians.find(ours);
      if (name == ours || mine == medians.end()) continue;
      row["to_" + name] = {{"eps", RatioOf(mine->second.eps, theirs.eps)},
                           {"cpu", RatioOf(theirs.cpu_us, mine->second.cpu_us)},
                           {"p50", RatioOf(theirs.p50_us, mine->second.p50_us)}};
      if (mine->second.eps <= 0 || theirs.eps <= 0) continue;
      const double ratio = mine->second.eps / theirs.eps;
      Over& sum = over[name];
      sum.logs += std::log(ratio);
      if (sum.count++ == 0 || ratio < sum.worst) {
        sum.worst = ratio;
        sum.worst_setting = setting;
      }
    }
    settings[setting] = std::move(row);
  }
  Json means = Json::object();
  for (const auto& [name, sum] : over) {
    means["to_" + name] = {{"geometric_mean_eps", Rounded(std::exp(sum.logs / sum.count), 1000)},
                           {"worst_eps", Rounded(sum.worst, 1000)},
                           {"worst_setting", sum.worst_setting}};
  }
  return {
      {"summary", means}, {"settings", settings}, {"unreconciled_cells", unreconciled}, {"disturbed_cells", disturbed}};
}

}  // namespace wangge::bench
