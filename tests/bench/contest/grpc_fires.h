// Deadlines that pass on a server of ours whose clock is moved by hand: so many due in each slice of its time.
#pragma once

#include <memory>

#include "base/time.h"
#include "services/wangge/client/connection.h"
#include "tests/bench/contest/contender.h"

namespace wangge::bench {

// What the server's clock says.
absl::StatusOr<Timestamp> NowOf(const client::Connection& connection);
// Answers when every deadline before `to` has passed, durably.
absl::Status MoveClock(const client::Connection& connection, Timestamp to);

// Each call moves the clock by kFireSlice; `now` is where it stands, goes on with each call and outlives the target.
std::unique_ptr<Target> GrpcFires(const client::Connection& connection, const Setting& setting, Timestamp& now);

}  // namespace wangge::bench
