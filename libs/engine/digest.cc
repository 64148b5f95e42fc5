#include "engine/digest.h"

#include "base/status/text.h"
#include "storage/big_endian.h"

namespace wangge::engine {
namespace {

// Lengths go in too: two different lists of rows never make the same bytes.
absl::Status AddRows(const storage::Snapshot& snapshot, storage::Family family, std::string_view prefix, Sha256& sha) {
  const auto cursor = snapshot.ScanPrefix(family, prefix);
  for (; cursor->Valid(); cursor->Next()) {
    std::string sizes;
    storage::AppendBigEndian(static_cast<std::uint64_t>(cursor->Key().size()), sizes);
    storage::AppendBigEndian(static_cast<std::uint64_t>(cursor->Value().size()), sizes);
    sha.Add(sizes).Add(cursor->Key()).Add(cursor->Value());
  }
  return cursor->status();
}

}  // namespace

absl::StatusOr<Hash> DigestOf(const storage::Snapshot& snapshot) {
  Sha256 sha;
  WANGGE_RETURN_IF_ERROR(AddRows(snapshot, storage::Family::kCase, {}, sha));
  WANGGE_RETURN_IF_ERROR(AddRows(snapshot, storage::Family::kConfig, std::string_view("\0", 1), sha));
  return sha.Finish();
}

}  // namespace wangge::engine
