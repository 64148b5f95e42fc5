#include "catalog/responsibilities.h"

#include <utility>

#include "base/check.h"

namespace wangge::catalog {
namespace {

const std::string* LongestFit(const Responsibilities::ByArea& by_area, std::string_view area) {
  for (std::size_t bytes = area.size() + 1; bytes-- > 0;) {
    const auto row = by_area.find(area.substr(0, bytes));
    if (row != by_area.end()) return &row->second;
  }
  return nullptr;
}

const std::string* LongestFit(const Responsibilities::ByCategory& by_category, std::string_view category,
                              std::string_view area) {
  for (std::size_t bytes = category.size() + 1; bytes-- > 0;) {
    const auto rows = by_category.find(category.substr(0, bytes));
    if (rows == by_category.end()) continue;
    if (const std::string* unit = LongestFit(rows->second, area)) return unit;
  }
  return nullptr;
}

}  // namespace

std::string FormatBodyKind(BodyKind kind) {
  switch (kind) {
    case BodyKind::kMaintaining:
      return "maintaining";
    case BodyKind::kOwning:
      return "owning";
    case BodyKind::kSupervising:
      return "supervising";
    case BodyKind::kTerritorial:
      return "territorial";
  }
  CHECK(false);
}

std::optional<BodyKind> ParseBodyKind(std::string_view text) {
  for (const BodyKind kind : kBodyKinds) {
    if (FormatBodyKind(kind) == text) return kind;
  }
  return std::nullopt;
}

std::vector<ComponentBody> BodiesInOrder(const domain::ComponentBodies& bodies) {
  std::vector<ComponentBody> order{{BodyKind::kMaintaining, bodies.maintaining},
                                   {BodyKind::kOwning, bodies.owning},
                                   {BodyKind::kSupervising, bodies.supervising}};
  std::erase_if(order, [](const ComponentBody& body) { return body.unit.empty(); });
  return order;
}

std::string ComponentRule(BodyKind kind, std::string_view component) {
  std::string_view verb = "supervises";
  if (kind == BodyKind::kMaintaining) verb = "maintains";
  if (kind == BodyKind::kOwning) verb = "owns";
  return std::string(verb).append(" component ").append(component);
}

bool Responsibilities::Add(BodyKind kind, std::string category_prefix, std::string area_prefix, std::string unit) {
  return rows_[kind][std::move(category_prefix)].emplace(std::move(area_prefix), std::move(unit)).second;
}

const std::string* Responsibilities::Find(std::string_view category, std::string_view area) const {
  for (const auto& [kind, by_category] : rows_) {
    if (const std::string* unit = LongestFit(by_category, category, area)) return unit;
  }
  return nullptr;
}

}  // namespace wangge::catalog
