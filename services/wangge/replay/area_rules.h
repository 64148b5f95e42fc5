// Makes the area that a city recorded comparable with a cell's code ("Ward 3" with "3"). Immutable value; thread-safe.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace wangge::replay {

struct AreaRule {
  std::string prefix = {}, suffix = {}, cut_at = {}, put_before = {}, put_behind = {};
};

struct AreaRules {
  std::vector<AreaRule> rules = {};
  bool only_matching = false;
  std::vector<std::string> missing = {};
  bool ignore_leading_zeros = false;
  bool ignore_case = false;  // A-Z only

  // The code that a recorded area names, ready to be compared; empty: none.
  std::string OfRecord(std::string_view area) const;
  // A cell's code, ready to be compared.
  std::string OfCell(std::string_view code) const;
};

}  // namespace wangge::replay
