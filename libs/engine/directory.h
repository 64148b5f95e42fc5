// Which cases there are, for people's lists: by unit, stage, area, inspector, category, source and due time. A read
// model in memory over published changes, rebuilt at start. Every list begins at an index of the caller's scope (units,
// or areas by prefix), so that a case out of scope is never looked at. Thread-safe.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <shared_mutex>
#include <string>
#include <unordered_set>
#include <vector>

#include "absl/status/status.h"
#include "base/position.h"
#include "domain/scope.h"
#include "engine/shard.h"

namespace wangge::engine {

// What a list filters and sorts by.
struct CaseEntry {
  domain::CaseId id{};
  const std::string* stage = nullptr;
  const std::string* unit = nullptr;
  std::vector<const std::string*> helpers{};  // units that help in this round
  const std::string* area = nullptr;
  const std::string* inspector = nullptr;
  const std::string* category = nullptr;
  const std::string* condition = nullptr;  // "" until filed
  const std::string* source = nullptr;
  domain::Outcome outcome = domain::Outcome::kOpen;
  bool in_gap = false;        // has a point, and no cell of some layer holds it
  bool has_incident = false;  // the rules of responsibility could not decide, and nobody has since
  Timestamp received_at{};    // never falls from one id of a shard to the next
  std::optional<Position> place{};
  std::optional<Timestamp> due{};  // the earliest deadline of a running clock
};

// The box of what lies no farther than so much to each side, the 180th meridian crossed. All of it inclusive.
struct Surroundings {
  Position centre{};
  std::int64_t lon_e7 = 0;
  std::int64_t lat_e7 = 0;
};

enum class CaseOrder { kNewestFirst, kOldestFirst, kDueFirst };

// Empty strings and absent options do not filter.
struct CaseQuery {
  domain::View view{};
  std::string area_root{};
  std::string stage{};
  std::string unit{};
  std::string inspector{};
  std::string category{};
  std::string condition{};
  std::string source{};
  std::string area_prefix{};
  std::optional<bool> open{};
  bool in_gap_only = false;
  bool incident_only = false;
  std::optional<Timestamp> overdue_at{};  // only those with a running deadline before this instant
  std::optional<Timestamp> received_from{};
  std::optional<Surroundings> around{};  // only those with a place, in there
  CaseOrder order = CaseOrder::kNewestFirst;
  std::size_t page_size = 50;
  std::optional<CaseEntry> after{};  // the last entry of the page before: its id, and its due time for kDueFirst
};

struct CasePage {
  std::vector<CaseEntry> entries{};
  bool more = false;
};

class Directory {
 public:
  // All cases of the published state. For the start, before any Apply.
  absl::Status Load(const storage::Snapshot& snapshot, domain::ShardId shard, const domain::Editions& editions);
  void Apply(const Published& published);

  // O(log n + entries looked at), and one step for each cell of the scope that has a case, unless open cases everywhere
  // are asked for. kDueFirst looks at every open case in scope; kNewestFirst ends at the first case received before
  // `received_from`.
  CasePage List(const CaseQuery& query) const;
  std::size_t size() const;

 private:
  using Ids = std::set<domain::CaseId>;

  const std::string* Intern(const std::string& text);
  CaseEntry EntryOf(const domain::Case& c, const domain::Editions& editions);
  void Add(const CaseEntry& entry);
  void Remove(const CaseEntry& entry);
  std::vector<const Ids*> IndexesOf(const CaseQuery& query) const;
  // In the order of ids, one way or the other: `kNewest` walks the indexes backwards.
  template <bool kNewest>
  std::vector<CaseEntry> ById(const CaseQuery& query, std::size_t max) const;
  std::vector<CaseEntry> DueFirst(const CaseQuery& query) const;

  mutable std::shared_mutex mutex_;
  std::unordered_set<std::string> names_;
  std::map<domain::CaseId, CaseEntry> entries_;
  std::map<std::string, Ids, std::less<>> by_unit_;
  std::map<std::string, Ids, std::less<>> by_area_;  // "" = in no cell
  // The same, open cases only: what queues and tasks are made of.
  std::map<std::string, Ids, std::less<>> open_by_unit_;
  std::map<std::string, Ids, std::less<>> open_by_area_;
  Ids open_;
};

}  // namespace wangge::engine
