// What a date without a time means to the people of a city. Reads the zone files of the machine; thread-safe.
#pragma once

#include <optional>
#include <string_view>

#include "base/time.h"
#include "domain/system.h"

namespace wangge::insight {

// The first instant of `date`, e.g. "2026-02-13", by the system's zone, or by its offset where it names none. A
// midnight that the clocks leave out begins when they go on, one that they repeat with the first. nullopt: no date.
std::optional<Timestamp> StartOfDay(std::string_view date, const domain::System& system);

}  // namespace wangge::insight
