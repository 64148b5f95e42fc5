// Lists that must be whole. Every C++ file is built: a source that no list names is dead, and a test that no list names
// never runs. Every limit is tested.
#pragma once

#include "tests/tidy/fault.h"
#include "tests/tidy/tree.h"

namespace wangge::tidy {

// A .cc below libs, services or tests stands, as a path of its own, in a CMakeLists.txt of its folder or of one above.
Faults CheckListed(const Tree& tree);

// Every limit of libs/base/limits.h is named by a test besides the header's own, which only compares them.
Faults CheckLimitsTested(const Tree& tree);

}  // namespace wangge::tidy
