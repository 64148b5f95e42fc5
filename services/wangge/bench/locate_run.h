// The whole of `wangge bench locate`, and of the same with other libraries beside it: what is measured, and how it is
// told. Not thread-safe.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "services/wangge/bench/locate_bench.h"

namespace wangge::bench {

struct LocateRun {
  std::string data_dir{};             // folder of real records; empty: $WANGGE_DATA, then ../shared/data
  std::vector<std::string> layers{};  // of PlaceLayerNames; empty: all
  std::size_t points = 200'000;       // of each kind
  int rounds = 5;
  bool json = false;
};

using PeerMaker = std::function<absl::StatusOr<Contender>(const PlaceLayer&)>;

// Prints one line a layer, kind of points and contender, then one line of JSON that sums up: how many times faster ours
// is than each other contender, as geometric means, and our worst cell. Disagreements that are no ties, and real layers
// that are not there, are told on stderr.
absl::Status RunLocate(const LocateRun& run, std::span<const PeerMaker> peers);

}  // namespace wangge::bench
