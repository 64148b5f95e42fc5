// Where a log record stands in Family::kLog: shard (2 bytes, big endian), position (8 bytes, big endian), so that the
// order of keys is the order of positions within a shard. Its value is the record's body followed by the record's
// hash. Pure, thread-safe.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "storage/big_endian.h"

namespace wangge::storage {

inline constexpr std::size_t kLogKeyBytes = 10;
inline constexpr std::size_t kRecordHashBytes = 32;

inline std::string LogPrefix(std::uint16_t shard) {
  std::string key;
  AppendBigEndian(shard, key);
  return key;
}

inline std::string LogKey(std::uint16_t shard, std::uint64_t position) {
  std::string key = LogPrefix(shard);
  AppendBigEndian(position, key);
  return key;
}

// `key` has kLogKeyBytes.
inline std::uint64_t PositionOfLogKey(std::string_view key) { return ReadBigEndian<std::uint64_t>(key.substr(2)); }

// The hash at the end of a log value of at least kRecordHashBytes.
inline std::string_view HashOfRecord(std::string_view record) {
  CHECK(record.size() >= kRecordHashBytes);
  return record.substr(record.size() - kRecordHashBytes);
}

}  // namespace wangge::storage
