// Rows of an input that a replay leaves out, each with its reason, and the file that lists them. Plain value.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "absl/status/status.h"

namespace wangge::replay {

enum class RejectReason : std::uint8_t {
  kRowShape,  // not as many columns as the header, or quotes that do not fit; the row cannot be read at all
  kMissingId,
  kIdTooLong,    // longer than limits::kIdBytesMax
  kDuplicateId,  // an accepted row before it has the same id
  kMissingOpened,
  kBadTime,  // matches no format of the map, or lies outside of the years 1900 to 2199
  kClosedBeforeOpened,
  kBadCoordinate,  // not a number; empty, 0,0 and out of range are no point and no reason
  kValueTooLong,   // category, unit, source or recorded area longer than limits::kLabelBytesMax
  kNotUtf8,
};

// "ROW_SHAPE", "MISSING_ID" ...
std::string_view NameOf(RejectReason reason);

struct Reject {
  std::size_t line = 0;  // where the row begins, from 1
  std::string id = {};   // as far as it could be read
  RejectReason reason = RejectReason::kRowShape;
  std::string field = {};  // name of the column; empty when the row as a whole is meant
  std::string value = {};  // what stands there, at most 200 bytes of it
};

class Rejects {
 public:
  Rejects();

  void Add(const Reject& reject);

  std::uint64_t total() const { return total_; }
  // By NameOf(reason); reasons that did not occur are absent.
  const std::map<std::string, std::uint64_t>& by_reason() const { return by_reason_; }
  // "line,id,reason,field,value" and one line a row.
  const std::string& csv() const { return csv_; }
  // Writes csv() durably, replacing the file; errors of WriteFileDurably.
  absl::Status Write(const std::string& path) const;

 private:
  std::string csv_;
  std::map<std::string, std::uint64_t> by_reason_;
  std::uint64_t total_ = 0;
};

}  // namespace wangge::replay
