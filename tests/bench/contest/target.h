// What a load is sent to: some calls at once, each of so many events. What an event is says the workload: a report, a
// step of a case, a page of a list, a deadline that passes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>

#include "absl/status/status.h"

namespace wangge::bench {

// What became of a call: of a batch some events may be acknowledged and others refused.
struct Answer {
  std::uint64_t acked = 0;
  absl::Status status{};  // OK: all are
};

class Target {
 public:
  using Done = std::function<void(const Answer&)>;

  // Waits for calls that are under way.
  virtual ~Target() = default;

  // Calls that may be under way at once.
  virtual std::size_t slots() const = 0;
  // Of a call that succeeds.
  virtual std::uint64_t events_per_call() const = 0;
  // Begins a call in a slot in which none is under way, and returns. `done` is called once, on any thread but never
  // within Start; it may Start the next call of the slot.
  virtual void Start(std::size_t slot, Done done) = 0;
  // No call is under way. Blocks until what the server counts of these calls shows in its counters.
  virtual void Settle() {}
};

}  // namespace wangge::bench
