// Where something lies, as found outside: what a decision takes from it and when it refuses it.
#pragma once

#include <optional>
#include <string>

#include "domain/editions.h"
#include "domain/place.h"
#include "domain/rejection.h"
#include "domain/system.h"

namespace wangge::domain {

// The code of the cell in the system's first layer, which decides who sees a case; empty: in no cell.
std::string AreaOf(const System& system, const Location& location);

// LAYER_VERSION_CHANGED where a layer of the system is in force in another version than the place was found in.
std::optional<Rejection> RefuseOldLayers(const Editions& editions, const System& system, const Location& location);

// POSITION_OUT_OF_RANGE.
std::optional<Rejection> RefuseOffEarth(const Location& location);

}  // namespace wangge::domain
