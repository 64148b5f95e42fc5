// Which unit answers for which category in which area. Immutable once filled; thread-safe.
#pragma once

#include <map>
#include <string>
#include <string_view>

namespace wangge::catalog {

class Responsibilities {
 public:
  // False when the pair is there already; then nothing changes.
  bool Add(std::string category_prefix, std::string area_prefix, std::string unit);

  // The unit of the row whose prefixes fit: the longest category prefix first, and among its rows the longest area
  // prefix; where its rows fit no area, the next shorter category prefix. nullptr when no row fits.
  // O(bytes of category · bytes of area · log rows).
  const std::string* Find(std::string_view category, std::string_view area) const;

  // category prefix → area prefix → unit.
  using ByArea = std::map<std::string, std::string, std::less<>>;
  const std::map<std::string, ByArea, std::less<>>& rows() const { return rows_; }

 private:
  std::map<std::string, ByArea, std::less<>> rows_;
};

}  // namespace wangge::catalog
