// Recurring reports (重复案件): of the same category within 50 m and 24 h of an earlier one. Not thread-safe.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/position.h"
#include "base/time.h"

namespace wangge::insight {

class Recurrence {
 public:
  // Takes one report, in the order of receipt: whether it recurs. One without a point does not. Keeps the reports of
  // about a day. O(reports of the last day nearby).
  bool Add(std::string_view category, const std::optional<Position>& position, Timestamp received);

 private:
  struct Report {
    Position position{};
    Timestamp at{};
  };
  void Forget(Timestamp now);

  std::unordered_map<std::string, std::vector<Report>> recent_;  // by category and square of the earth
  std::size_t forget_at_ = 65'536;                               // squares
};

}  // namespace wangge::insight
