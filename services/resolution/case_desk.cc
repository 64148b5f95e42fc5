#include "services/resolution/case_desk.h"

#include <memory>
#include <utility>

#include "base/status/text.h"
#include "domain/decide/clockwork.h"
#include "domain/lamp.h"
#include "domain/run_deadline.h"
#include "rpc/error.h"
#include "services/ledger/callers.h"
#include "services/ledger/case_pages.h"
#include "services/ledger/refusal.h"
#include "services/resolution/case_filter.h"
#include "services/resolution/similar_cases.h"
#include "wire/deadline_move.h"
#include "wire/explanation.h"
#include "wire/time.h"

namespace wangge::resolution {
namespace {

// A list does not change with the write that it must not be older than.
template <typename Request>
ledger::PageAsk AskOf(std::string_view method, const domain::Actor& actor, Request request) {
  request.clear_position_token();
  return ledger::AskOf(method, actor, request);
}

// The latest run of the clock, or the one that is asked for.
const domain::ClockRun* FindRun(const ledger::SeenCase& seen, const v1::ExplainDeadlineRequest& in) {
  const domain::ClockRun* found = nullptr;
  for (const domain::ClockRun& run : seen.the_case->clocks) {
    const bool is_clock = seen.pinned.procedure->clocks[run.clock].id == in.clock();
    if (is_clock && (in.generation() == 0 || in.generation() == run.generation)) found = &run;
  }
  return found;
}

}  // namespace

absl::StatusOr<v1::GetCaseResponse> CaseDesk::GetCase(const domain::Actor& actor, const v1::GetCaseRequest& in) const {
  WANGGE_RETURN_IF_ERROR(ledger_.CheckPositionToken(in.position_token()));
  WANGGE_ASSIGN_OR_RETURN(const ledger::SeenCase seen, ledger_.cases().Find(actor, in.name()));
  v1::GetCaseResponse response;
  *response.mutable_case_() = ledger_.cases().Show(seen, wire::Detail::kWhole);
  WANGGE_RETURN_IF_ERROR(ledger_.cases().AddMaster(seen, *response.mutable_case_()));
  WANGGE_RETURN_IF_ERROR(ledger_.cases().AddCampaigns(seen, *response.mutable_case_()));
  WANGGE_RETURN_IF_ERROR(ledger_.cases().Open(seen, actor, in.purpose(), *response.mutable_case_()));
  return response;
}

absl::StatusOr<v1::ListCasesResponse> CaseDesk::FindNumbered(const domain::Actor& actor,
                                                             const v1::CaseFilter& filter) const {
  v1::ListCasesResponse response;
  const auto seen = ledger_.cases().FindNumbered(actor, filter.number());
  if (absl::IsNotFound(seen.status())) return response;
  if (!seen.ok()) return seen.status();
  cases::v1::Case shown = ledger_.cases().Show(*seen, wire::Detail::kList);
  if (Fits(filter, shown)) *response.add_cases() = std::move(shown);
  return response;
}

absl::StatusOr<engine::CaseQuery> CaseDesk::ScopeOf(const domain::Actor& actor) const {
  engine::CaseQuery query = ledger::ScopeQuery(ledger_, actor);
  if (query.view.by_area || query.view.by_unit) return query;
  const auto roles = ledger_.state().editions()->roles;
  std::vector<std::string> would_do;
  for (const auto& [id, role] : *roles) would_do.push_back(id);
  return ledger::NotAllowed("see cases", actor.roles, *roles, would_do);
}

absl::StatusOr<v1::ListCasesResponse> CaseDesk::ListCases(const domain::Actor& actor,
                                                          const v1::ListCasesRequest& in) const {
  WANGGE_RETURN_IF_ERROR(ledger_.CheckPositionToken(in.position_token()));
  WANGGE_ASSIGN_OR_RETURN(engine::CaseQuery query, ScopeOf(actor));
  wire::Faults faults;
  Narrow(in.filter(), in.order(), ledger_.state().Now(), query, faults);
  WANGGE_RETURN_IF_ERROR(ledger::StatusOf(faults));
  const ledger::PageAsk ask = AskOf("Cases", actor, in);
  if (!in.filter().number().empty()) {
    WANGGE_RETURN_IF_ERROR(ledger::SliceOf(ledger_, ask).status());
    return FindNumbered(actor, in.filter());
  }
  WANGGE_ASSIGN_OR_RETURN(auto page, ledger::ShowPage(ledger_, actor, {query}, ask));
  v1::ListCasesResponse response;
  for (auto& shown : page.cases) *response.add_cases() = std::move(shown);
  response.set_next_page_token(page.next_page_token);
  return response;
}

absl::StatusOr<v1::FindSimilarCasesResponse> CaseDesk::FindSimilarCases(const domain::Actor& actor,
                                                                        const v1::FindSimilarCasesRequest& in) const {
  WANGGE_RETURN_IF_ERROR(ledger_.CheckPositionToken(in.position_token()));
  WANGGE_ASSIGN_OR_RETURN(engine::CaseQuery scope, ScopeOf(actor));
  const auto find = [&](const std::string& name) -> absl::StatusOr<std::shared_ptr<const domain::Case>> {
    WANGGE_ASSIGN_OR_RETURN(ledger::SeenCase seen, ledger_.cases().Find(actor, name));
    return std::move(seen.the_case);
  };
  WANGGE_ASSIGN_OR_RETURN(const SimilarAsk ask, SimilarAskOf(in, ledger_.state().Now(), find));
  WANGGE_ASSIGN_OR_RETURN(const std::size_t page_size, ledger::PageSize(in.page_size()));
  v1::FindSimilarCasesResponse response;
  for (const SimilarFound& found : FindSimilar(ledger_.state().directory(), std::move(scope), ask)) {
    const auto seen = ledger_.cases().Find(actor, found.id);
    if (absl::IsNotFound(seen.status())) continue;  // it left the caller's scope meanwhile
    if (!seen.ok()) return seen.status();
    if (static_cast<std::size_t>(response.cases_size()) == page_size) {
      response.set_more(true);
      break;
    }
    v1::SimilarCase& similar = *response.add_cases();
    *similar.mutable_case_() = ledger_.cases().Show(*seen, wire::Detail::kList);
    similar.set_distance_cm(static_cast<std::uint32_t>(found.distance_cm));
  }
  return response;
}

absl::StatusOr<v1::ListTasksResponse> CaseDesk::ListTasks(const domain::Actor& actor,
                                                          const v1::ListTasksRequest& in) const {
  WANGGE_RETURN_IF_ERROR(ledger_.CheckPositionToken(in.position_token()));
  engine::CaseQuery of_inspector = ledger::ScopeQuery(ledger_, actor);
  of_inspector.open = true;
  of_inspector.order = engine::CaseOrder::kDueFirst;
  std::vector<engine::CaseQuery> queries;
  if (of_inspector.view.by_unit && !of_inspector.view.unit.empty()) {
    engine::CaseQuery of_unit = of_inspector;
    of_unit.unit = of_inspector.view.unit;
    queries.push_back(std::move(of_unit));
  }
  of_inspector.inspector = actor.on_behalf_of.empty() ? actor.id : actor.on_behalf_of;
  queries.push_back(std::move(of_inspector));
  WANGGE_ASSIGN_OR_RETURN(auto page, ledger::ShowPage(ledger_, actor, std::move(queries), AskOf("Tasks", actor, in)));
  v1::ListTasksResponse response;
  for (auto& shown : page.cases) *response.add_cases() = std::move(shown);
  response.set_next_page_token(page.next_page_token);
  return response;
}

absl::StatusOr<v1::ListHistoryResponse> CaseDesk::ListHistory(const domain::Actor& actor,
                                                              const v1::ListHistoryRequest& in) const {
  WANGGE_RETURN_IF_ERROR(ledger_.CheckPositionToken(in.position_token()));
  WANGGE_ASSIGN_OR_RETURN(const ledger::SeenCase seen, ledger_.cases().Find(actor, in.name()));
  const ledger::PageAsk ask = AskOf("History", actor, in);
  WANGGE_ASSIGN_OR_RETURN(const ledger::Slice slice, ledger::SliceOf(ledger_, ask));
  WANGGE_ASSIGN_OR_RETURN(const auto entries, ledger_.cases().History(seen, actor, in.purpose()));
  v1::ListHistoryResponse response;
  for (const auto& entry : entries) {
    if (entry.position() <= slice.after) continue;
    if (static_cast<std::size_t>(response.entries_size()) == slice.size) {
      const std::uint64_t last = response.entries().rbegin()->position();
      response.set_next_page_token(ledger_.page_tokens().Make(ask.list, ledger::CursorOf(last)));
      break;
    }
    *response.add_entries() = entry;
  }
  return response;
}

absl::StatusOr<v1::ListDeadlinesResponse> CaseDesk::ListDeadlines(const domain::Actor& actor,
                                                                  const v1::ListDeadlinesRequest& in) const {
  WANGGE_RETURN_IF_ERROR(ledger_.CheckPositionToken(in.position_token()));
  WANGGE_ASSIGN_OR_RETURN(const ledger::SeenCase seen, ledger_.cases().Find(actor, in.name()));
  const ledger::PageAsk ask = AskOf("Deadlines", actor, in);
  WANGGE_ASSIGN_OR_RETURN(const ledger::Slice slice, ledger::SliceOf(ledger_, ask));
  const Timestamp now = ledger_.state().Now();
  v1::ListDeadlinesResponse response;
  // Runs are kept in order of start, and count from 1: the cursor is the last one's generation.
  for (const domain::ClockRun& run : seen.the_case->clocks) {
    if (run.generation <= slice.after) continue;
    if (static_cast<std::size_t>(response.clocks_size()) == slice.size) {
      const std::uint64_t last = response.clocks().rbegin()->generation();
      response.set_next_page_token(ledger_.page_tokens().Make(ask.list, ledger::CursorOf(last)));
      break;
    }
    *response.add_clocks() = wire::ToProto(run, *seen.the_case, seen.pinned, now);
  }
  return response;
}

absl::StatusOr<v1::ExplainDeadlineResponse> CaseDesk::ExplainDeadline(const domain::Actor& actor,
                                                                      const v1::ExplainDeadlineRequest& in) const {
  WANGGE_RETURN_IF_ERROR(ledger_.CheckPositionToken(in.position_token()));
  WANGGE_ASSIGN_OR_RETURN(const ledger::SeenCase seen, ledger_.cases().Find(actor, in.name()));
  const domain::ClockRun* run = FindRun(seen, in);
  if (run == nullptr) {
    return rpc::MakeError(absl::StatusCode::kNotFound, "CLOCK_NOT_FOUND",
                          "Expected a clock that runs or ran on the case, but \"" + in.clock() +
                              "\" did not. ListDeadlines has those that did.",
                          {{"clock", in.clock()}});
  }
  v1::ExplainDeadlineResponse response;
  auto& explanation = *response.mutable_explanation();
  explanation.set_clock(in.clock());
  explanation.set_generation(run->generation);
  *explanation.mutable_due_at() = wire::ToProto(run->due);
  explanation.set_provisional(run->provisional);
  const domain::Calendar* calendar = domain::CalendarOfRun(*run, seen.editions->calendars, *seen.pinned.system);
  if (calendar == nullptr)
    return ledger::StatusOf(domain::CalendarMissing(*seen.pinned.system, seen.the_case->area, seen.the_case->unit));
  explanation.set_calendar(wire::CalendarName(*run, seen.pinned));
  explanation.set_utc_offset_minutes(static_cast<std::int32_t>(calendar->utc_offset().micros / Minutes(1).micros));
  const auto standstill = domain::StandstillOf(*calendar, *seen.the_case, *run);
  if (standstill) *explanation.mutable_standstill() = wire::ToProto(*standstill);
  if (!run->limit) return response;
  const auto parts = domain::ExplainRun(*calendar, *run, ledger_.state().Now());
  if (const auto* reason = std::get_if<domain::NoDeadline>(&parts)) {
    return rpc::MakeError(absl::StatusCode::kFailedPrecondition, std::string(domain::NameOf(*reason)),
                          "Expected a calendar that can tell how the deadline came about, but it cannot.");
  }
  for (const domain::Explanation& part : std::get<std::vector<domain::Explanation>>(parts)) {
    *explanation.add_parts() = wire::ToProto(part);
    if (part.may_move_from) explanation.set_may_move_from(domain::FormatDay(*part.may_move_from));
  }
  if (standstill && std::cmp_equal(standstill->left.size(), explanation.parts_size())) {
    for (int i = 0; i < explanation.parts_size(); ++i) {
      explanation.mutable_parts(i)->set_left(standstill->left[static_cast<std::size_t>(i)]);
    }
  }
  return response;
}

absl::StatusOr<v1::ListAllowedActionsResponse> CaseDesk::ListAllowedActions(
    const domain::Actor& actor, const v1::ListAllowedActionsRequest& in) const {
  WANGGE_ASSIGN_OR_RETURN(auto allowed, desk_.ListAllowed(actor, in.name()));
  v1::ListAllowedActionsResponse response;
  for (auto& action : allowed.actions) *response.add_actions() = std::move(action);
  response.set_etag(allowed.etag);
  return response;
}

}  // namespace wangge::resolution
