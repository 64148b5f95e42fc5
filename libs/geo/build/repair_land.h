// What a repair did to the land of each cell that it changed. Pure, thread-safe; nothing throws.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "geo/build/build_layer.h"
#include "geo/layer_source.h"

namespace wangge::geo {

struct RepairedCell {
  std::string code;
  std::vector<std::string> reasons;  // what was wrong, and what was done
  double before_m2 = 0;              // of what an odd number of its rings enclosed, as the file has them
  double after_m2 = 0;
  double added_m2 = 0;  // in it now and not before, e.g. where its parts overlapped
  double removed_m2 = 0;
};

// `clean` is CleanUp of `source`. The cells with a finding, by code; those of which nothing is left are among them.
// INTERNAL as Overlay::Of.
absl::StatusOr<std::vector<RepairedCell>> RepairedLand(const LayerSource& source, const CleanCells& clean);

}  // namespace wangge::geo
