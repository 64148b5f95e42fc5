// A place that breaks a rule of the house.
#pragma once

#include <iosfwd>
#include <string>
#include <vector>

namespace wangge::tidy {

struct Fault {
  std::string file;  // relative to the root of the repository
  int line = 0;      // from 1; 0 when the whole file is meant
  std::string text;  // "Expected ..., but ..."

  bool operator==(const Fault&) const = default;
};

using Faults = std::vector<Fault>;

// Adds the faults of `more` behind those of `faults`.
void Append(Faults& faults, Faults more);

// One fault a line as `file:line: text`, the form that editors jump to.
std::string Render(const Faults& faults);

}  // namespace wangge::tidy
