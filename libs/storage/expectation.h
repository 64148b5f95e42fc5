// What each Expect demands of a key, and how a violation stops the process. Pure, thread-safe.
#pragma once

#include "storage/store.h"

namespace wangge::storage {

// Stops the process, naming family and key, when `effect` does not expect the key to be as it is.
void CheckExpectation(const Effect& effect, bool present);

}  // namespace wangge::storage
