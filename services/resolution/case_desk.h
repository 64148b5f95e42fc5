// The reads of ResolutionService, on the reader pool. The ledger outlives it. Thread-safe.
#pragma once

#include "absl/status/statusor.h"
#include "engine/directory.h"
#include "services/ledger/desk.h"
#include "services/ledger/ledger.h"
#include "wangge/resolution/v1/resolution.pb.h"

namespace wangge::resolution {

// Each is one method of the service, with its codes.
class CaseDesk {
 public:
  CaseDesk(ledger::Ledger& ledger, const ledger::Desk& desk) : ledger_(ledger), desk_(desk) {}

  absl::StatusOr<v1::GetCaseResponse> GetCase(const domain::Actor& actor, const v1::GetCaseRequest& in) const;
  absl::StatusOr<v1::ListCasesResponse> ListCases(const domain::Actor& actor, const v1::ListCasesRequest& in) const;
  absl::StatusOr<v1::FindSimilarCasesResponse> FindSimilarCases(const domain::Actor& actor,
                                                                const v1::FindSimilarCasesRequest& in) const;
  absl::StatusOr<v1::ListTasksResponse> ListTasks(const domain::Actor& actor, const v1::ListTasksRequest& in) const;
  absl::StatusOr<v1::ListHistoryResponse> ListHistory(const domain::Actor& actor,
                                                      const v1::ListHistoryRequest& in) const;
  absl::StatusOr<v1::ListDeadlinesResponse> ListDeadlines(const domain::Actor& actor,
                                                          const v1::ListDeadlinesRequest& in) const;
  absl::StatusOr<v1::ExplainDeadlineResponse> ExplainDeadline(const domain::Actor& actor,
                                                              const v1::ExplainDeadlineRequest& in) const;
  absl::StatusOr<v1::ListAllowedActionsResponse> ListAllowedActions(const domain::Actor& actor,
                                                                    const v1::ListAllowedActionsRequest& in) const;

 private:
  // The caller's scope; ROLE_NOT_ALLOWED for whom there is none.
  absl::StatusOr<engine::CaseQuery> ScopeOf(const domain::Actor& actor) const;
  absl::StatusOr<v1::ListCasesResponse> FindNumbered(const domain::Actor& actor, const v1::CaseFilter& filter) const;

  ledger::Ledger& ledger_;
  const ledger::Desk& desk_;
};

}  // namespace wangge::resolution
