#include "services/ledger/clock_moves.h"

#include <utility>

#include "rpc/error.h"
#include "services/ledger/page_token.h"
#include "services/ledger/refusal.h"
#include "wire/names.h"

namespace wangge::ledger {
namespace {

// The octets of the id: its text may be written in either case.
std::string KeyOf(const std::string& actor, const std::string& uuid) { return ListKey({actor, uuid}); }

}  // namespace

absl::StatusOr<std::optional<v1::AdvanceClockResponse>> ClockMoves::Find(const std::string& actor,
                                                                         const std::string& request_id,
                                                                         Timestamp to) const {
  const auto uuid = wire::ParseUuid(request_id);
  if (!uuid) return FieldInvalid("request_id", "Expected a UUID in its text form (36 characters), but it is none.");
  const std::lock_guard lock(mutex_);
  const auto found = moves_.find(KeyOf(actor, *uuid));
  if (found == moves_.end()) return std::optional<v1::AdvanceClockResponse>();
  if (found->second.to == to) return std::optional(found->second.answer);
  return rpc::MakeError(absl::StatusCode::kAlreadyExists, "REQUEST_ID_REUSED",
                        "Expected the time that this request id came with before, but it is another. Use a new id.");
}

void ClockMoves::Keep(const std::string& actor, const std::string& request_id, Timestamp to,
                      v1::AdvanceClockResponse answer) {
  const auto uuid = wire::ParseUuid(request_id);
  if (!uuid) return;
  const std::lock_guard lock(mutex_);
  const auto [kept, is_new] = moves_.try_emplace(KeyOf(actor, *uuid), Move{to, std::move(answer)});
  if (!is_new) return;
  order_.push_back(kept->first);
  if (order_.size() <= limits::kClockMovesMax) return;
  moves_.erase(order_.front());
  order_.pop_front();
}

}  // namespace wangge::ledger
