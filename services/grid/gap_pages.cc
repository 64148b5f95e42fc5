#include "services/grid/gap_pages.h"

#include <charconv>
#include <optional>

#include "base/status/text.h"
#include "services/follow/progress.h"
#include "services/ledger/callers.h"
#include "services/ledger/refusal.h"
#include "wire/names.h"
#include "wire/place.h"
#include "wire/time.h"

namespace wangge::grid {
namespace {

// position "." gap
std::string CursorOf(const GapKey& key) { return std::to_string(key.position) + "." + std::to_string(key.gap); }

// Only of a token that this process made.
GapKey KeyOf(std::string_view cursor) {
  GapKey key;
  const char* const end = cursor.data() + cursor.size();
  const auto position = std::from_chars(cursor.data(), end, key.position);
  if (position.ptr != end) std::from_chars(position.ptr + 1, end, key.gap);
  return key;
}

void Show(const GapKey& key, const GapCase& waiting, v1::GapEntry& entry) {
  entry.set_case_(waiting.name);
  *entry.mutable_received_at() = wire::ToProto(waiting.received_at);
  *entry.mutable_position() = wire::ToPosition(waiting.location);
  *entry.mutable_gap() = wire::ToGap(waiting.location.gaps[key.gap]);
}

std::vector<std::string> RolesByArea(const domain::Roles& roles) {
  std::vector<std::string> ids;
  for (const auto& [id, role] : roles) {
    if (role.scope == domain::Scope::kArea) ids.push_back(id);
  }
  return ids;
}

}  // namespace

absl::StatusOr<std::uint64_t> GapPages::PositionOf(const v1::ListGapsRequest& request) {
  return follow::PositionOfToken(request.position_token());
}

absl::Status GapPages::Fill(const domain::Actor& actor, const v1::ListGapsRequest& request,
                            v1::ListGapsResponse& response) const {
  if (const auto rules = rules_.Read(); !follow::SeesWholeCity(actor, *rules)) {
    return ledger::NotAllowed("list gaps, for the whole city", actor.roles, rules->roles, RolesByArea(rules->roles));
  }
  WANGGE_ASSIGN_OR_RETURN(const std::size_t size, ledger::PageSize(request.page_size()));
  const std::string list = ledger::ListKey({"ListGaps", actor.id, request.layer()});
  std::optional<GapKey> after;
  if (!request.page_token().empty()) {
    WANGGE_ASSIGN_OR_RETURN(const std::string cursor, page_tokens_.Open(list, request.page_token()));
    after = KeyOf(cursor);
  }
  const GapPage page = gaps_.List(request.layer(), after, size);
  for (const auto& [key, waiting] : page.entries) Show(key, waiting, *response.add_gaps());
  if (page.more) response.set_next_page_token(page_tokens_.Make(list, CursorOf(page.entries.back().first)));
  return absl::OkStatus();
}

}  // namespace wangge::grid
