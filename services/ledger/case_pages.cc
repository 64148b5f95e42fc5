#include "services/ledger/case_pages.h"

#include <algorithm>

#include "base/status/text.h"

namespace wangge::ledger {
namespace {

using engine::CaseEntry;
using engine::CaseOrder;

// As the directory sorts.
bool ComesBefore(CaseOrder order, const CaseEntry& a, const CaseEntry& b) {
  if (order == CaseOrder::kNewestFirst) return b.id < a.id;
  if (order == CaseOrder::kOldestFirst) return a.id < b.id;
  if (a.due.has_value() != b.due.has_value()) return a.due.has_value();
  if (a.due != b.due) return *a.due < *b.due;
  return a.id < b.id;
}

engine::CasePage Merge(const engine::Directory& directory, const std::vector<engine::CaseQuery>& queries,
                       std::size_t page_size) {
  engine::CasePage merged;
  for (const engine::CaseQuery& query : queries) {
    engine::CasePage page = directory.List(query);
    merged.more |= page.more;
    merged.entries.insert(merged.entries.end(), page.entries.begin(), page.entries.end());
  }
  if (queries.size() > 1) {
    std::ranges::sort(merged.entries, [order = queries.front().order](const CaseEntry& a, const CaseEntry& b) {
      return ComesBefore(order, a, b);
    });
    const auto again = std::ranges::unique(merged.entries, {}, &CaseEntry::id);
    merged.entries.erase(again.begin(), again.end());
  }
  if (merged.entries.size() > page_size) {
    merged.entries.resize(page_size);
    merged.more = true;
  }
  return merged;
}

}  // namespace

engine::CaseQuery ScopeQuery(const Ledger& ledger, const domain::Actor& actor) {
  const auto editions = ledger.state().editions();
  engine::CaseQuery query;
  query.view = domain::ViewOf(actor, *editions->roles);
  const auto& systems = editions->systems.active;
  if (!systems.empty()) query.area_root = systems.begin()->second.body->area_root;  // a city has one
  return query;
}

absl::StatusOr<ShownPage> ShowPage(const Ledger& ledger, const domain::Actor& actor,
                                   std::vector<engine::CaseQuery> queries, const PageAsk& ask) {
  WANGGE_ASSIGN_OR_RETURN(const std::size_t page_size, PageSize(ask.page_size));
  ShownPage shown;
  std::optional<CaseEntry> after;
  if (!ask.page_token.empty()) {
    WANGGE_ASSIGN_OR_RETURN(const std::string cursor, ledger.page_tokens().Open(ask.list, ask.page_token));
    WANGGE_ASSIGN_OR_RETURN(after, EntryOfCursor(cursor));
  }
  if (queries.empty()) return shown;
  for (engine::CaseQuery& query : queries) {
    query.page_size = page_size;
    query.after = after;
  }
  const engine::CasePage page = Merge(ledger.state().directory(), queries, page_size);
  for (const CaseEntry& entry : page.entries) {
    const auto seen = ledger.cases().Find(actor, entry.id);
    if (absl::IsNotFound(seen.status())) continue;  // it left the caller's scope meanwhile
    if (!seen.ok()) return seen.status();
    shown.cases.push_back(ledger.cases().Show(*seen, wire::Detail::kList));
  }
  if (page.more) shown.next_page_token = ledger.page_tokens().Make(ask.list, CursorOf(page.entries.back()));
  return shown;
}

absl::StatusOr<Slice> SliceOf(const Ledger& ledger, const PageAsk& ask) {
  Slice slice;
  WANGGE_ASSIGN_OR_RETURN(slice.size, PageSize(ask.page_size));
  if (ask.page_token.empty()) return slice;
  WANGGE_ASSIGN_OR_RETURN(const std::string cursor, ledger.page_tokens().Open(ask.list, ask.page_token));
  WANGGE_ASSIGN_OR_RETURN(slice.after, NumberOfCursor(cursor));
  return slice;
}

}  // namespace wangge::ledger
