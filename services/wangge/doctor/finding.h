// One thing that was looked at, and what to do about it. Values.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace wangge::doctor {

enum class Level : std::uint8_t {
  kWell,
  kWarning,  // becomes wrong when nobody does anything
  kWrong,
};

struct Finding {
  Level level = Level::kWell;
  std::string check{};   // stable: "free-disk"
  std::string text{};    // what there is
  std::string advice{};  // empty when all is well

  friend bool operator==(const Finding&, const Finding&) = default;
};
using Findings = std::vector<Finding>;

}  // namespace wangge::doctor
