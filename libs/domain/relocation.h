// What becomes of a place when it is found again in other versions of its layers. Pure; thread-safe.
#pragma once

#include <cstdint>

#include "domain/place.h"

namespace wangge::domain {

// The gravest of what any layer says, in this order.
enum class PlaceChange : std::uint8_t {
  kNone,       // the same cell in every layer, whatever its version
  kMoved,      // another cell, or the first one
  kAmbiguous,  // several cells cover it now, which overlap
  kOrphaned,   // no cell holds it any more
};

// `found` is for the same position. O(layers²).
PlaceChange ChangeOfPlace(const Location& before, const Location& found);

}  // namespace wangge::domain
