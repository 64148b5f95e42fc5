// Ids stored once and told apart by number. Grows; what has a number keeps it. Not thread-safe.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"

namespace wangge::insight {

using NameIndex = std::uint32_t;  // 0 is ""

class NameTable {
 public:
  NameTable() { names_.emplace_back(); }

  NameIndex IndexOf(std::string_view name);
  const std::string& Name(NameIndex index) const { return names_[index]; }

 private:
  std::vector<std::string> names_;
  absl::flat_hash_map<std::string, NameIndex> indexes_;
};

}  // namespace wangge::insight
