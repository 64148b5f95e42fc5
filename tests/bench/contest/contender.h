// A contender: a server that does the work, and the ways to load it. One caller at a time.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "base/time.h"
#include "tests/bench/contest/machine.h"
#include "tests/bench/contest/target.h"

namespace wangge::bench {

enum class Work {
  kIntake,     // an event is a report
  kLifecycle,  // an event is a step of a case: each call takes one from report to close, a step after the other
  kPages,      // an event is a page of a list
  kFires,      // an event is a deadline that passes
};

struct Setting {
  std::string name{};
  Work work = Work::kIntake;
  std::size_t in_flight = 1;  // calls
  std::uint64_t batch = 1;    // events of a call; of a life cycle: cases
  bool in_batches = false;    // by the way for batches
  std::size_t steps_max = 0;  // of kLifecycle: a life ends after so many; 0: with the case
  std::string list{};         // of kPages
  // Empty: each contender gets what it sustains. Else the name of an earlier setting: all get the same rate, kEvenShare
  // of the lowest that a contender sustains there, so that their latencies can be compared.
  std::string even_with{};
  double late_max_us = 50'000;  // of 99 of 100 calls, for a rate to be sustained
  double fixed_eps = 0;         // not 0: all get this rate
  // Not empty: meanwhile the contender gets half of what it sustains in that earlier setting.
  std::string beside{};
};

struct Counters {
  Used used{};
  std::optional<std::uint64_t> syncs{};
};

inline constexpr double kEvenShare = 0.7;

// Of kFires each call lets the deadlines of so much time pass, of which there are `batch`.
inline constexpr Duration kFireSlice = Milliseconds(100);

class Contender {
 public:
  virtual ~Contender() = default;
  virtual std::string name() const = 0;
  // nullptr: it does not compete in the setting.
  virtual absl::StatusOr<std::unique_ptr<Target>> Open(const Setting& setting) = 0;
  // Of the server since its start; what an open target has caused counts once it is settled.
  virtual absl::StatusOr<Counters> Count() = 0;
  // Arms deadlines of cases of their own, `per_slice` in each of so many slices; none passes before the first call of a
  // target of kFires, and each call lets those of the next slice pass. Once, before any other load.
  virtual absl::Status Arm(std::uint64_t slices, std::uint64_t per_slice) = 0;
  // After cases were loaded: what an administrator would do once.
  virtual absl::Status Loaded() { return absl::OkStatus(); }
  // Events that were stored since the last call, counted by reading them back. nullopt: the work stores none.
  virtual absl::StatusOr<std::optional<std::uint64_t>> CountReadable(const Setting& setting) = 0;
};

}  // namespace wangge::bench
