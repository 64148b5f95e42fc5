// Pages of the gap queue for callers. Thread-safe.
#pragma once

#include <cstdint>

#include "absl/status/statusor.h"
#include "domain/organisation.h"
#include "services/follow/city_rules.h"
#include "services/grid/gap_queue.h"
#include "services/ledger/page_token.h"
#include "wangge/grid/v1/grid.pb.h"

namespace wangge::grid {

class GapPages {
 public:
  // The parts outlive it.
  GapPages(const GapQueue& gaps, const follow::CityRules& rules, const ledger::PageTokens& page_tokens)
      : gaps_(gaps), rules_(rules), page_tokens_(page_tokens) {}

  // What the page must show; 0 without a token. INVALID_ARGUMENT FIELD_INVALID.
  static absl::StatusOr<std::uint64_t> PositionOf(const v1::ListGapsRequest& request);

  // A case in a gap may be anywhere, so the queue is for those who see the whole city: PERMISSION_DENIED
  // ROLE_NOT_ALLOWED for others. INVALID_ARGUMENT FIELD_INVALID, PAGE_TOKEN_INVALID.
  absl::Status Fill(const domain::Actor& actor, const v1::ListGapsRequest& request,
                    v1::ListGapsResponse& response) const;

 private:
  const GapQueue& gaps_;
  const follow::CityRules& rules_;
  const ledger::PageTokens& page_tokens_;
};

}  // namespace wangge::grid
