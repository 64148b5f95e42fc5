// The gap queue: open cases whose position no cell of a layer holds, in the order in which they came to be so. A read
// model in memory over the feed, rebuilt at start. Thread-safe.
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/time.h"
#include "domain/place.h"
#include "wangge/ledger/v1/feed.pb.h"

namespace wangge::grid {

struct GapCase {
  std::string name{};           // `cases/{id}`
  Timestamp received_at{};      // or placed again
  domain::Location location{};  // gaps: at least one
};

// A case waits once for each layer without it: entries are ordered by the position in the log since which it waits,
// then by gap.
struct GapKey {
  std::uint64_t position = 0;
  std::size_t gap = 0;  // index into location.gaps
  friend auto operator<=>(const GapKey&, const GapKey&) = default;
};

struct GapPage {
  std::vector<std::pair<GapKey, GapCase>> entries{};
  bool more = false;
};

class GapQueue {
 public:
  // Records come in the order of the log; others than reports, steps and relocations are skipped.
  void Apply(const ledger::v1::FeedRecord& record);

  // Entries after `after`, of one layer, or of all when `layer` is empty.
  GapPage List(std::string_view layer, std::optional<GapKey> after, std::size_t page_size) const;

 private:
  void Place(const ledger::v1::FeedRecord& record, const ledger::v1::LocationEvidence& evidence);
  void Remove(const std::string& name);

  mutable std::mutex mutex_;
  std::map<std::uint64_t, GapCase> cases_;                       // by position since which it waits
  std::map<std::string, std::uint64_t, std::less<>> positions_;  // by case name
};

}  // namespace wangge::grid
