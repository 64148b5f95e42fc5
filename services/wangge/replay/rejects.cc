#include "services/wangge/replay/rejects.h"

#include "base/check.h"
#include "base/csv/csv_field.h"
#include "base/file/file.h"
#include "base/utf8.h"

namespace wangge::replay {
namespace {

constexpr std::size_t kShownBytesMax = 200;  // enough to recognise a value, so that a bad file does not double itself

std::string Shown(std::string_view value) {
  std::string shown(value.substr(0, kShownBytesMax));
  while (value.size() > shown.size() && !shown.empty() && !IsUtf8(shown) && IsUtf8(value)) shown.pop_back();
  if (IsUtf8(shown)) return CsvField(shown);
  for (char& c : shown) c = static_cast<unsigned char>(c) < 0x80 ? c : '?';
  return CsvField(shown);
}

}  // namespace

std::string_view NameOf(RejectReason reason) {
  switch (reason) {
    case RejectReason::kRowShape:
      return "ROW_SHAPE";
    case RejectReason::kMissingId:
      return "MISSING_ID";
    case RejectReason::kIdTooLong:
      return "ID_TOO_LONG";
    case RejectReason::kDuplicateId:
      return "DUPLICATE_ID";
    case RejectReason::kMissingOpened:
      return "MISSING_OPENED";
    case RejectReason::kBadTime:
      return "BAD_TIME";
    case RejectReason::kClosedBeforeOpened:
      return "CLOSED_BEFORE_OPENED";
    case RejectReason::kBadCoordinate:
      return "BAD_COORDINATE";
    case RejectReason::kValueTooLong:
      return "VALUE_TOO_LONG";
    case RejectReason::kNotUtf8:
      return "NOT_UTF8";
  }
  CHECK(false);
}

Rejects::Rejects() : csv_("line,id,reason,field,value\n") {}

void Rejects::Add(const Reject& reject) {
  const std::string reason(NameOf(reject.reason));
  ++total_;
  ++by_reason_[reason];
  csv_ += std::to_string(reject.line) + "," + Shown(reject.id) + "," + reason + "," + Shown(reject.field) + "," +
          Shown(reject.value) + "\n";
}

absl::Status Rejects::Write(const std::string& path) const { return WriteFileDurably(path, csv_); }

}  // namespace wangge::replay
