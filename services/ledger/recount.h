// Deadlines under another edition of a calendar.
#pragma once

#include <cstddef>

#include "services/ledger/ledger.h"

namespace wangge::ledger {

// Looks at every open case and has the engine count anew the deadlines that the calendar in force moves, each case by a
// command of its own: what is left when the process ends is found again at the next start. Returns how many cases it
// has moved, and only when that is durable. May take seconds: on the reader pool.
std::size_t RecountDeadlines(Ledger& ledger);

}  // namespace wangge::ledger
