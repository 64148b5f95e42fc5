#include "storage/store.h"

#include "base/status/text.h"

namespace wangge::storage {

std::string PrefixEnd(std::string_view prefix) {
  std::string end(prefix);
  while (!end.empty() && static_cast<unsigned char>(end.back()) == 0xff) end.pop_back();
  if (!end.empty()) end.back() = static_cast<char>(static_cast<unsigned char>(end.back()) + 1);
  return end;
}

std::unique_ptr<Cursor> Snapshot::ScanPrefix(Family family, std::string_view prefix) const {
  return Scan(family, prefix, PrefixEnd(prefix));
}

absl::StatusOr<std::optional<KeyValue>> Snapshot::Last(Family family, std::string_view prefix) const {
  const auto cursor = ScanBackward(family, prefix, PrefixEnd(prefix));
  WANGGE_RETURN_IF_ERROR(cursor->status());
  if (!cursor->Valid()) return std::optional<KeyValue>();
  return std::optional<KeyValue>(KeyValue{std::string(cursor->Key()), std::string(cursor->Value())});
}

}  // namespace wangge::storage
