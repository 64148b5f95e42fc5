#include "insight/name_table.h"

namespace wangge::insight {

NameIndex NameTable::IndexOf(std::string_view name) {
  if (name.empty()) return 0;
  const auto [entry, is_new] = indexes_.try_emplace(std::string(name), static_cast<NameIndex>(names_.size()));
  if (is_new) names_.emplace_back(name);
  return entry->second;
}

}  // namespace wangge::insight
