// Work on one case through whichever desk takes the action. Each call blocks.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/wangge/client/connection.h"
#include "wangge/cases/v1/action.pb.h"
#include "wangge/cases/v1/case.pb.h"
#include "wangge/dispatch/v1/dispatch.pb.h"

namespace wangge::client {

struct AllowedActions {
  std::vector<cases::v1::AllowedAction> actions{};  // the resolution desk's, then the dispatch desk's
  std::string etag{};                               // of the later answer
};

// What the caller may do now at both desks. Codes of the ListAllowedActions of both.
absl::StatusOr<AllowedActions> ListAllowedActions(const Connection& connection, const std::string& name);

// The first page of the units that may be responsible, best first. Codes of DispatchService.ListCandidateUnits.
absl::StatusOr<std::vector<dispatch::v1::CandidateUnit>> ListCandidates(const Connection& connection,
                                                                        const std::string& name);

struct Step {
  std::string name{};  // `cases/{id}`
  std::string action{};
  std::string etag{};  // empty: read now
  cases::v1::ActionInput input{};
  bool by_rules = false;  // the rules of responsibility name the unit: for the dispatch desk
};

// Performs it at the desk that ListAllowedActions names; an action that it does not name goes to the resolution desk
// and on WRONG_DESK to the other, so that the refusal is the server's own. Codes of PerformAction.
absl::StatusOr<cases::v1::Case> PerformStep(const Connection& connection, Step step);

}  // namespace wangge::client
