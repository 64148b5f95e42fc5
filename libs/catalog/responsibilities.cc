#include "catalog/responsibilities.h"

#include <utility>

namespace wangge::catalog {
namespace {

const std::string* LongestFit(const Responsibilities::ByArea& by_area, std::string_view area) {
  for (std::size_t bytes = area.size() + 1; bytes-- > 0;) {
    const auto row = by_area.find(area.substr(0, bytes));
    if (row != by_area.end()) return &row->second;
  }
  return nullptr;
}

}  // namespace

bool Responsibilities::Add(std::string category_prefix, std::string area_prefix, std::string unit) {
  return rows_[std::move(category_prefix)].emplace(std::move(area_prefix), std::move(unit)).second;
}

const std::string* Responsibilities::Find(std::string_view category, std::string_view area) const {
  for (std::size_t bytes = category.size() + 1; bytes-- > 0;) {
    const auto rows = rows_.find(category.substr(0, bytes));
    if (rows == rows_.end()) continue;
    if (const std::string* unit = LongestFit(rows->second, area)) return unit;
  }
  return nullptr;
}

}  // namespace wangge::catalog
