#include "services/analytics/kept_figures.h"

namespace wangge::analytics {

void KeptFigures::Keep(std::string list, std::shared_ptr<const Figures> figures) {
  const std::lock_guard lock(mutex_);
  if (kept_.size() == kMax) kept_.pop_front();
  kept_.emplace_back(std::move(list), std::move(figures));
}

std::shared_ptr<const Figures> KeptFigures::Find(const std::string& list, std::uint64_t position) const {
  const std::lock_guard lock(mutex_);
  for (auto it = kept_.rbegin(); it != kept_.rend(); ++it) {
    if (it->first == list && it->second->position == position) return it->second;
  }
  return nullptr;
}

}  // namespace wangge::analytics
