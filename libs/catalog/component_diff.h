// What became of the components of a survey in another version of it. Pure; thread-safe.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/components.h"

namespace wangge::catalog {

struct ComponentChange {
  std::string id{};
  // "appeared" or "vanished" alone; else which fields differ: "category", "state", "accuracy", "bodies", "name",
  // "moved".
  std::vector<std::string_view> what{};
  std::int64_t moved_cm = 0;
};

// By id; components that are the same are left out. O(n).
std::vector<ComponentChange> DiffComponents(const Components& from, const Components& to);

}  // namespace wangge::catalog
