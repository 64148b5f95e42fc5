// What RocksDB does not tell about its log files, the write-ahead log and the MANIFEST. Both are blocks of 32,768
// bytes:
//
//   block  = { record } · filler of zeros, shorter than a header
//   record = CRC-32C of type and payload, masked, 4 bytes LE · length of the payload, 2 bytes LE · type, 1 byte ·
//   payload
//
// A record that is cut short at the end of the file is the torn write of a power cut, and RocksDB lets it go without a
// word. A flipped bit in the length of the last record looks the same to it, and an acknowledged group is gone: here
// the two are told apart, because the checksum does not cover the length. Pure over one file; private to libs/storage.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace wangge::storage::rocks {

// DATA_LOSS names the file and the offset when a whole record stands where the last one seems to be cut short, in the
// write-ahead log files or the MANIFEST in force of `dir`. Reads headers, and the payload of what is cut short.
absl::Status CheckLogEnds(const std::string& dir);

// The offset of the first record in the file at `path` that does not match its checksum; nullopt when there is none.
// Reads everything.
absl::StatusOr<std::optional<std::uint64_t>> FirstDamage(const std::string& path);

// The first damaged file of `dir`, as "'FILE' at offset N" or, of a table, "'FILE'"; empty when all match their
// checksums. Reads everything: for when RocksDB says that bytes are damaged and not where.
std::string DamagedFile(const std::string& dir);

}  // namespace wangge::storage::rocks
