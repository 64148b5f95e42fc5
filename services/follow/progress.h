// How far a reader of the feed has come, and who waits for it. Thread-safe.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "base/time.h"
#include "services/follow/delays.h"

namespace wangge::follow {

class Progress {
 public:
  // True: the position is reached. False: it was not within the patience. Called once, on any thread; short.
  using Reached = std::function<void(bool)>;

  // `delays` outlives it.
  explicit Progress(Delays& delays) : delays_(delays), state_(std::make_shared<State>()) {}

  // Everything up to `position` shows in what the reader builds. Never goes back.
  void AdvanceTo(std::uint64_t position);
  std::uint64_t position() const;

  // `done` at once when the position is reached already.
  void WhenReached(std::uint64_t position, Duration patience, Reached done);

 private:
  struct State {
    std::mutex mutex;
    std::uint64_t position = 0;
    std::uint64_t next_key = 0;
    std::map<std::pair<std::uint64_t, std::uint64_t>, Reached> waiting;  // by position, key
  };

  Delays& delays_;
  const std::shared_ptr<State> state_;  // shared with delays that may end after it
};

// The position of a position token; 0 for an empty one. INVALID_ARGUMENT FIELD_INVALID.
absl::StatusOr<std::uint64_t> PositionOfToken(const std::string& position_token);

// DEADLINE_EXCEEDED POSITION_NOT_REACHED.
absl::Status PositionNotReached();

}  // namespace wangge::follow
