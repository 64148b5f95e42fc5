// Proves that a cover index from outside can be asked: every walk from a root square ends inside of the words, and
// every face, set and cell it can name is there. Linear in the words; nothing is allocated. Pure, thread-safe.
//
// Whether the answers are those of a layer is not asked: that is what the checksum and the hash of the layer in an
// index file are for.
#pragma once

#include "absl/status/status.h"
#include "geo/cover_index.h"

namespace wangge::geo {

// DATA_LOSS: it is not laid out as BuildCover does it (cover_index.h); the text names the word.
absl::Status CheckCover(const CoverView& cover);

}  // namespace wangge::geo
