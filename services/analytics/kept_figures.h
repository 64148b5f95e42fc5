// The answers that callers are still paging through: later pages come from the figures of the first, whatever has
// happened since. The oldest are let go first. Thread-safe.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <utility>

#include "services/analytics/fact_feed.h"

namespace wangge::analytics {

class KeptFigures {
 public:
  static constexpr std::size_t kMax = 64;  // of a few thousand rows each, some MiB in all

  // `list` names the caller and the query.
  void Keep(std::string list, std::shared_ptr<const Figures> figures);
  // nullptr: let go, or never kept.
  std::shared_ptr<const Figures> Find(const std::string& list, std::uint64_t position) const;

 private:
  mutable std::mutex mutex_;
  std::deque<std::pair<std::string, std::shared_ptr<const Figures>>> kept_;
};

}  // namespace wangge::analytics
