// Whole files: read at once, and written so that a crash leaves either the old or the new content.
// Every error names the path. Nothing throws. Thread-safe, except two writers of one path.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace wangge {

// The content; gzip content (known by its first two bytes) is inflated. NOT_FOUND, PERMISSION_DENIED, INVALID_ARGUMENT
// (a directory), RESOURCE_EXHAUSTED (more than `bytes_max`, counted after inflating), INVALID_ARGUMENT too (damaged or
// cut gzip).
absl::StatusOr<std::string> ReadFile(const std::string& path, std::size_t bytes_max);

// Replaces or creates `path` in an existing directory: writes a temporary file beside it, syncs it, renames it over
// `path` and syncs the directory. Once it returns OK the content survives a power cut; on an error the old content
// stands and the temporary file is gone. Only the owner may read or write the new file (mode 0600).
absl::Status WriteFileDurably(const std::string& path, std::string_view bytes);

// Makes the names in the directory durable: files created, renamed or removed in it.
absl::Status SyncDirectory(const std::string& path);

}  // namespace wangge
