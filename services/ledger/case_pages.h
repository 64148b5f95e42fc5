// Pages of cases for people: what lists have in common, whichever service answers them. Touches the disk: call it on
// the reader pool. Thread-safe.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "engine/directory.h"
#include "services/ledger/ledger.h"
#include "wangge/cases/v1/case.pb.h"

namespace wangge::ledger {

// A query of the caller's whole scope: newest first, not filtered.
engine::CaseQuery ScopeQuery(const Ledger& ledger, const domain::Actor& actor);

// What of a list is asked for.
struct PageAsk {
  std::string list{};  // ListKey of everything that decides the list, the caller included
  std::int32_t page_size = 0;
  std::string page_token{};
};

struct ShownPage {
  std::vector<cases::v1::Case> cases{};
  std::string next_page_token{};
};

// The cases that any of the queries finds, each once, in their order, which is the same in all of them; page size and
// cursor of the queries are set here. INVALID_ARGUMENT FIELD_INVALID, PAGE_TOKEN_INVALID.
absl::StatusOr<ShownPage> ShowPage(const Ledger& ledger, const domain::Actor& actor,
                                   std::vector<engine::CaseQuery> queries, const PageAsk& ask);

// Which part of a list that is in memory as a whole: from where, and how many.
struct Slice {
  std::uint64_t after = 0;  // the cursor: what it counts is the list's matter
  std::size_t size = 0;
};
absl::StatusOr<Slice> SliceOf(const Ledger& ledger, const PageAsk& ask);

// Everything in a request that decides a list: the request without its page, as bytes.
template <typename Request>
std::string ListKeyOf(std::string_view method, const domain::Actor& actor, Request request) {
  request.clear_page_size();
  request.clear_page_token();
  return ListKey({method, actor.id, FingerprintOf(request)});
}
template <typename Request>
PageAsk AskOf(std::string_view method, const domain::Actor& actor, const Request& request) {
  return {ListKeyOf(method, actor, request), request.page_size(), request.page_token()};
}

}  // namespace wangge::ledger
