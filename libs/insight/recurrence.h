// Recurring reports (重复案件): of the same category within 50 m and 24 h of an earlier one. Not thread-safe.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "absl/container/flat_hash_map.h"
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
  using Square = std::tuple<std::uint32_t, std::int32_t, std::int32_t>;  // number of the category, column, row
  bool HasNear(const Square& square, Position here, Timestamp received) const;
  void Forget(Timestamp now);

  absl::flat_hash_map<std::string, std::uint32_t> categories_;
  absl::flat_hash_map<Square, std::vector<Report>> recent_;  // oldest first
  std::size_t forget_at_ = 65'536;                           // squares
};

}  // namespace wangge::insight
