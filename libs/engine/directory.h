// Which cases there are, for people's lists: by unit, stage, area, inspector, category, source and due time. A read
// model in memory over published changes, rebuilt at start. Every list begins at an index of the caller's scope (units,
// or areas by prefix), so that a case out of scope is never looked at. Thread-safe.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <shared_mutex>
#include <string>
#include <unordered_set>
#include <vector>

#include "absl/status/status.h"
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
  const std::string* source = nullptr;
  domain::Outcome outcome = domain::Outcome::kOpen;
  bool in_gap = false;             // has a point, and no cell of some layer holds it
  bool has_incident = false;       // the rules of responsibility could not decide, and nobody has since
  std::optional<Timestamp> due{};  // the earliest deadline of a running clock
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
  std::string source{};
  std::string area_prefix{};
  std::optional<bool> open{};
  bool in_gap_only = false;
  bool incident_only = false;
  std::optional<Timestamp> overdue_at{};  // only those with a running deadline before this instant
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

  // O(log n + entries looked at); kDueFirst looks at every open case in scope.
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
};

}  // namespace wangge::engine
