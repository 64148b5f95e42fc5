// A number that means one thing only. `using CaseId = Id<struct CaseTag, std::uint64_t>;` makes a type that neither
// converts to nor compares with any other id. Immutable value; std only.
#pragma once

#include <compare>
#include <cstddef>
#include <functional>

namespace wangge {

template <typename Tag, typename Rep>
struct Id {
  using rep = Rep;
  Rep value{};

  constexpr Id() = default;
  constexpr explicit Id(Rep v) : value(v) {}
  friend constexpr auto operator<=>(const Id&, const Id&) = default;
};

}  // namespace wangge

template <typename Tag, typename Rep>
struct std::hash<wangge::Id<Tag, Rep>> {
  std::size_t operator()(const wangge::Id<Tag, Rep>& id) const noexcept { return std::hash<Rep>{}(id.value); }
};
