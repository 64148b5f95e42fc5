#include "services/wangge/bench/reassign.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <ctime>
#include <fstream>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "base/status/text.h"
#include "geo/build/build_layer.h"
#include "services/wangge/bench/place_sets.h"

namespace wangge::bench {
namespace {

using SteadyClock = std::chrono::steady_clock;

constexpr std::size_t kEvery = 40;        // a cell in so many is changed, in each of three ways
constexpr std::size_t kGoneEvery = 400;   // and one in so many is gone
constexpr double kCornerShift = 0.000'3;  // degrees: about 30 m
constexpr std::size_t kBlock = 4'096;     // points asked at once

double SecondsSince(SteadyClock::time_point start) {
  return std::chrono::duration<double>(SteadyClock::now() - start).count();
}

// The most memory that this process has had (VmHWM); 0: the system does not tell.
std::uint64_t PeakMemory() {
  std::ifstream status("/proc/self/status");
  std::string line;
  while (std::getline(status, line)) {
    if (line.rfind("VmHWM:", 0) == 0) return std::stoull(line.substr(line.find(':') + 1)) * 1024;
  }
  return 0;
}

geo::Ring& RingOf(geo::SourceCell& cell) { return cell.polygons.front().rings.front(); }

// Cut from the first corner to the opposite one.
geo::SourceCell CutOff(geo::SourceCell& cell) {
  geo::Ring& ring = RingOf(cell);
  const auto opposite = ring.begin() + static_cast<std::ptrdiff_t>(ring.size() / 2);
  geo::SourceCell other = cell;
  RingOf(other).assign(opposite, ring.end());
  RingOf(other).push_back(*opposite);
  ring.erase(opposite + 1, ring.end());
  ring.push_back(ring.front());
  other.code = cell.code + "-2";
  cell.code += "-1";
  return other;
}

geo::LayerSource NextVersionOf(geo::LayerSource source) {
  geo::LayerSource next;
  std::map<std::pair<double, double>, geo::LonLat> shifted;
  for (std::size_t i = 0; i < source.cells.size(); ++i) {
    geo::SourceCell& cell = source.cells[i];
    if (i % kGoneEvery == 30) continue;
    if (i % kEvery == 10 && i + 1 < source.cells.size()) {
      cell.polygons.push_back(std::move(source.cells[++i].polygons.front()));
    } else if (i % kEvery == 20) {
      const geo::LonLat corner = RingOf(cell).front();
      shifted.emplace(std::pair{corner.lon, corner.lat},
                      geo::LonLat{.lon = corner.lon + kCornerShift, .lat = corner.lat + kCornerShift});
    } else if (i % kEvery == 0) {
      next.cells.push_back(CutOff(cell));
    }
    next.cells.push_back(std::move(cell));
  }
  // A corner belongs to all the cells that meet in it.
  for (geo::SourceCell& cell : next.cells) {
    for (geo::SourcePolygon& polygon : cell.polygons) {
      for (geo::LonLat& point : polygon.rings.front()) {
        const auto found = shifted.find({point.lon, point.lat});
        if (found != shifted.end()) point = found->second;
      }
    }
  }
  return next;
}

absl::StatusOr<std::shared_ptr<const geo::Layer>> Build(geo::LayerSource source, std::uint64_t version) {
  return geo::BuildLayer({.name = "unit_grid", .version = version, .key = "code"}, std::move(source));
}

// What the cells of `from` are called in `to`; kNoCell: their code is gone.
std::vector<std::uint32_t> SameCodes(const geo::Layer& from, const geo::Layer& to) {
  std::vector<std::uint32_t> cells;
  for (const std::string& code : from.codes()) {
    const auto found = std::ranges::lower_bound(to.codes(), code);
    const bool is_there = found != to.codes().end() && *found == code;
    cells.push_back(is_there ? static_cast<std::uint32_t>(found - to.codes().begin()) : geo::kNoCell);
  }
  return cells;
}

std::vector<std::uint32_t> CellsOf(const geo::Layer& layer, std::span<const Position> points) {
  std::vector<std::uint32_t> cells(points.size());
  std::vector<geo::CellMatch> matches(kBlock);
  for (std::size_t first = 0; first < points.size(); first += kBlock) {
    const auto block = points.subspan(first, std::min(kBlock, points.size() - first));
    layer.index().FindBatch(block, std::span(matches).first(block.size()));
    for (std::size_t i = 0; i < block.size(); ++i) cells[first + i] = matches[i].cell;
  }
  return cells;
}

void Count(std::span<const std::uint32_t> before, std::span<const std::uint32_t> after,
           std::span<const std::uint32_t> same, ReassignResult& result) {
  result.kept = result.moved = result.orphaned = result.placed = result.nowhere = 0;
  for (std::size_t i = 0; i < before.size(); ++i) {
    if (before[i] == geo::kNoCell) {
      ++(after[i] == geo::kNoCell ? result.nowhere : result.placed);
    } else if (after[i] == geo::kNoCell) {
      ++result.orphaned;
    } else {
      ++(after[i] == same[before[i]] ? result.kept : result.moved);
    }
  }
}

}  // namespace

absl::StatusOr<ReassignResult> Reassign(const ReassignRun& run) {
  geo::LayerSource source = UnitGrids();
  WANGGE_ASSIGN_OR_RETURN(const auto before, Build(source, 1));
  const std::vector<Position> points = ClusteredPoints(source, run.points);
  const std::vector<std::uint32_t> old_cells = CellsOf(*before, points);
  ReassignResult result{.cells_before = before->codes().size(), .peak_before = PeakMemory()};
  const auto start = SteadyClock::now();
  WANGGE_ASSIGN_OR_RETURN(const auto after, Build(NextVersionOf(std::move(source)), 2));
  result.build_s = SecondsSince(start);
  result.cells_after = after->codes().size();
  std::vector<double> times, cpu_times;
  for (int round = 0; round < run.rounds; ++round) {
    const auto begin = SteadyClock::now();
    const std::clock_t cpu_begin = std::clock();
    const std::vector<std::uint32_t> same = SameCodes(*before, *after);
    Count(old_cells, CellsOf(*after, points), same, result);
    times.push_back(SecondsSince(begin));
    cpu_times.push_back(static_cast<double>(std::clock() - cpu_begin) / CLOCKS_PER_SEC);
  }
  std::ranges::sort(times);
  std::ranges::sort(cpu_times);
  result.reassign_s = times[times.size() / 2];
  result.reassign_cpu_s = cpu_times[cpu_times.size() / 2];
  result.peak = PeakMemory();
  return result;
}

absl::Status RunReassign(const ReassignRun& run) {
  WANGGE_ASSIGN_OR_RETURN(const ReassignResult result, Reassign(run));
  const double rate = std::round(static_cast<double>(run.points) / result.reassign_s);
  const auto in_thousandths = [](double seconds) { return std::round(seconds * 1000) / 1000; };
  if (run.json) {
    const nlohmann::ordered_json line{{"points", run.points},
                                      {"cells_before", result.cells_before},
                                      {"cells_after", result.cells_after},
                                      {"build_s", in_thousandths(result.build_s)},
                                      {"reassign_s", in_thousandths(result.reassign_s)},
                                      {"reassign_cpu_s", in_thousandths(result.reassign_cpu_s)},
                                      {"points_per_s", rate},
                                      {"kept", result.kept},
                                      {"moved", result.moved},
                                      {"orphaned", result.orphaned},
                                      {"placed", result.placed},
                                      {"nowhere", result.nowhere},
                                      {"peak_bytes_before", result.peak_before},
                                      {"peak_bytes", result.peak},
                                      {"rounds", run.rounds}};
    std::printf("%s\n", line.dump().c_str());
    return absl::OkStatus();
  }
  std::printf("%zu points in %.3f s, %.0f a second: %llu kept, %llu moved, %llu orphaned; %llu MiB of memory at most\n",
              run.points, result.reassign_s, rate, static_cast<unsigned long long>(result.kept),
              static_cast<unsigned long long>(result.moved), static_cast<unsigned long long>(result.orphaned),
              static_cast<unsigned long long>(result.peak >> 20));
  return absl::OkStatus();
}

}  // namespace wangge::bench
