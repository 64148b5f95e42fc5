// Copies of files with their hash, and folders made durably. Nothing here knows what a file means. Thread-safe.
#pragma once

#include <cstdint>
#include <limits>
#include <string>

#include "absl/status/statusor.h"

namespace wangge::backup {

struct Copied {
  std::uint64_t bytes = 0;
  std::string sha256{};  // hexadecimal
};

inline constexpr std::uint64_t kWhole = std::numeric_limits<std::uint64_t>::max();

// The first `bytes_max` bytes of `from` into a new file `to` (mode 0600), synced. Errors of SystemError; ALREADY_EXISTS
// when there is a `to`.
absl::StatusOr<Copied> CopyFile(const std::string& from, const std::string& to, std::uint64_t bytes_max = kWhole);

// The hash alone.
absl::StatusOr<Copied> HashFile(const std::string& path);

// Makes the directory and those above it (mode 0700 for new ones). INTERNAL.
absl::Status MakeFolder(const std::string& path);

// `from` becomes `to`, durably. INTERNAL.
absl::Status MoveDurably(const std::string& from, const std::string& to);

}  // namespace wangge::backup
