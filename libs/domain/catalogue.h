// Catalogue editions: categories (class and subclass of components and events) with their filing conditions, each
// with the limit that its disposal clock gets. Immutable after Seal; thread-safe. Lookups O(log n).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/calendar/limit.h"
#include "domain/label.h"

namespace wangge::domain {

struct Condition {
  std::string id{};
  std::string category{};
  Label label{};
  std::optional<Limit> limit{};         // absent: no disposal clock unless the record brings a due time
  std::optional<Limit> secure_limit{};  // of a limit in two steps: make it safe first; `limit` is the last step
};

struct Category {
  std::string id{};
  Label label{};
};

class Catalogue {
 public:
  void Add(Category category) { categories_.push_back(std::move(category)); }
  void Add(Condition condition) { conditions_.push_back(std::move(condition)); }
  // Sorts by id. Returns the first id that stands twice, or empty.
  std::string Seal();

  const Category* FindCategory(std::string_view id) const;
  const Condition* FindCondition(std::string_view id) const;
  const std::vector<Category>& categories() const { return categories_; }
  const std::vector<Condition>& conditions() const { return conditions_; }

 private:
  std::vector<Category> categories_;
  std::vector<Condition> conditions_;
};

}  // namespace wangge::domain
