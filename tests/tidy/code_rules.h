// Calls and words that C++ code of a place may not contain.
#pragma once

#include "tests/tidy/fault.h"
#include "tests/tidy/source.h"

namespace wangge::tidy {

// Decisions are the same on every machine and at every replay: no clock, randomness, environment, locale, floating
// point, unordered container, thread or stream in libs/domain. Unit tests there are free.
Faults CheckDeterminism(const Source& source);

// Tests and services wait for conditions, never for time to pass.
Faults CheckSleeps(const Source& source);

// A test runs or is deleted.
Faults CheckDisabledTests(const Source& source);

}  // namespace wangge::tidy
