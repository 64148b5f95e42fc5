// What is wrong with a message, field by field. Values.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace wangge::wire {

struct Fault {
  std::string field;   // path from the message: "location.placements[2].layer"
  std::string text;    // "Expected ..., but ..."
  std::string reason;  // UPPER_SNAKE
  friend bool operator==(const Fault&, const Fault&) = default;
};

using Faults = std::vector<Fault>;

inline constexpr std::string_view kFieldInvalid = "FIELD_INVALID";

inline std::string Path(std::string_view parent, std::string_view field) {
  std::string path(parent);
  if (!path.empty()) path += '.';
  return path.append(field);
}

inline void AddFault(Faults& faults, std::string field, std::string text, std::string_view reason = kFieldInvalid) {
  faults.push_back({std::move(field), std::move(text), std::string(reason)});
}

}  // namespace wangge::wire
