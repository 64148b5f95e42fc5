#include "engine/case_cache.h"

#include "base/status/text.h"
#include "storage/case_record.h"
#include "storage/keys.h"

namespace wangge::engine {

absl::StatusOr<std::shared_ptr<const domain::Case>> CaseCache::Find(domain::CaseId id,
                                                                    const storage::Snapshot& published) {
  if (const auto found = cases_.find(id.value); found != cases_.end()) return found->second;
  WANGGE_ASSIGN_OR_RETURN(const auto row, published.Get(storage::Family::kCase, storage::CaseKey(id)));
  if (!row) return std::shared_ptr<const domain::Case>{};
  WANGGE_ASSIGN_OR_RETURN(auto decoded, storage::DecodeCase(id, *row));
  auto c = std::make_shared<const domain::Case>(std::move(decoded));
  cases_[id.value] = c;
  return c;
}

void CaseCache::Put(std::shared_ptr<const domain::Case> c) {
  const std::uint64_t key = c->id.value;
  cases_[key] = std::move(c);
}

void CaseCache::Evict(domain::LogPosition durable) {
  if (cases_.size() <= cases_max_) return;
  // Which of the durable ones go is of no consequence to any decision: all come back from the snapshot.
  const std::size_t keep = cases_max_ / 2;
  for (auto entry = cases_.begin(); entry != cases_.end() && cases_.size() > keep;) {
    const auto here = entry++;
    if (here->second->last <= durable) cases_.erase(here);
  }
}

}  // namespace wangge::engine
