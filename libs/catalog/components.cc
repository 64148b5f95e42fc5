#include "catalog/components.h"

#include <algorithm>
#include <limits>
#include <numeric>
#include <utility>

namespace wangge::catalog {

domain::ComponentBodies BodiesOf(const Component& component) {
  return {.supervising = std::string(component.supervising),
          .owning = std::string(component.owning),
          .maintaining = std::string(component.maintaining)};
}

Component Components::At(std::uint32_t number) const {
  const Row& row = rows_[number];
  return {.id = IdOf(row),
          .category = words_[row.category],
          .name = std::string_view(text_).substr(row.text + row.id_bytes, row.name_bytes),
          .state = words_[row.state],
          .accuracy = words_[row.accuracy],
          .supervising = words_[row.supervising],
          .owning = words_[row.owning],
          .maintaining = words_[row.maintaining],
          .point = points_[number]};
}

std::optional<std::uint32_t> Components::Find(std::string_view id) const {
  const auto found = std::ranges::lower_bound(rows_, id, {}, [this](const Row& row) { return IdOf(row); });
  if (found == rows_.end() || IdOf(*found) != id) return std::nullopt;
  return static_cast<std::uint32_t>(found - rows_.begin());
}

std::vector<geo::NearPoint> Components::Nearest(Position from, std::size_t count, std::int64_t cm_max,
                                                std::string_view category) const {
  geo::NearQuestion question{.count = count, .cm_max = cm_max};
  if (!category.empty()) {
    const auto word = std::ranges::find(words_, category);
    if (word == words_.end()) return {};
    const auto wanted = static_cast<Word>(word - words_.begin());
    question.counts = [this, wanted](std::uint32_t number) { return rows_[number].category == wanted; };
  }
  return near_->Find(from, question);
}

std::size_t Components::bytes() const {
  return rows_.capacity() * sizeof(Row) + points_.capacity() * sizeof(Position) + text_.capacity();
}

std::optional<Components::Word> ComponentsBuilder::WordOf(std::string_view text) {
  const auto known = numbers_.find(text);
  if (known != numbers_.end()) return known->second;
  if (made_.words_.size() > std::numeric_limits<Components::Word>::max()) return std::nullopt;
  const auto word = static_cast<Components::Word>(made_.words_.size());
  made_.words_.emplace_back(text);
  numbers_.emplace(text, word);
  return word;
}

bool ComponentsBuilder::Add(const Component& component) {
  const std::size_t end = made_.text_.size() + component.id.size() + component.name.size();
  if (end > std::numeric_limits<std::uint32_t>::max()) return false;
  const auto category = WordOf(component.category), state = WordOf(component.state);
  const auto accuracy = WordOf(component.accuracy), supervising = WordOf(component.supervising);
  const auto owning = WordOf(component.owning), maintaining = WordOf(component.maintaining);
  if (!category || !state || !accuracy || !supervising || !owning || !maintaining) return false;
  made_.rows_.push_back({.text = static_cast<std::uint32_t>(made_.text_.size()),
                         .id_bytes = static_cast<std::uint16_t>(component.id.size()),
                         .name_bytes = static_cast<std::uint16_t>(component.name.size()),
                         .category = *category,
                         .state = *state,
                         .accuracy = *accuracy,
                         .supervising = *supervising,
                         .owning = *owning,
                         .maintaining = *maintaining});
  made_.points_.push_back(component.point);
  made_.text_.append(component.id).append(component.name);
  return true;
}

Components ComponentsBuilder::Build(std::vector<std::uint32_t>& order) && {
  order.resize(made_.rows_.size());
  std::iota(order.begin(), order.end(), 0U);
  std::ranges::stable_sort(order, {}, [this](std::uint32_t i) { return made_.IdOf(made_.rows_[i]); });
  std::vector<Components::Row> rows;
  std::vector<Position> points;
  rows.reserve(order.size());
  points.reserve(order.size());
  for (const std::uint32_t i : order) {
    rows.push_back(made_.rows_[i]);
    points.push_back(made_.points_[i]);
  }
  made_.rows_ = std::move(rows);
  made_.points_ = std::move(points);
  made_.text_.shrink_to_fit();
  made_.near_.emplace(made_.points_);
  return std::move(made_);
}

}  // namespace wangge::catalog
