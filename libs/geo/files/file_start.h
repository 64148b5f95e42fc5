// How a file begins, how large it is, and which files lie beside it. Thread-safe.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace wangge::geo {

// `path` with another ending, ".shx" or ".SHX"; nullopt: neither is a file.
std::optional<std::string> Beside(const std::string& path, std::string_view ending);

// The first `bytes` of a file, or all of a shorter one, and its whole size. Errors of ByteSource::Open.
struct FileStart {
  std::string bytes{};
  std::uint64_t size = 0;
};
absl::StatusOr<FileStart> ReadStart(const std::string& path, std::size_t bytes);

// A number of up to four bytes, least significant byte first.
std::uint32_t LittleEndian(std::string_view bytes);

}  // namespace wangge::geo
