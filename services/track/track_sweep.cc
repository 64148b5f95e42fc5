// ShiftBook::Sweep: costs a look at every shift that is kept, and what it removes.
#include <vector>

#include "base/status/text.h"
#include "services/track/shift_book.h"

namespace wangge::track {
namespace {

using storage::Effect;
using storage::Expect;
using storage::Family;

constexpr std::size_t kRowsInWrite = 1'024;
// A day of the city has ended everywhere on Earth; offsets lie within 14 hours.
constexpr Duration kOffsetMax = Hours(14);

}  // namespace

absl::StatusOr<std::uint64_t> ShiftBook::Sweep() {
  const Timestamp since = KeptSince();
  std::vector<storage::ShiftName> gone;
  {
    const auto rows = parts_.store.TakeSnapshot()->ScanPrefix(Family::kTrack, storage::ShiftPrefix());
    for (; rows->Valid(); rows->Next()) {
      WANGGE_ASSIGN_OR_RETURN(storage::ShiftName name, storage::ShiftOfKey(rows->Key()));
      if (name.start <= since) gone.push_back(std::move(name));
    }
    WANGGE_RETURN_IF_ERROR(rows->status());
  }
  for (const storage::ShiftName& name : gone) WANGGE_RETURN_IF_ERROR(SweepShift(name));
  WANGGE_RETURN_IF_ERROR(SweepWalked(domain::LocalDay(since - kOffsetMax, Duration{})));
  std::erase_if(shifts_,
                [now = Now()](const auto& shift) { return shift.first.start + limits::kShiftRequestsKnown < now; });
  return gone.size();
}

absl::Status ShiftBook::SweepShift(const storage::ShiftName& name) {
  const std::string fixes = storage::FixPrefix(name);
  WANGGE_RETURN_IF_ERROR(RemoveRows(fixes, storage::PrefixEnd(fixes)));
  shifts_.erase(name);
  const Effect effect{Family::kTrack, Expect::kDeleteExisting, storage::ShiftKey(name), {}};
  return parts_.store.Write({&effect, 1}, /*sync=*/true);
}

absl::Status ShiftBook::SweepWalked(domain::Day before) {
  return RemoveRows(storage::WalkedPrefix(), storage::WalkedPrefix(before));
}

absl::Status ShiftBook::RemoveRows(std::string_view from, std::string_view to) {
  const auto rows = parts_.store.TakeSnapshot()->Scan(Family::kTrack, from, to);
  std::vector<Effect> effects;
  for (; rows->Valid(); rows->Next()) {
    effects.push_back({Family::kTrack, Expect::kDeleteExisting, std::string(rows->Key()), {}});
    if (effects.size() < kRowsInWrite) continue;
    WANGGE_RETURN_IF_ERROR(parts_.store.Write(effects, /*sync=*/false));
    effects.clear();
  }
  WANGGE_RETURN_IF_ERROR(rows->status());
  return effects.empty() ? absl::OkStatus() : parts_.store.Write(effects, /*sync=*/false);
}

}  // namespace wangge::track
