// Which open cases are like another, by class, place and time: for whoever decides whether one repeats another.
// Thread-safe.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "base/position.h"
#include "base/time.h"
#include "domain/case.h"
#include "engine/directory.h"
#include "wangge/resolution/v1/resolution.pb.h"

namespace wangge::resolution {

struct SimilarAsk {
  Position place{};
  std::string category{};
  std::string condition{};  // empty: any
  domain::CaseId but{};     // not this one
  std::int64_t within_cm = 0;
  Timestamp received_from{};
};

// What a request asks for at `now`; `find` gives the case that it names. INVALID_ARGUMENT FIELD_INVALID,
// FAILED_PRECONDITION CASE_HAS_NO_POSITION, errors of `find`.
using FindNamed = std::function<absl::StatusOr<std::shared_ptr<const domain::Case>>(const std::string& name)>;
absl::StatusOr<SimilarAsk> SimilarAskOf(const v1::FindSimilarCasesRequest& in, Timestamp now, const FindNamed& find);

struct SimilarFound {
  domain::CaseId id{};
  std::int64_t distance_cm = 0;  // geo::DistanceCm
};

// Nearest first, ties by id. `scope` is the caller's; no case outside of it is looked at. Cost: one step for each open
// case in scope that was received since, and one for each cell of a scope that is less than everything.
std::vector<SimilarFound> FindSimilar(const engine::Directory& directory, engine::CaseQuery scope,
                                      const SimilarAsk& ask);

}  // namespace wangge::resolution
