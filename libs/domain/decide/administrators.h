// Who may bring editions into force and move cases between them.
#pragma once

#include <string>
#include <vector>

#include "domain/organisation.h"

namespace wangge::domain {

inline std::vector<std::string> Administrators(const Roles& roles) {
  std::vector<std::string> ids;
  for (const auto& [id, role] : roles) {
    if (role.administers) ids.push_back(id);
  }
  return ids;
}

}  // namespace wangge::domain
