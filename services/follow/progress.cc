#include "services/follow/progress.h"

#include <limits>
#include <utility>

#include "rpc/error.h"
#include "services/ledger/refusal.h"
#include "wire/names.h"

namespace wangge::follow {

void Progress::AdvanceTo(std::uint64_t position) {
  std::vector<Reached> reached;
  {
    const std::lock_guard lock(state_->mutex);
    if (position <= state_->position) return;
    state_->position = position;
    const auto end = state_->waiting.upper_bound({position, std::numeric_limits<std::uint64_t>::max()});
    for (auto it = state_->waiting.begin(); it != end; ++it) reached.push_back(std::move(it->second));
    state_->waiting.erase(state_->waiting.begin(), end);
  }
  for (const Reached& done : reached) done(true);
}

std::uint64_t Progress::position() const {
  const std::lock_guard lock(state_->mutex);
  return state_->position;
}

void Progress::WhenReached(std::uint64_t position, Duration patience, Reached done) {
  std::pair<std::uint64_t, std::uint64_t> key{position, 0};
  {
    const std::lock_guard lock(state_->mutex);
    if (position > state_->position) {
      key.second = ++state_->next_key;
      state_->waiting.emplace(key, std::move(done));
      done = nullptr;
    }
  }
  if (done) return done(true);
  delays_.After(patience, [state = state_, key] {
    Reached late;
    {
      const std::lock_guard lock(state->mutex);
      const auto found = state->waiting.find(key);
      if (found == state->waiting.end()) return;
      late = std::move(found->second);
      state->waiting.erase(found);
    }
    late(false);
  });
}

absl::StatusOr<std::uint64_t> PositionOfToken(const std::string& position_token) {
  if (position_token.empty()) return std::uint64_t{0};
  const auto position = wire::ParsePositionToken(position_token);
  if (position) return position->value;
  return ledger::FieldInvalid("position_token", "Expected a token that a write gave, but it is none.");
}

absl::Status PositionNotReached() {
  return rpc::MakeError(absl::StatusCode::kDeadlineExceeded, "POSITION_NOT_REACHED",
                        "Expected to have read the log up to the position token, but that takes longer than the call's "
                        "deadline. Ask again.");
}

}  // namespace wangge::follow
