#include "services/track/track_reader.h"

#include <charconv>
#include <map>
#include <utility>
#include <vector>

#include "base/status/text.h"
#include "domain/scope.h"
#include "rpc/error.h"
#include "services/ledger/refusal.h"
#include "services/track/track_messages.h"
#include "wire/time.h"

namespace wangge::track {
namespace {

using storage::Family;

constexpr std::string_view kEverywhere = "*";

// Where a page of a track ended.
struct Cursor {
  std::int64_t start = 0;
  std::uint32_t sequence = 0;
};
std::string TextOf(const Cursor& cursor) {
  return std::to_string(cursor.start) + "." + std::to_string(cursor.sequence);
}
// Only of a token that this city made.
Cursor CursorOf(std::string_view text) {
  Cursor cursor;
  const char* const end = text.data() + text.size();
  const auto start = std::from_chars(text.data(), end, cursor.start);
  if (start.ptr != end) std::from_chars(start.ptr + 1, end, cursor.sequence);
  return cursor;
}

// What begins with both: the longer of two that fit together; nullopt where nothing does.
std::optional<std::string> Narrowed(std::string_view area, std::string_view within) {
  if (area == kEverywhere) return std::string(within);
  if (within.starts_with(area)) return std::string(within);
  if (area.starts_with(within)) return std::string(area);
  return std::nullopt;
}

struct Present {
  std::string actor{};
  std::optional<Timestamp> seen_at{};
};
using PresentByCode = std::map<std::string, std::vector<Present>, std::less<>>;

std::string CodeIn(const storage::TrackPlace& place, std::string_view layer) {
  for (const storage::TrackCell& cell : place.cells) {
    if (cell.layer == layer) return cell.code;
  }
  return {};
}

PresentByCode Gather(const ShiftBook& book, std::string_view layer) {
  PresentByCode present;
  book.ForEachOpen([&](const std::string& actor, const std::optional<storage::TrustedFix>& trusted) {
    Present one{.actor = actor};
    if (trusted) one.seen_at = trusted->device_time;
    present[trusted ? CodeIn(trusted->place, layer) : std::string()].push_back(std::move(one));
  });
  return present;
}

void Show(const std::string& code, const std::vector<Present>& present, bool with_ids,
          report::v1::GridPresence& shown) {
  shown.set_code(code);
  shown.set_on_shift(static_cast<std::uint32_t>(present.size()));
  if (!with_ids) return;
  for (const Present& one : present) {
    auto& inspector = *shown.add_inspectors();
    inspector.set_actor(one.actor);
    if (one.seen_at) *inspector.mutable_seen_at() = wire::ToProto(*one.seen_at);
  }
}

absl::Status CheckPurpose(const std::string& purpose) {
  if (purpose.size() <= limits::kPurposeBytesMax) return absl::OkStatus();
  return rpc::InvalidFields(
      {{"purpose", "Expected at most 200 bytes, but there are " + std::to_string(purpose.size()) + "."}},
      "PURPOSE_TOO_LONG");
}

}  // namespace

absl::StatusOr<report::v1::GetOwnTrackResponse> TrackReader::OwnTrack(
    const std::string& actor, const report::v1::GetOwnTrackRequest& asked) const {
  WANGGE_ASSIGN_OR_RETURN(const std::size_t size, ledger::PageSize(asked.page_size()));
  std::optional<Timestamp> since;
  if (asked.has_since()) {
    since = wire::FromProto(asked.since());
    if (!since) return ledger::FieldInvalid("since", "Expected a time in the years 1 to 9999, but it is none.");
  }
  const std::string list = ledger::ListKey({"GetOwnTrack", actor, since ? std::to_string(since->micros) : "-"});
  std::optional<Cursor> after;
  if (!asked.page_token().empty()) {
    WANGGE_ASSIGN_OR_RETURN(const std::string cursor, parts_.page_tokens.Open(list, asked.page_token()));
    after = CursorOf(cursor);
  }
  report::v1::GetOwnTrackResponse page;
  std::vector<report::v1::Shift> shifts;
  const std::string all = storage::ShiftPrefix(actor);
  const auto rows = parts_.store.TakeSnapshot()->ScanPrefix(Family::kTrack, all);
  for (; rows->Valid(); rows->Next()) {
    WANGGE_ASSIGN_OR_RETURN(const storage::ShiftName name, storage::ShiftOfKey(rows->Key()));
    if (name.start <= parts_.book.KeptSince() || (since && name.start < *since)) continue;
    WANGGE_ASSIGN_OR_RETURN(const storage::ShiftRecord record, storage::DecodeShift(rows->Value()));
    shifts.push_back(ToProto(Shift{name, record}, parts_.book.kept()));
    if (after && name.start.micros < after->start) continue;
    const bool goes_on = after && name.start.micros == after->start;
    const std::string from = goes_on ? storage::FixKey(name, after->sequence) + '\0' : storage::FixPrefix(name);
    // One more than the page holds: it says whether there is another.
    WANGGE_RETURN_IF_ERROR(AddFixes(name, record, from, size + 1, page));
  }
  WANGGE_RETURN_IF_ERROR(rows->status());
  if (static_cast<std::size_t>(page.fixes_size()) > size) {
    page.mutable_fixes()->RemoveLast();
    const auto& last = *page.fixes().rbegin();
    const Cursor cursor{wire::FromProto(last.shift_start())->micros, last.fix().sequence()};
    page.set_next_page_token(parts_.page_tokens.Make(list, TextOf(cursor)));
  }
  for (auto shift = shifts.rbegin(); !after && shift != shifts.rend(); ++shift) {
    if (static_cast<std::size_t>(page.shifts_size()) == limits::kPageSizeMax) break;
    *page.add_shifts() = *shift;
  }
  return page;
}

absl::Status TrackReader::AddFixes(const storage::ShiftName& name, const storage::ShiftRecord& record,
                                   std::string_view from, std::size_t fixes_max,
                                   report::v1::GetOwnTrackResponse& page) const {
  if (static_cast<std::size_t>(page.fixes_size()) >= fixes_max) return absl::OkStatus();
  WANGGE_ASSIGN_OR_RETURN(const vault::DataKey key, KeyOf(parts_.sealer, record));
  const auto rows =
      parts_.store.TakeSnapshot()->Scan(Family::kTrack, from, storage::PrefixEnd(storage::FixPrefix(name)));
  for (; rows->Valid() && static_cast<std::size_t>(page.fixes_size()) < fixes_max; rows->Next()) {
    WANGGE_ASSIGN_OR_RETURN(const std::uint32_t sequence, storage::SequenceOfKey(rows->Key()));
    WANGGE_ASSIGN_OR_RETURN(const std::string plain, parts_.sealer.Open(key, FixLabel(sequence), rows->Value()));
    WANGGE_ASSIGN_OR_RETURN(const storage::FixRecord fix, storage::DecodeFix(plain));
    *page.add_fixes() = ToProto(name.start, sequence, fix);
  }
  return rows->status();
}

absl::StatusOr<report::v1::ListPresenceResponse> TrackReader::Presence(
    const Reach& reach, const report::v1::ListPresenceRequest& asked) const {
  WANGGE_ASSIGN_OR_RETURN(const std::size_t size, ledger::PageSize(asked.page_size()));
  WANGGE_RETURN_IF_ERROR(CheckPurpose(asked.purpose()));
  const std::string list = ledger::ListKey(
      {"ListPresence", reach.actor, reach.area, asked.layer(), asked.within(), asked.purpose().empty() ? "" : "ids"});
  std::optional<std::string> after;
  if (!asked.page_token().empty()) {
    WANGGE_ASSIGN_OR_RETURN(after, parts_.page_tokens.Open(list, asked.page_token()));
  }
  report::v1::ListPresenceResponse page;
  const auto prefix = Narrowed(reach.area, asked.within());
  // Those in no grid are a matter of the whole city.
  const bool with_none = asked.within().empty() && domain::Covers(reach.area, {}, reach.area_root);
  const PresentByCode present = Gather(parts_.book, asked.layer());
  auto grid = present.begin();
  if (after) {
    grid = present.upper_bound(*after);
  } else if (!with_none && grid != present.end() && grid->first.empty()) {
    ++grid;
  }
  for (; grid != present.end(); ++grid) {
    const auto& [code, inspectors] = *grid;
    if (!code.empty() && (!prefix || !code.starts_with(*prefix))) continue;
    if (static_cast<std::size_t>(page.grids_size()) == size) {
      page.set_next_page_token(parts_.page_tokens.Make(list, page.grids().rbegin()->code()));
      break;
    }
    Show(code, inspectors, !asked.purpose().empty(), *page.add_grids());
  }
  if (!asked.purpose().empty() && page.grids_size() > 0 && parts_.on_reading) {
    parts_.on_reading({reach.actor, asked.layer(), asked.within(), asked.purpose(), parts_.book.Now()});
  }
  return page;
}

absl::StatusOr<report::v1::GetPatrolCoverageResponse> TrackReader::Coverage(
    const Reach& reach, domain::Day day, const report::v1::GetPatrolCoverageRequest& asked) const {
  WANGGE_ASSIGN_OR_RETURN(const std::size_t size, ledger::PageSize(asked.page_size()));
  report::v1::GetPatrolCoverageResponse page;
  page.set_date(domain::FormatDay(day));
  const std::string list =
      ledger::ListKey({"GetPatrolCoverage", reach.actor, reach.area, asked.layer(), asked.within(), page.date()});
  std::optional<std::string> after;
  if (!asked.page_token().empty()) {
    WANGGE_ASSIGN_OR_RETURN(after, parts_.page_tokens.Open(list, asked.page_token()));
  }
  const auto narrowed = Narrowed(reach.area, asked.within());
  if (!narrowed) return page;
  const std::string of_layer = storage::WalkedPrefix(day, asked.layer());
  const std::string prefix = of_layer + *narrowed;
  const auto rows = parts_.store.TakeSnapshot()->Scan(Family::kTrack, after ? of_layer + *after + '\0' : prefix,
                                                      storage::PrefixEnd(prefix));
  for (; rows->Valid(); rows->Next()) {
    if (static_cast<std::size_t>(page.cells_size()) == size) {
      page.set_next_page_token(parts_.page_tokens.Make(list, page.cells().rbegin()->code()));
      break;
    }
    WANGGE_ASSIGN_OR_RETURN(const storage::WalkedRecord walked, storage::DecodeWalked(rows->Value()));
    auto& cell = *page.add_cells();
    cell.set_code(std::string(rows->Key().substr(of_layer.size())));
    *cell.mutable_first_at() = wire::ToProto(walked.first);
    *cell.mutable_last_at() = wire::ToProto(walked.last);
    cell.set_fixes(walked.fixes);
  }
  WANGGE_RETURN_IF_ERROR(rows->status());
  return page;
}

}  // namespace wangge::track
