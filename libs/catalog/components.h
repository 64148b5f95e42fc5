// A survey of components (部件): one edition, by id and by place. Some 90 bytes a component and its name; immutable
// once built, thread-safe. Views are valid as long as it is.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/position.h"
#include "domain/component.h"
#include "geo/near_points.h"

namespace wangge::catalog {

struct Component {
  std::string_view id{};
  std::string_view category{};  // id of the catalogue
  std::string_view name{};      // may be empty
  std::string_view state{};
  std::string_view accuracy{};  // code of the class
  std::string_view supervising{};
  std::string_view owning{};
  std::string_view maintaining{};
  Position point{};  // WGS 84
  friend bool operator==(const Component&, const Component&) = default;
};

domain::ComponentBodies BodiesOf(const Component& component);

class Components {
 public:
  std::size_t size() const { return rows_.size(); }
  // In the order of ids.
  Component At(std::uint32_t number) const;
  // O(log n).
  std::optional<std::uint32_t> Find(std::string_view id) const;
  // Nearest first; at the same centimetre the lower id. `category` empty: of all. Cost as geo::NearPoints.
  std::vector<geo::NearPoint> Nearest(Position from, std::size_t count, std::int64_t cm_max,
                                      std::string_view category) const;
  // What it takes, without the index of places.
  std::size_t bytes() const;

 private:
  friend class ComponentsBuilder;
  using Word = std::uint16_t;  // of what many components have in common
  struct Row {
    std::uint32_t text = 0;  // where id and name begin
    std::uint16_t id_bytes = 0;
    std::uint16_t name_bytes = 0;
    Word category = 0, state = 0, accuracy = 0, supervising = 0, owning = 0, maintaining = 0;
  };

  std::string_view IdOf(const Row& row) const { return std::string_view(text_).substr(row.text, row.id_bytes); }

  std::vector<Row> rows_;  // by id
  std::vector<Position> points_;
  std::string text_;
  std::vector<std::string> words_;
  std::optional<geo::NearPoints> near_;  // over points_
};

// Adds components in any order.
class ComponentsBuilder {
 public:
  // The fields are copied. False: there are more than 65,536 different categories, states, classes and bodies, or more
  // than 4 GiB of ids and names; then nothing is added.
  bool Add(const Component& component);
  std::size_t size() const { return made_.rows_.size(); }
  // Sorted; `order[i]` is what the i-th of them was when added. Neighbours with the same id are left in.
  Components Build(std::vector<std::uint32_t>& order) &&;

 private:
  std::optional<Components::Word> WordOf(std::string_view text);

  Components made_;
  std::map<std::string, Components::Word, std::less<>> numbers_;
};

}  // namespace wangge::catalog
