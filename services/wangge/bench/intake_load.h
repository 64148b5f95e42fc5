// Reports sent to a server as fast as it takes them, in the two ways of the contract. Each function blocks until every
// report that it sent is answered.
#pragma once

#include <cstdint>

#include "absl/status/statusor.h"
#include "base/time.h"
#include "services/wangge/client/connection.h"

namespace wangge::bench {

inline constexpr std::size_t kUnaryInFlight = 64;
inline constexpr int kBatchReports = 100;

struct LoadResult {
  std::uint64_t events = 0;  // acknowledged
  Duration wall{};           // from the first report sent to the last answer
};

// Sends one report until it is stored: a server that just started still reads its layers. Answers the last refusal when
// that is anything but UNAVAILABLE, or after a minute.
absl::Status AwaitIntake(const client::Connection& connection);

// SubmitReport, kUnaryInFlight at a time over one channel. The first refusal ends it and is the result.
absl::StatusOr<LoadResult> RunUnary(const client::Connection& connection, Duration length);

// SubmitReports: one stream, batches of kBatchReports, as many in work as the contract allows. As RunUnary.
absl::StatusOr<LoadResult> RunBatches(const client::Connection& connection, Duration length);

}  // namespace wangge::bench
