#include "engine/edition_book.h"

#include "base/status/text.h"
#include "storage/activation_record.h"
#include "storage/big_endian.h"
#include "storage/keys.h"

namespace wangge::engine {

absl::Status EditionBook::Load(const storage::Snapshot& snapshot, domain::ShardId shard) {
  domain::Editions editions;
  const std::string prefix = storage::ActivationPrefix(shard);
  const auto cursor = snapshot.ScanPrefix(storage::Family::kConfig, prefix);
  for (; cursor->Valid(); cursor->Next()) {
    WANGGE_ASSIGN_OR_RETURN(const auto record, storage::DecodeActivation(cursor->Value()));
    if (cursor->Key().size() != prefix.size() + sizeof(std::uint64_t)) {
      return DataLoss("Expected an activation key, but its octets are none. Run `wangge verify`.");
    }
    const auto position = storage::ReadBigEndian<std::uint64_t>(cursor->Key().substr(prefix.size()));
    WANGGE_ASSIGN_OR_RETURN(
        const auto body,
        snapshot.Get(storage::Family::kConfig, storage::BodyKey(record.event.kind, record.event.hash)));
    if (!body) {
      return DataLoss("Expected the body of edition \"" + record.event.name + "\" in the state, but it is missing. "
                      "Restore the state from a backup.");
    }
    WANGGE_RETURN_IF_ERROR(loader_(editions, record.event, domain::EditionId{position}, record.at, *body));
  }
  WANGGE_RETURN_IF_ERROR(cursor->status());
  current_ = std::make_shared<domain::Editions>(std::move(editions));
  return absl::OkStatus();
}

absl::StatusOr<std::shared_ptr<const domain::Editions>> EditionBook::With(const domain::EditionActivated& event,
                                                                          domain::EditionId id, Timestamp at,
                                                                          std::string_view body) const {
  auto next = std::make_shared<domain::Editions>(*current_);
  WANGGE_RETURN_IF_ERROR(loader_(*next, event, id, at, body));
  return next;
}

}  // namespace wangge::engine
