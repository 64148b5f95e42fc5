// What the components of a survey must be like, as a system declares it (message Components of system.proto).
// Immutable value; pure; thread-safe.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "domain/component.h"
#include "domain/label.h"
#include "geo/code_scheme.h"

namespace wangge::catalog {

struct ComponentRules {
  domain::ComponentDuty duty{};
  std::vector<geo::CodeScheme> id_schemes{};  // an id fits one of them
  std::map<std::string, domain::Label, std::less<>> states{};
  std::map<std::string, std::uint32_t, std::less<>> accuracy_cm{};  // by the code of the class

  // The scheme that the id fits, or nullptr.
  const geo::CodeScheme* SchemeOf(std::string_view id) const;
};

// The parts of a scheme that hold the catalogue's columns `class` and `subclass`.
inline constexpr std::string_view kClassPart = "class";
inline constexpr std::string_view kSubclassPart = "subclass";

// Of the text of a system; nullopt where it has no components. Errors as LoadSystem.
absl::StatusOr<std::optional<ComponentRules>> LoadComponentRules(std::string_view system_body,
                                                                 std::string_view file_name);

}  // namespace wangge::catalog
