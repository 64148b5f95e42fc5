#include "services/follow/follower.h"

#include <mutex>
#include <utility>

#include "base/status/text.h"
#include "rpc/error.h"

namespace wangge::follow {
namespace {

constexpr Duration kRetryAfter = Milliseconds(500);  // a state node that restarts is back within seconds

}  // namespace

struct Follower::State {
  ledger::LedgerPort& port;
  Delays& delays;
  telemetry::Log& log;
  const Apply apply;
  std::mutex mutex;  // held while `apply` runs
  ledger::v1::FeedRequest request;
  std::unique_ptr<ledger::FeedFollow> follow;
  bool is_stopped = false;
};

Follower::Follower(ledger::LedgerPort& port, Delays& delays, telemetry::Log& log, ledger::v1::FeedRequest request,
                   Apply apply)
    : state_(new State{port, delays, log, std::move(apply), {}, std::move(request), nullptr, false}) {
  state_->request.set_follow(true);
  Start(state_);
}

Follower::~Follower() {
  std::unique_ptr<ledger::FeedFollow> last;
  {
    const std::lock_guard lock(state_->mutex);
    state_->is_stopped = true;
    last = std::move(state_->follow);
  }
}

// Not under the mutex: the port may call back before Follow has returned.
void Follower::Start(const std::shared_ptr<State>& state) {
  ledger::v1::FeedRequest request;
  std::unique_ptr<ledger::FeedFollow> old;
  {
    const std::lock_guard lock(state->mutex);
    if (state->is_stopped) return;
    request = state->request;
    old = std::move(state->follow);
  }
  old.reset();
  auto follow = state->port.Follow(
      request, [state](const absl::StatusOr<ledger::v1::FeedResponse>& response) { Take(state, response); });
  const std::lock_guard lock(state->mutex);
  if (!state->is_stopped) std::swap(state->follow, follow);
}

void Follower::Take(const std::shared_ptr<State>& state, const absl::StatusOr<ledger::v1::FeedResponse>& response) {
  {
    const std::lock_guard lock(state->mutex);
    if (state->is_stopped) return;
    if (response.ok()) {
      state->apply(*response);
      state->request.set_after_position(response->read_position());
      return;
    }
  }
  state->log.Warning("feed interrupted", {{"code", absl::StatusCodeToString(response.status().code())},
                                          {"reason", rpc::ReasonOf(response.status())},
                                          {"text", ToStd(response.status().message())}});
  state->delays.After(kRetryAfter, [state] { Start(state); });
}

}  // namespace wangge::follow
