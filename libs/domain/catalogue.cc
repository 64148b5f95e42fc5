#include "domain/catalogue.h"

#include <algorithm>

namespace wangge::domain {
namespace {

template <typename Entry>
std::string SortById(std::vector<Entry>& entries) {
  std::ranges::sort(entries, {}, &Entry::id);
  const auto twice = std::ranges::adjacent_find(entries, {}, &Entry::id);
  return twice == entries.end() ? std::string{} : twice->id;
}

template <typename Entry>
const Entry* FindById(const std::vector<Entry>& entries, std::string_view id) {
  const auto found = std::lower_bound(entries.begin(), entries.end(), id,
                                      [](const Entry& entry, std::string_view key) { return entry.id < key; });
  return found != entries.end() && found->id == id ? &*found : nullptr;
}

}  // namespace

std::string Catalogue::Seal() {
  std::string twice = SortById(categories_);
  return twice.empty() ? SortById(conditions_) : twice;
}

const Category* Catalogue::FindCategory(std::string_view id) const { return FindById(categories_, id); }
const Condition* Catalogue::FindCondition(std::string_view id) const { return FindById(conditions_, id); }

}  // namespace wangge::domain
