// Evolve: what an event does to a case. Total, no failure, no clock, the only mutator. Replay runs only this, so an
// event kind keeps its meaning here for ever.
#pragma once

#include "domain/case.h"
#include "domain/event.h"

namespace wangge::domain {

void Evolve(Case& c, const Event& event);

// Applies the events of one command at `position` of the shard's log and notes the position in the history.
void EvolveAll(Case& c, LogPosition position, const std::vector<Event>& events);

}  // namespace wangge::domain
