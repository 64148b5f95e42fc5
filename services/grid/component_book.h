// The surveys of components in force, by name of their edition: an immutable set that is swapped whole, as LayerBook's.
// Thread-safe.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "catalog/components.h"
#include "domain/component.h"

namespace wangge::grid {

struct BookedComponents {
  std::shared_ptr<const catalog::Components> components{};
  std::uint64_t version = 0;
};

using ComponentBooks = std::map<std::string, BookedComponents, std::less<>>;

class ComponentBook {
 public:
  // UNAVAILABLE LAYERS_NOT_LOADED until Open: a set that is not whole would know too few.
  absl::StatusOr<std::shared_ptr<const ComponentBooks>> Read() const;

  // The reader of the log has caught up.
  void Open();
  // In place of an older version. An older version than the present one is ignored.
  void Put(const std::string& name, BookedComponents components);

 private:
  mutable std::mutex mutex_;
  bool is_open_ = false;
  std::shared_ptr<const ComponentBooks> books_ = std::make_shared<ComponentBooks>();
};

// What an edition of kind components stands for, proved when it was activated; about 3 us a component.
// INVALID_ARGUMENT: it was activated, and cannot be read.
absl::StatusOr<BookedComponents> ComponentsOfEdition(std::string_view name, std::uint64_t version,
                                                     std::string_view body);

// For each id what every edition says of it, by name of the edition: the evidence of a report.
using ComponentAnswers = std::vector<std::vector<domain::ComponentEvidence>>;
ComponentAnswers AnswersOf(const ComponentBooks& books, const std::vector<std::string>& ids);

}  // namespace wangge::grid
