// What people read for an id: the official Chinese term and its English rendering. Immutable value.
#pragma once

#include <string>

namespace wangge::domain {

struct Label {
  std::string zh{};
  std::string en{};
  friend bool operator==(const Label&, const Label&) = default;
};

}  // namespace wangge::domain
