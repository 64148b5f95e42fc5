// `wangge bench locate` with other libraries beside it. See tests/bench/run.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <cstdlib>
#include <vector>

#include "services/wangge/bench/locate_run.h"
#include "tests/bench/peers.h"

int main(int argc, char** argv) {
  CLI::App app("Point location: ours, GEOS in two ways, Boost.Geometry, S2 and PostGIS, on one thread");
  wangge::bench::LocateRun run;
  app.add_option("--data", run.data_dir, "Folder of real records (default: $WANGGE_DATA, then ../shared/data)");
  app.add_option("--layer", run.layers, "Only these layers");
  app.add_option("--points", run.points, "How many of each kind")->check(CLI::Range(1'000, 10'000'000));
  app.add_option("--rounds", run.rounds, "The median of so many counts")->check(CLI::Range(1, 99));
  app.add_flag("--json", run.json, "Lines of JSON");
  CLI11_PARSE(app, argc, argv);
  std::vector<wangge::bench::PeerMaker> peers = {wangge::bench::MakeGeosLocator, wangge::bench::MakeBoostTree,
                                                 wangge::bench::MakeS2Index};
  if (std::getenv(wangge::bench::kPostgresVariable) != nullptr) {
    peers.emplace_back(wangge::bench::MakePostgis);
  } else {
    std::fprintf(stderr, "Not measured: PostGIS, because %s is not set.\n", wangge::bench::kPostgresVariable);
  }
  const absl::Status status = wangge::bench::RunLocate(run, peers);
  if (status.ok()) return 0;
  std::fprintf(stderr, "%s\n", std::string(status.message()).c_str());
  return 4;
}
