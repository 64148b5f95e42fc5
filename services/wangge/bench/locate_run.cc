#include "services/wangge/bench/locate_run.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <set>

#include "base/status/text.h"

namespace wangge::bench {
namespace {

using Json = nlohmann::ordered_json;

double Rounded(double value, double digits) { return std::round(value * digits) / digits; }

void Show(const LocateCell& cell, bool json) {
  if (!json) {
    std::printf("%-30s %-12s %-14s %9.1f ns a point, %llu mismatches, %llu ties\n", cell.layer.c_str(),
                cell.points.c_str(), cell.contender.c_str(), cell.ns_per_point,
                static_cast<unsigned long long>(cell.mismatches), static_cast<unsigned long long>(cell.ties));
  } else {
    const Json line{{"layer", cell.layer},           {"points", cell.points},
                    {"contender", cell.contender},   {"ns_per_point", Rounded(cell.ns_per_point, 10)},
                    {"mismatches", cell.mismatches}, {"ties", cell.ties},
                    {"index_bytes", cell.bytes},     {"build_s", Rounded(cell.build_s, 1000)}};
    std::printf("%s\n", line.dump().c_str());
  }
  for (const std::string& text : cell.disagreements) {
    std::fprintf(stderr, "%s %s %s: %s\n", cell.layer.c_str(), cell.points.c_str(), cell.contender.c_str(),
                 text.c_str());
  }
  std::fflush(stdout);
}

Json SummaryOf(const LocateRun& run, const std::vector<LocateCell>& cells, const Json& absent) {
  std::set<std::string> others;
  for (const LocateCell& cell : cells) {
    if (!cell.contender.starts_with("wangge")) others.insert(cell.contender);
  }
  Json scalar = Json::object(), batch = Json::object();
  for (const std::string& other : others) {
    scalar[other] = Rounded(SpeedUp(cells, "wangge", other), 10);
    batch[other] = Rounded(SpeedUp(cells, "wangge_batch", other), 10);
  }
  const auto worst = std::ranges::max_element(
      cells, {}, [](const LocateCell& cell) { return cell.contender == "wangge_batch" ? cell.ns_per_point : 0.0; });
  return {{"summary",
           {{"scalar_times", scalar},
            {"batch_times", batch},
            {"worst_batch_ns", worst == cells.end() ? 0 : Rounded(worst->ns_per_point, 10)},
            {"worst_batch_cell", worst == cells.end() ? "" : worst->layer + " " + worst->points},
            {"points", run.points},
            {"rounds", run.rounds},
            {"absent", absent}}}};
}

}  // namespace

absl::Status RunLocate(const LocateRun& run, std::span<const PeerMaker> peers) {
  std::string data = run.data_dir;
  if (const char* set = std::getenv("WANGGE_DATA"); data.empty() && set != nullptr) data = set;
  if (data.empty()) data = "../shared/data";
  std::vector<std::string> names = run.layers;
  if (names.empty()) {
    for (const std::string_view name : PlaceLayerNames()) names.emplace_back(name);
  }
  std::vector<LocateCell> cells;
  Json absent = Json::array();
  for (const std::string& name : names) {
    const auto layer = MakePlaceLayer(name, data);
    if (layer.status().code() == absl::StatusCode::kNotFound) {
      std::fprintf(stderr, "Not measured: %s\n", std::string(layer.status().message()).c_str());
      absent.push_back(name);
      continue;
    }
    if (!layer.ok()) return layer.status();
    WANGGE_ASSIGN_OR_RETURN(std::vector<Contender> contenders, MakeContenders(*layer));
    for (const PeerMaker& make : peers) {
      WANGGE_ASSIGN_OR_RETURN(Contender peer, make(*layer));
      contenders.push_back(std::move(peer));
    }
    for (LocateCell& cell : MeasureLocate(*layer, contenders, run.points, run.rounds)) {
      Show(cell, run.json);
      cells.push_back(std::move(cell));
    }
  }
  std::printf("%s\n", SummaryOf(run, cells, absent).dump().c_str());
  return absl::OkStatus();
}

}  // namespace wangge::bench
