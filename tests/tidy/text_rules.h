// Rules on names, sizes and words that hold for every text file, whatever its language.
#pragma once

#include "tests/tidy/fault.h"
#include "tests/tidy/tree.h"

namespace wangge::tidy {

inline constexpr size_t kFileLinesMax = 400;
inline constexpr size_t kTestLinesMax = 600;
inline constexpr size_t kLineCharactersMax = 120;  // Unicode code points

// A name that says nothing (util, common, helper ...) is no place to put things.
Faults CheckName(const File& file);

// C++ files and scripts stay short enough to be read at one sitting.
Faults CheckFileLength(const File& file);

// Lines of sources, contracts, build files and prose; a line of prose with a link or a table row may be longer.
Faults CheckLineLength(const File& file);

// Work that is left belongs to the tracker, not into the tree.
Faults CheckLeftovers(const File& file);

// No folder of somebody's machine stands in a committed file.
Faults CheckMachinePaths(const File& file);

// Every header is included once.
Faults CheckPragmaOnce(const File& file);

}  // namespace wangge::tidy
