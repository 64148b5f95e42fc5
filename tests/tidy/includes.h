// Who may include whom: the one table of the repository's direction.
#pragma once

#include "tests/tidy/fault.h"
#include "tests/tidy/source.h"

namespace wangge::tidy {

// A library includes itself, the libraries below it and nothing else of ours; its unit tests include its parts too.
// Services and tests include everything of libs/; nothing in libs/ includes a service or a test.
Faults CheckDirection(const Source& source);

// Each third-party package is included in its homes only, and the heavy ones stay out of our headers.
Faults CheckPackages(const Source& source);

// libs/domain and libs/base itself include the standard library and libs/base, nothing else.
Faults CheckPurity(const Source& source);

// GoogleTest and Google Benchmark stay in tests.
Faults CheckTestOnly(const Source& source);

}  // namespace wangge::tidy
