// Cases as the engine last decided them, durable or not yet. What is not here is read from the published snapshot, so
// an entry may only go once its last change is durable. Engine thread only.
#pragma once

#include <cstddef>
#include <memory>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "domain/case.h"
#include "storage/store.h"

namespace wangge::engine {

class CaseCache {
 public:
  explicit CaseCache(std::size_t cases_max) : cases_max_(cases_max) {}

  // nullptr: there is no such case. `published` must hold every change that was evicted.
  absl::StatusOr<std::shared_ptr<const domain::Case>> Find(domain::CaseId id, const storage::Snapshot& published);
  void Put(std::shared_ptr<const domain::Case> c);
  // Makes room when there are more than cases_max, keeping those whose last change lies after `durable`.
  void Evict(domain::LogPosition durable);

 private:
  std::size_t cases_max_;
  absl::flat_hash_map<std::uint64_t, std::shared_ptr<const domain::Case>> cases_;
};

}  // namespace wangge::engine
