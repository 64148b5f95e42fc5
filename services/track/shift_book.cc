#include "services/track/shift_book.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "base/rfc3339.h"
#include "base/status/text.h"
#include "geo/metres.h"
#include "rpc/error.h"

namespace wangge::track {
namespace {

using storage::Effect;
using storage::Expect;
using storage::Family;

absl::Status RequestReused() {
  return rpc::MakeError(absl::StatusCode::kAlreadyExists, "REQUEST_ID_REUSED",
                        "Expected a request_id for one sign-in or one sign-out, but it was used for the other. Choose "
                        "a new one.");
}

absl::Status ShiftOpen(Timestamp start) {
  const std::string since = FormatRfc3339(start);
  return rpc::MakeError(absl::StatusCode::kFailedPrecondition, "SHIFT_OPEN",
                        "Expected no open shift, but one is open since " + since + ". Sign out of it first.",
                        {{"start_time", since}});
}

absl::Status NoShift() {
  return rpc::MakeError(absl::StatusCode::kFailedPrecondition, "NO_SHIFT",
                        "Expected an open shift to sign out of, but there is none.");
}

RefusedFix Refused(const Fix& fix, std::string reason, std::string text) {
  return {.sequence = fix.sequence, .reason = std::move(reason), .text = std::move(text)};
}

// The cells that a day's coverage counts, of one batch.
using Walked = std::map<std::string, storage::WalkedRecord>;

void Walk(const storage::FixRecord& fix, const LayerDays& layers, Walked& walked) {
  for (const storage::TrackCell& cell : fix.place.cells) {
    const auto day = domain::LocalDay(fix.device_time, layers.find(cell.layer)->second);
    auto [row, is_new] = walked.try_emplace(storage::WalkedPrefix(day, cell.layer) + cell.code);
    storage::WalkedRecord& record = row->second;
    record.first = is_new ? fix.device_time : std::min(record.first, fix.device_time);
    record.last = is_new ? fix.device_time : std::max(record.last, fix.device_time);
    ++record.fixes;
  }
}

// Adds what the rows hold already.
absl::Status AddWalked(const storage::Snapshot& rows, Walked walked, std::vector<Effect>& effects) {
  for (auto& [key, record] : walked) {
    WANGGE_ASSIGN_OR_RETURN(const auto bytes, rows.Get(Family::kTrack, key));
    if (bytes) {
      WANGGE_ASSIGN_OR_RETURN(const auto before, storage::DecodeWalked(*bytes));
      record.first = std::min(record.first, before.first);
      record.last = std::max(record.last, before.last);
      record.fixes += before.fixes;
    }
    effects.push_back({Family::kTrack, bytes ? Expect::kUpdate : Expect::kInsert, key, storage::EncodeWalked(record)});
  }
  return absl::OkStatus();
}

}  // namespace

std::string FixLabel(std::uint32_t sequence) { return "fix " + std::to_string(sequence); }

absl::StatusOr<vault::DataKey> KeyOf(const vault::Sealer& sealer, const storage::ShiftRecord& record) {
  vault::WrappedKey wrapped{.id = {}, .wrapped = record.wrapped_key};
  std::ranges::copy(record.key_id, wrapped.id.bytes.begin());
  return sealer.Unwrap(wrapped);
}

absl::StatusOr<std::unique_ptr<ShiftBook>> ShiftBook::Open(const BookParts& parts) {
  std::unique_ptr<ShiftBook> book(new ShiftBook(parts));
  WANGGE_RETURN_IF_ERROR(book->Load());
  return book;
}

absl::Status ShiftBook::Load() {
  const auto rows = parts_.store.TakeSnapshot()->ScanPrefix(Family::kTrack, storage::ShiftPrefix());
  for (; rows->Valid(); rows->Next()) {
    WANGGE_ASSIGN_OR_RETURN(storage::ShiftName name, storage::ShiftOfKey(rows->Key()));
    if (name.start + limits::kShiftRequestsKnown < Now()) continue;
    Live live;
    WANGGE_ASSIGN_OR_RETURN(live.record, storage::DecodeShift(rows->Value()));
    WANGGE_ASSIGN_OR_RETURN(live.key, KeyOf(sealer_, live.record));
    WANGGE_ASSIGN_OR_RETURN(const std::string progress,
                            sealer_.Open(live.key, kProgressLabel, live.record.sealed_progress));
    WANGGE_ASSIGN_OR_RETURN(live.progress, storage::DecodeProgress(progress));
    shifts_.emplace(std::move(name), std::move(live));
  }
  return rows->status();
}

bool ShiftBook::IsOpen(const storage::ShiftName& name, const Live& live) const {
  return !live.record.end && Now() < name.start + limits::kShiftMax;
}

ShiftBook::Shifts::const_iterator ShiftBook::Last(std::string_view actor) const {
  const storage::ShiftName end{std::string(actor), Timestamp{std::numeric_limits<std::int64_t>::max()}};
  const auto after = shifts_.upper_bound(end);
  if (after == shifts_.begin() || std::prev(after)->first.actor != actor) return shifts_.end();
  return std::prev(after);
}

ShiftBook::Shifts::iterator ShiftBook::Last(std::string_view actor) {
  const auto found = std::as_const(*this).Last(actor);
  return found == shifts_.end() ? shifts_.end() : shifts_.find(found->first);
}

absl::StatusOr<std::optional<Shift>> ShiftBook::Asked(const std::string& actor, const std::string& request,
                                                      Did did) const {
  for (auto it = shifts_.lower_bound({actor, Timestamp{std::numeric_limits<std::int64_t>::min()}}); it != shifts_.end();
       ++it) {
    const auto& [name, live] = *it;
    if (name.actor != actor) break;
    const bool started = live.record.request == request;
    const bool ended = live.record.end && live.record.end->request == request;
    if (did == Did::kStart ? ended : started) return RequestReused();
    if (started || ended) return Shift{name, live.record};
  }
  return std::nullopt;
}

absl::Status ShiftBook::WriteShift(const storage::ShiftName& name, const storage::ShiftRecord& record, Expect expect) {
  const Effect effect{Family::kTrack, expect, storage::ShiftKey(name), storage::EncodeShift(record)};
  return parts_.store.Write({&effect, 1}, /*sync=*/true);
}

absl::StatusOr<Shift> ShiftBook::Start(const std::string& actor, const std::string& request) {
  WANGGE_ASSIGN_OR_RETURN(const auto asked, Asked(actor, request, Did::kStart));
  if (asked) return *asked;
  storage::ShiftName name{actor, Now()};
  if (const auto last = Last(actor); last != shifts_.end()) {
    if (IsOpen(last->first, last->second)) return ShiftOpen(last->first.start);
    // A clock that stands still must not make two shifts of one name.
    name.start = std::max(name.start, last->first.start + Microseconds(1));
  }
  Live live{.record = {.request = request}, .key = sealer_.NewKey(name.start)};
  vault::WrappedKey wrapped = sealer_.Wrap(live.key);
  live.record.key_id = wrapped.id.View();
  live.record.wrapped_key = std::move(wrapped.wrapped);
  live.record.sealed_progress = sealer_.Seal(live.key, kProgressLabel, storage::EncodeProgress({}));
  WANGGE_RETURN_IF_ERROR(WriteShift(name, live.record, Expect::kInsert));
  Shift shift{name, live.record};
  shifts_.emplace(std::move(name), std::move(live));
  return shift;
}

absl::StatusOr<Shift> ShiftBook::End(const std::string& actor, const std::string& request) {
  WANGGE_ASSIGN_OR_RETURN(const auto asked, Asked(actor, request, Did::kEnd));
  if (asked) return *asked;
  const auto last = Last(actor);
  if (last == shifts_.end() || !IsOpen(last->first, last->second)) return NoShift();
  storage::ShiftRecord record = last->second.record;
  record.end = {Now(), request};
  WANGGE_RETURN_IF_ERROR(WriteShift(last->first, record, Expect::kUpdate));
  last->second.record = std::move(record);
  return Shift{last->first, last->second.record};
}

std::optional<RefusedFix> ShiftBook::Refusal(const storage::ShiftName& name, const Live& live, const Fix& fix) const {
  if (fix.record.device_time < name.start) {
    return Refused(fix, "BEFORE_SHIFT",
                   "Expected a device time from the sign-in on, " + FormatRfc3339(name.start) +
                       ", but it is before. It is not kept; set the device's clock if it is slow.");
  }
  if (live.record.fixes >= limits::kShiftFixesMax) {
    return Refused(fix, "FIX_LIMIT",
                   "Expected at most 60,000 fixes in a shift, but there are more. Let the device take fewer.");
  }
  return std::nullopt;
}

void ShiftBook::Judge(const Live& live, const Fix& fix, storage::FixRecord& record) const {
  domain::FixEvidence evidence{.device_time = record.device_time,
                               .received = record.received,
                               .accuracy_cm = record.place.accuracy_cm,
                               .mock = fix.mock,
                               .time_before = live.progress.time_before};
  if (const auto& before = live.progress.trusted) {
    evidence.step = {.distance_cm = geo::DistanceCm(before->place.position, record.place.position),
                     .elapsed = record.device_time - before->device_time,
                     .accuracy_cm = before->place.accuracy_cm};
  }
  record.marks = domain::MarksOf(parts_.settings.fix_limits, evidence);
}

absl::StatusOr<Added> ShiftBook::Add(const std::string& actor, const std::vector<Fix>& fixes,
                                     std::uint32_t refused_before, const LayerDays& layers) {
  Added added;
  const auto last = Last(actor);
  if (last == shifts_.end() || !IsOpen(last->first, last->second)) {
    const bool ended_itself = last != shifts_.end() && !last->second.record.end;
    for (const Fix& fix : fixes) {
      added.refused.push_back(
          ended_itself ? Refused(fix, "SHIFT_OVER",
                                 "Expected an open shift, but it ended by itself 16 hours after the sign-in. Sign in "
                                 "again; what was not sent before is not taken.")
                       : Refused(fix, "NO_SHIFT", "Expected a position of an open shift, but none is open. Sign in."));
    }
    return added;
  }
  const auto& [name, before] = *last;
  Live live = before;  // put in place of it once it is written
  std::vector<Effect> effects;
  Walked walked;
  for (const Fix& fix : fixes) {
    if (fix.sequence <= live.record.last_sequence) {
      ++added.repeated;
      continue;
    }
    if (auto refused = Refusal(name, live, fix)) {
      added.refused.push_back(*std::move(refused));
      continue;
    }
    storage::FixRecord record = fix.record;
    record.received = Now();
    std::erase_if(record.place.cells, [&layers](const auto& cell) { return !layers.contains(cell.layer); });
    Judge(live, fix, record);
    ++added.kept;
    ++live.record.fixes;
    live.record.last_sequence = fix.sequence;
    if (!record.marks.Has(domain::FixMark::kClock)) live.progress.time_before = record.device_time;
    if (record.marks.IsTrusted()) {
      live.progress.trusted = {record.device_time, record.place};
      Walk(record, layers, walked);
    } else {
      ++live.record.marked;
      added.marked.push_back({fix.sequence, record.marks});
    }
    effects.push_back({Family::kTrack, Expect::kInsert, storage::FixKey(name, fix.sequence),
                       sealer_.Seal(live.key, FixLabel(fix.sequence), storage::EncodeFix(record))});
  }
  live.record.refused += refused_before + static_cast<std::uint32_t>(added.refused.size());
  if (effects.empty() && live.record.refused == before.record.refused) return added;
  WANGGE_RETURN_IF_ERROR(AddWalked(*parts_.store.TakeSnapshot(), std::move(walked), effects));
  live.record.sealed_progress = sealer_.Seal(live.key, kProgressLabel, storage::EncodeProgress(live.progress));
  effects.push_back({Family::kTrack, Expect::kUpdate, storage::ShiftKey(name), storage::EncodeShift(live.record)});
  WANGGE_RETURN_IF_ERROR(parts_.store.Write(effects, /*sync=*/false));
  last->second = std::move(live);
  return added;
}

ShiftBook::Current ShiftBook::CurrentOf(std::string_view actor) const {
  const auto last = Last(actor);
  if (last == shifts_.end() || !IsOpen(last->first, last->second)) return {};
  return {true, last->second.record.last_sequence, last->second.progress.trusted};
}

}  // namespace wangge::track
