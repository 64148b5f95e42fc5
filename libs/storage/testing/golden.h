// Encoded bytes that must never change, compared with the files below tests/golden. With WANGGE_UPDATE_GOLDEN=1 in the
// environment the files are written anew: a change of one is a change of a format on disk. For tests only.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace wangge::storage {

struct GoldenRow {
  std::string name;
  std::string bytes;
};

// `file` is a path below tests/golden; its lines are `name: hex`.
void ExpectGolden(std::string_view file, const std::vector<GoldenRow>& rows);

}  // namespace wangge::storage
