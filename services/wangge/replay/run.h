// Runs the engine over the records of a city's export, in process and on a virtual clock: each report is filed at its
// own opening time and closed at its own closing time, timers fire in between, and what the record lacks is inferred.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "insight/resolution_times.h"
#include "services/wangge/replay/agreement.h"

namespace wangge::replay {

struct RunOptions {
  std::string map_file;
  std::string input;
  std::string state;
  std::map<std::string, std::string> layer_files;  // instead of the map's
  std::string rejects_file;                        // empty: beside the state, "<state>.rejects.csv"
  std::string config_dir;
  // Called now and then with what is done of how much.
  std::function<void(std::uint64_t done, std::uint64_t total)> progress{};
  // Called for each repair of a layer before the first record is taken.
  std::function<void(const std::string& text)> note{};
};

struct RunReport {
  std::uint64_t rows = 0;
  std::map<std::string, std::uint64_t> rejected;  // by reason
  std::vector<std::string> layer_names{};
  std::vector<LayerCounts> layers{};  // parallel to layer_names
  insight::ResolutionRow all{};
  std::vector<insight::ResolutionRow> by_unit{};
  std::uint64_t timers_fired = 0;
  std::uint64_t due_not_after_open = 0;  // recorded due times at or before the opening: kept, and flagged
  double wall_s = 0;
  std::string digest{};  // engine/digest.h, hexadecimal
};

// FAILED_PRECONDITION when the state's folder is not empty, or no row can be taken; errors of the map, the input, the
// layers and of writing the rejects: after all these no state is made. What goes wrong in the middle leaves a state
// that says so: it holds no more than was replayed.
absl::StatusOr<RunReport> Run(const RunOptions& options);

// One line of JSON: see `wangge replay --help`.
std::string ToJson(const RunReport& report);

}  // namespace wangge::replay
