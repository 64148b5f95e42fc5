// The events of one action, of a person or of the engine itself, once it is clear that it may be performed.
#pragma once

#include <optional>
#include <vector>

#include "domain/case.h"
#include "domain/command.h"
#include "domain/context.h"
#include "domain/decide/pinned.h"
#include "domain/event.h"
#include "domain/rejection.h"

namespace wangge::domain {

// Whether the procedure lets it happen: stage, request and guards, whatever the actor's role.
std::optional<Rejection> RefuseState(const Context& context, const Pinned& pinned, const Case& c, const Action& action);

// Appends the events, in this order: clocks that stop, the step itself, what it does to the case, the request, clocks
// that pause, resume, are extended and start, counters. `expired`: the deadline that brings the action about, where the
// engine performs it; pauses end there. Refuses where a calendar cannot tell a deadline; `events` is
// then of no use.
std::optional<Rejection> AppendAction(const Context& context, const Pinned& pinned, const Case& c, ActionIndex index,
                                      const PerformAction& command, std::vector<Event>& events,
                                      std::optional<Timestamp> expired = std::nullopt);

}  // namespace wangge::domain
