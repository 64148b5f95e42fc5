// Every C++ file is built: a source that no list names is dead, and a test that no list names never runs.
#pragma once

#include "tests/tidy/fault.h"
#include "tests/tidy/tree.h"

namespace wangge::tidy {

// A .cc below libs, services or tests stands, as a path of its own, in a CMakeLists.txt of its folder or of one above.
Faults CheckListed(const Tree& tree);

}  // namespace wangge::tidy
