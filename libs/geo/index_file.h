// A cover index (cover_index.h) as a file that maps in at start instead of being built: about a hundredth of the work.
// The same image gives the same bytes. Thread-safe, except two writers of one path.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "base/digest/sha256.h"
#include "geo/cover_index.h"

namespace wangge::geo {

// What an index was built from: a file of anything else is not used.
struct IndexOrigin {
  Hash body{};                  // SHA-256 of the layer as it was written
  std::uint64_t bytes_max = 0;  // the memory it was allowed
};

std::string EncodeIndex(const CoverView& cover, const IndexOrigin& origin);

// A view into `bytes`, which begin at a multiple of 8. FAILED_PRECONDITION: another version, byte order or origin.
// DATA_LOSS: no such file, or one that is cut short, changed or not laid out as it must be. Linear in the bytes.
absl::StatusOr<CoverView> DecodeIndex(std::string_view bytes, const IndexOrigin& origin);

// Whole or not at all (WriteFileDurably); needs the size of the index again while it writes.
absl::Status WriteIndexFile(const std::string& path, const CoverView& cover, const IndexOrigin& origin);

// Mapped, and checked as DecodeIndex does. NOT_FOUND: there is none. Errors name the path.
absl::StatusOr<std::unique_ptr<const CoverIndex>> OpenIndexFile(const std::string& path, const IndexOrigin& origin);

}  // namespace wangge::geo
