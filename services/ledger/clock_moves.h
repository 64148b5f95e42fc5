// What a manual clock has answered to its last moves, so that a repeat gets the first answer though the clock has gone
// on. As long as the clock itself: until the server ends. Thread-safe.
#pragma once

#include <deque>
#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "base/limits.h"
#include "base/time.h"
#include "wangge/ledger/v1/ledger.pb.h"

namespace wangge::ledger {

class ClockMoves {
 public:
  // The first answer to the move that `actor` asked for by `request_id`; nullopt: not known.
  // INVALID_ARGUMENT FIELD_INVALID: no UUID. ALREADY_EXISTS REQUEST_ID_REUSED: it was to another time.
  absl::StatusOr<std::optional<v1::AdvanceClockResponse>> Find(const std::string& actor, const std::string& request_id,
                                                               Timestamp to) const;

  // A move that was made. The oldest beyond limits::kClockMovesMax is forgotten: its repeat is refused as backwards,
  // which moves nothing either.
  void Keep(const std::string& actor, const std::string& request_id, Timestamp to, v1::AdvanceClockResponse answer);

 private:
  struct Move {
    Timestamp to;
    v1::AdvanceClockResponse answer;
  };

  mutable std::mutex mutex_;
  std::map<std::string, Move> moves_;  // by actor and id
  std::deque<std::string> order_;      // oldest first
};

}  // namespace wangge::ledger
