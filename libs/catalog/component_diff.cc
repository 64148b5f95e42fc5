#include "catalog/component_diff.h"

#include "geo/metres.h"

namespace wangge::catalog {
namespace {

ComponentChange ChangeBetween(const Component& from, const Component& to) {
  ComponentChange change{.id = std::string(from.id)};
  if (from.category != to.category) change.what.emplace_back("category");
  if (from.state != to.state) change.what.emplace_back("state");
  if (from.accuracy != to.accuracy) change.what.emplace_back("accuracy");
  if (BodiesOf(from) != BodiesOf(to)) change.what.emplace_back("bodies");
  if (from.name != to.name) change.what.emplace_back("name");
  if (from.point != to.point) {
    change.what.emplace_back("moved");
    change.moved_cm = geo::DistanceCm(from.point, to.point);
  }
  return change;
}

}  // namespace

std::vector<ComponentChange> DiffComponents(const Components& from, const Components& to) {
  std::vector<ComponentChange> changes;
  const auto alone = [&changes](const Component& component, std::string_view what) {
    changes.push_back({.id = std::string(component.id), .what = {what}});
  };
  std::uint32_t i = 0;
  std::uint32_t k = 0;
  while (i < from.size() || k < to.size()) {
    const Component before = i < from.size() ? from.At(i) : Component{};
    const Component after = k < to.size() ? to.At(k) : Component{};
    if (k == to.size() || (i < from.size() && before.id < after.id)) {
      alone(before, "vanished");
      ++i;
    } else if (i == from.size() || after.id < before.id) {
      alone(after, "appeared");
      ++k;
    } else {
      ComponentChange change = ChangeBetween(before, after);
      if (!change.what.empty()) changes.push_back(std::move(change));
      ++i;
      ++k;
    }
  }
  return changes;
}

}  // namespace wangge::catalog
