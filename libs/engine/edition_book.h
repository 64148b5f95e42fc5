// The editions of a state: read from its config rows at start, and made anew for each activation. The loader, which
// knows the formats of config files, is given from outside (libs/catalog). Engine thread only; the sets it hands out
// are immutable.
#pragma once

#include <functional>
#include <memory>
#include <string_view>

#include "absl/status/status.h"
#include "domain/editions.h"
#include "domain/event.h"
#include "storage/store.h"

namespace wangge::engine {

// Compiles `body` and puts it into `editions` under `id`. INVALID_ARGUMENT with file:line:column for a faulty body.
using EditionLoader = std::function<absl::Status(domain::Editions& editions, const domain::EditionActivated& event,
                                                 domain::EditionId id, Timestamp at, std::string_view body)>;

class EditionBook {
 public:
  explicit EditionBook(EditionLoader loader) : loader_(std::move(loader)) {}

  // DATA_LOSS when an activation has no body.
  absl::Status Load(const storage::Snapshot& snapshot, domain::ShardId shard);

  // The set with one more edition, or why its body cannot come into force. Does not change the book.
  absl::StatusOr<std::shared_ptr<const domain::Editions>> With(const domain::EditionActivated& event,
                                                               domain::EditionId id, Timestamp at,
                                                               std::string_view body) const;
  void Put(std::shared_ptr<const domain::Editions> editions) { current_ = std::move(editions); }
  const std::shared_ptr<const domain::Editions>& current() const { return current_; }

 private:
  EditionLoader loader_;
  std::shared_ptr<const domain::Editions> current_ = std::make_shared<domain::Editions>();
};

}  // namespace wangge::engine
