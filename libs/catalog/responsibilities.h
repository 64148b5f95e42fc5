// Which unit answers for which category in which area. Immutable once filled; thread-safe.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/component.h"

namespace wangge::catalog {

// As what a unit answers, in the order in which they are asked: who maintains a thing, else who owns it, else who
// supervises it, else whoever answers for the place.
enum class BodyKind : std::uint8_t { kMaintaining, kOwning, kSupervising, kTerritorial };
inline constexpr std::array kBodyKinds{BodyKind::kMaintaining, BodyKind::kOwning, BodyKind::kSupervising,
                                       BodyKind::kTerritorial};

// "maintaining", "owning", "supervising", "territorial".
std::optional<BodyKind> ParseBodyKind(std::string_view text);
std::string FormatBodyKind(BodyKind kind);

// The bodies that answer for a component, in the order in which they are asked; those that it has.
struct ComponentBody {
  BodyKind kind = BodyKind::kMaintaining;
  std::string unit{};
};
std::vector<ComponentBody> BodiesInOrder(const domain::ComponentBodies& bodies);

// As which a component's body is named: "maintains component 3311020101000001".
std::string ComponentRule(BodyKind kind, std::string_view component);

class Responsibilities {
 public:
  // False when the pair is there already for this kind; then nothing changes.
  bool Add(BodyKind kind, std::string category_prefix, std::string area_prefix, std::string unit);

  // The unit of the first kind that has a row whose prefixes fit: the longest category prefix first, and among its
  // rows the longest area prefix; where its rows fit no area, the next shorter category prefix. nullptr when no row
  // fits. O(bytes of category · bytes of area · log rows).
  const std::string* Find(std::string_view category, std::string_view area) const;

  // kind → category prefix → area prefix → unit.
  using ByArea = std::map<std::string, std::string, std::less<>>;
  using ByCategory = std::map<std::string, ByArea, std::less<>>;
  const std::map<BodyKind, ByCategory>& rows() const { return rows_; }

 private:
  std::map<BodyKind, ByCategory> rows_;
};

}  // namespace wangge::catalog
