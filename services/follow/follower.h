// Follows the feed for as long as it lives: after an error it goes on from where it was. Thread-safe.
#pragma once

#include <functional>
#include <memory>

#include "services/follow/delays.h"
#include "services/ledger/ledger_port.h"
#include "telemetry/log.h"

namespace wangge::follow {

class Follower {
 public:
  // Called from one thread at a time, in the order of the log, with every record once.
  using Apply = std::function<void(const ledger::v1::FeedResponse&)>;

  // `port`, `delays` and `log` outlive it; it outlives what `apply` touches only by its destructor, which waits for a
  // call under way.
  Follower(ledger::LedgerPort& port, Delays& delays, telemetry::Log& log, ledger::v1::FeedRequest request, Apply apply);
  ~Follower();

 private:
  struct State;
  static void Start(const std::shared_ptr<State>& state);
  static void Take(const std::shared_ptr<State>& state, const absl::StatusOr<ledger::v1::FeedResponse>& response);

  const std::shared_ptr<State> state_;  // shared with calls that end after it
};

}  // namespace wangge::follow
