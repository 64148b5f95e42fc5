#include "engine/directory.h"

#include <algorithm>
#include <cstdlib>
#include <mutex>
#include <queue>
#include <type_traits>

#include "base/status/text.h"
#include "storage/big_endian.h"
#include "storage/case_record.h"
#include "storage/keys.h"

namespace wangge::engine {
namespace {

constexpr std::string_view kEverywhere = "*";

bool Is(const std::string* name, const std::string& wanted) { return wanted.empty() || *name == wanted; }

// As domain::TakesPart, asked of an entry.
bool TakesPart(const CaseEntry& entry, const std::string& unit) {
  return *entry.unit == unit ||
         std::ranges::any_of(entry.helpers, [&](const std::string* helper) { return *helper == unit; });
}

// As domain::Sees, asked of an entry.
bool InScope(const CaseQuery& query, const CaseEntry& entry) {
  const domain::View& view = query.view;
  if (view.by_unit && !view.unit.empty() && TakesPart(entry, view.unit)) return true;
  if (!view.by_area || view.area.empty()) return false;
  if (view.area == kEverywhere) return true;
  return entry.area->empty() ? query.area_root.starts_with(view.area) : entry.area->starts_with(view.area);
}

bool Holds(const Surroundings& around, Position place) {
  constexpr std::int64_t kRound = 3'600'000'000;  // 360 degrees
  const std::int64_t across = std::abs(std::int64_t{place.lon_e7} - around.centre.lon_e7);
  return std::min(across, kRound - across) <= around.lon_e7 &&
         std::abs(std::int64_t{place.lat_e7} - around.centre.lat_e7) <= around.lat_e7;
}

// The indexes lead to the scope; where two of them meet, or one is wider, the entry itself has the last word.
bool Matches(const CaseQuery& query, const CaseEntry& entry) {
  if (!InScope(query, entry)) return false;
  if (query.open && *query.open != (entry.outcome == domain::Outcome::kOpen)) return false;
  if (query.in_gap_only && !entry.in_gap) return false;
  if (query.incident_only && !entry.has_incident) return false;
  if (query.overdue_at && !(entry.due && *entry.due < *query.overdue_at)) return false;
  if (query.received_from && entry.received_at < *query.received_from) return false;
  if (query.around && !(entry.place && Holds(*query.around, *entry.place))) return false;
  if (!query.unit.empty() && !TakesPart(entry, query.unit)) return false;
  return Is(entry.stage, query.stage) && Is(entry.inspector, query.inspector) && Is(entry.category, query.category) &&
         Is(entry.condition, query.condition) && Is(entry.source, query.source) &&
         entry.area->starts_with(query.area_prefix);
}

bool DueBefore(const CaseEntry& a, const CaseEntry& b) {
  if (a.due.has_value() != b.due.has_value()) return a.due.has_value();
  if (a.due != b.due) return *a.due < *b.due;
  return a.id < b.id;
}

std::optional<Timestamp> EarliestDue(const domain::Case& c) {
  std::optional<Timestamp> due;
  for (const domain::ClockRun& run : c.clocks) {
    if (run.running() && (!due || run.due < *due)) due = run.due;
  }
  return due;
}

// The responsible unit and those that help.
std::vector<std::string> UnitsOf(const CaseEntry& entry) {
  std::vector<std::string> units;
  if (!entry.unit->empty()) units.push_back(*entry.unit);
  for (const std::string* helper : entry.helpers) units.push_back(*helper);
  return units;
}

void Drop(std::map<std::string, std::set<domain::CaseId>, std::less<>>& index, const std::string& name,
          domain::CaseId id) {
  const auto found = index.find(name);
  if (found == index.end()) return;
  found->second.erase(id);
  if (found->second.empty()) index.erase(found);
}

}  // namespace

const std::string* Directory::Intern(const std::string& text) { return &*names_.insert(text).first; }

CaseEntry Directory::EntryOf(const domain::Case& c, const domain::Editions& editions) {
  const domain::Procedure* procedure = editions.procedures.Find(c.procedure);
  std::vector<const std::string*> helpers;
  for (const domain::Assignment& assignment : c.assignments) {
    if (!assignment.lead && domain::TakesPart(c, assignment.unit)) helpers.push_back(Intern(assignment.unit));
  }
  return {.id = c.id,
          .stage = Intern(procedure == nullptr ? std::string{} : procedure->stages[c.stage].id),
          .unit = Intern(c.unit),
          .helpers = std::move(helpers),
          .area = Intern(c.area),
          .inspector = Intern(c.inspector),
          .category = Intern(c.category),
          .condition = Intern(c.condition),
          .source = Intern(c.source),
          .outcome = c.outcome,
          .in_gap = !c.location.gaps.empty(),
          .has_incident = domain::OpenIncident(c) != nullptr,
          .received_at = c.received_at,
          .place = c.location.position,
          .due = EarliestDue(c)};
}

void Directory::Add(const CaseEntry& entry) {
  entries_.insert_or_assign(entry.id, entry);
  const bool open = entry.outcome == domain::Outcome::kOpen;
  by_area_[*entry.area].insert(entry.id);
  if (open) {
    open_.insert(entry.id);
    open_by_area_[*entry.area].insert(entry.id);
  }
  for (const std::string& unit : UnitsOf(entry)) {
    by_unit_[unit].insert(entry.id);
    if (open) open_by_unit_[unit].insert(entry.id);
  }
}

void Directory::Remove(const CaseEntry& entry) {
  open_.erase(entry.id);
  Drop(by_area_, *entry.area, entry.id);
  Drop(open_by_area_, *entry.area, entry.id);
  for (const std::string& unit : UnitsOf(entry)) {
    Drop(by_unit_, unit, entry.id);
    Drop(open_by_unit_, unit, entry.id);
  }
}

absl::Status Directory::Load(const storage::Snapshot& snapshot, domain::ShardId shard,
                             const domain::Editions& editions) {
  const std::unique_lock lock(mutex_);
  const std::string from = storage::CaseKey(domain::MakeCaseId(shard, domain::LogPosition{0}));
  const std::string to =
      storage::CaseKey(domain::MakeCaseId(domain::ShardId{static_cast<std::uint16_t>(shard.value + 1)}, {}));
  const auto cursor = snapshot.Scan(storage::Family::kCase, from, to);
  for (; cursor->Valid(); cursor->Next()) {
    const auto id = storage::CaseOfKey(cursor->Key());
    if (!id) return DataLoss("Expected a case key, but its octets are none. Run `wangge verify`.");
    WANGGE_ASSIGN_OR_RETURN(const domain::Case c, storage::DecodeCase(*id, cursor->Value()));
    Add(EntryOf(c, editions));
  }
  return cursor->status();
}

void Directory::Apply(const Published& published) {
  const std::unique_lock lock(mutex_);
  for (const CaseChange& change : published.changes) {
    if (const auto old = entries_.find(change.after->id); old != entries_.end()) Remove(old->second);
    Add(EntryOf(*change.after, *published.editions));
  }
}

std::vector<const Directory::Ids*> Directory::IndexesOf(const CaseQuery& query) const {
  const bool open_only = query.open.value_or(false) || query.overdue_at.has_value();
  const auto& units = open_only ? open_by_unit_ : by_unit_;
  const auto& areas = open_only ? open_by_area_ : by_area_;
  std::vector<const Ids*> indexes;
  const auto add_unit = [&](const std::string& unit) {
    if (const auto found = units.find(unit); found != units.end()) indexes.push_back(&found->second);
  };
  const std::string& area = query.view.area;
  const bool by_area = query.view.by_area && !area.empty();
  const bool whole_city = by_area && (area == kEverywhere || query.area_root.starts_with(area));
  if (whole_city && !query.unit.empty()) {
    add_unit(query.unit);
    return indexes;
  }
  if (by_area && area == kEverywhere && open_only) return {&open_};
  if (query.view.by_unit && !query.view.unit.empty()) add_unit(query.view.unit);
  if (!by_area) return indexes;
  const std::string prefix = area == kEverywhere ? std::string{} : area;
  for (auto cell = areas.lower_bound(prefix); cell != areas.end() && cell->first.starts_with(prefix); ++cell) {
    if (!cell->first.empty() || whole_city) indexes.push_back(&cell->second);
  }
  if (whole_city && !prefix.empty()) {
    if (const auto nowhere = areas.find(std::string_view{}); nowhere != areas.end()) {
      indexes.push_back(&nowhere->second);
    }
  }
  return indexes;
}

// Merges the indexes of the scope.
template <bool kNewest>
std::vector<CaseEntry> Directory::ById(const CaseQuery& query, std::size_t max) const {
  using Iterator = std::conditional_t<kNewest, Ids::const_reverse_iterator, Ids::const_iterator>;
  struct Run {
    Iterator at;
    Iterator end;
    // The run on top of the queue is the greatest one: that whose case comes first in the list.
    bool operator<(const Run& other) const { return kNewest ? *at < *other.at : *other.at < *at; }
  };
  std::priority_queue<Run> runs;
  for (const Ids* ids : IndexesOf(query)) {
    Run run{};
    if constexpr (kNewest) {
      run = {query.after ? Iterator(ids->lower_bound(query.after->id)) : ids->rbegin(), ids->rend()};
    } else {
      run = {query.after ? ids->upper_bound(query.after->id) : ids->begin(), ids->end()};
    }
    if (run.at != run.end) runs.push(run);
  }
  std::vector<CaseEntry> entries;
  while (!runs.empty() && entries.size() < max) {
    Run run = runs.top();
    runs.pop();
    const CaseEntry& entry = entries_.at(*run.at);
    if (kNewest && query.received_from && entry.received_at < *query.received_from) break;  // as all that follow
    // A case of the caller's unit may lie in the caller's area too: then it comes twice, one after the other.
    const bool is_again = !entries.empty() && entries.back().id == entry.id;
    if (!is_again && Matches(query, entry)) entries.push_back(entry);
    if (++run.at != run.end) runs.push(run);
  }
  return entries;
}

std::vector<CaseEntry> Directory::DueFirst(const CaseQuery& query) const {
  std::vector<CaseEntry> entries;
  for (const Ids* ids : IndexesOf(query)) {
    for (const domain::CaseId id : *ids) {
      const CaseEntry& entry = entries_.at(id);
      if (Matches(query, entry) && (!query.after || DueBefore(*query.after, entry))) entries.push_back(entry);
    }
  }
  std::ranges::sort(entries, DueBefore);
  const auto again = std::ranges::unique(entries, {}, &CaseEntry::id);
  entries.erase(again.begin(), again.end());
  return entries;
}

CasePage Directory::List(const CaseQuery& query) const {
  const std::shared_lock lock(mutex_);
  CasePage page;
  switch (query.order) {
    case CaseOrder::kNewestFirst:
      page.entries = ById<true>(query, query.page_size + 1);
      break;
    case CaseOrder::kOldestFirst:
      page.entries = ById<false>(query, query.page_size + 1);
      break;
    case CaseOrder::kDueFirst:
      page.entries = DueFirst(query);
  }
  page.more = page.entries.size() > query.page_size;
  if (page.more) page.entries.resize(query.page_size);
  return page;
}

std::size_t Directory::size() const {
  const std::shared_lock lock(mutex_);
  return entries_.size();
}

}  // namespace wangge::engine
