// Catalogue editions: categories (class and subclass of components and events) with their filing conditions, each
// with the limit that its disposal clock gets. Immutable after Seal; thread-safe. Lookups O(log n).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/calendar/day.h"
#include "domain/calendar/limit.h"
#include "domain/label.h"

namespace wangge::domain {

// Where a limit comes from: a statute's days are statutory ones (sd, sw, sm), a city's own may be of any unit.
enum class LegalBasis : std::uint8_t { kLocal, kStatute };

struct Condition {
  std::string id{};
  std::string category{};
  Label label{};
  std::optional<Limit> limit{};         // absent: no disposal clock unless the record brings a due time
  std::optional<Limit> secure_limit{};  // of two steps the first, until which danger is averted; `limit` is the last
  Label closing{};                      // what must be so before the case closes; both empty: the edition does not say
  std::int32_t photos = 0;              // the evidence of handling has at least so many; 0 ..= kAttachmentsMax
  LegalBasis basis = LegalBasis::kLocal;
  std::optional<Day> valid_from{};  // local days, both included; absent: without begin or end
  std::optional<Day> valid_to{};

  bool IsValidOn(Day day) const { return (!valid_from || *valid_from <= day) && (!valid_to || day <= *valid_to); }
};

struct Category {
  std::string id{};
  Label label{};
  std::string kind{};      // as the edition has it, e.g. of components or of events
  std::string main{};      // class (大类) as it stands in codes
  std::string subclass{};  // 小类
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
