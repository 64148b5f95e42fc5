#include "storage/track_record.h"

#include <limits>

#include "base/status/text.h"
#include "storage/big_endian.h"
#include "storage/bytes.h"

namespace wangge::storage {
namespace {

enum class Row : char { kShift = 1, kFix = 2, kWalked = 3 };

constexpr std::uint64_t kSignBit = std::uint64_t{1} << 63;
constexpr std::uint32_t kSignBit32 = std::uint32_t{1} << 31;
constexpr std::size_t kIdOctets = 16;
constexpr std::size_t kStartOctets = 8;
constexpr std::size_t kSequenceOctets = 4;

std::string KeyOf(Row row, const ShiftName& name) {
  Writer w;
  w.Byte(static_cast<std::uint8_t>(row));
  w.Text(name.actor);
  std::string key = w.Take();
  AppendBigEndian(static_cast<std::uint64_t>(name.start.micros) ^ kSignBit, key);
  return key;
}

std::uint32_t ReadNumber32(Reader& r) {
  const std::uint64_t n = r.Varint();
  return n <= std::numeric_limits<std::uint32_t>::max() ? static_cast<std::uint32_t>(n) : r.Fail();
}

std::int32_t ReadDegrees(Reader& r) {
  const std::int64_t n = r.Zigzag();
  return n >= -1'800'000'000 && n <= 1'800'000'000 ? static_cast<std::int32_t>(n) : r.Fail();
}

// 0, or 1 and what follows.
bool ReadPresence(Reader& r) {
  const std::uint8_t flag = r.Byte();
  if (flag > 1) r.Fail();
  return r.ok() && flag == 1;
}

void Put(Writer& w, std::optional<std::uint32_t> value) { w.Varint(value ? std::uint64_t{*value} + 1 : 0); }

std::optional<std::uint32_t> ReadOptional(Reader& r) {
  const std::uint64_t n = r.Varint();
  if (n == 0) return std::nullopt;
  if (n - 1 > std::numeric_limits<std::uint32_t>::max()) return r.Fail();
  return static_cast<std::uint32_t>(n - 1);
}

void Put(Writer& w, const TrackPlace& place) {
  w.Zigzag(place.position.lon_e7);
  w.Zigzag(place.position.lat_e7);
  w.Varint(place.accuracy_cm);
  w.Varint(place.cells.size());
  for (const TrackCell& cell : place.cells) {
    w.Text(cell.layer);
    w.Text(cell.code);
    w.Varint(cell.version);
  }
}

TrackPlace ReadPlace(Reader& r) {
  TrackPlace place;
  place.position.lon_e7 = ReadDegrees(r);
  place.position.lat_e7 = ReadDegrees(r);
  place.accuracy_cm = ReadNumber32(r);
  for (std::uint64_t left = r.Varint(); left > 0 && r.ok(); --left) {
    TrackCell cell;
    cell.layer = r.Text();
    cell.code = r.Text();
    cell.version = r.Varint();
    place.cells.push_back(std::move(cell));
  }
  return place;
}

template <typename Record>
absl::StatusOr<Record> Whole(const Reader& r, Record record, std::string_view what) {
  if (r.AtEnd()) return record;
  return DataLoss("Expected " + std::string(what) + " of family 'track', but the bytes are none.");
}

}  // namespace

std::string ShiftKey(const ShiftName& name) { return KeyOf(Row::kShift, name); }
std::string ShiftPrefix() { return std::string(1, static_cast<char>(Row::kShift)); }
std::string ShiftPrefix(std::string_view actor) {
  Writer w;
  w.Byte(static_cast<std::uint8_t>(Row::kShift));
  w.Text(actor);
  return w.Take();
}
std::string FixPrefix(const ShiftName& name) { return KeyOf(Row::kFix, name); }
std::string FixKey(const ShiftName& name, std::uint32_t sequence) {
  std::string key = FixPrefix(name);
  AppendBigEndian(sequence, key);
  return key;
}
std::string WalkedPrefix() { return std::string(1, static_cast<char>(Row::kWalked)); }
std::string WalkedPrefix(domain::Day day) {
  std::string key = WalkedPrefix();
  AppendBigEndian(static_cast<std::uint32_t>(day.number) ^ kSignBit32, key);
  return key;
}
std::string WalkedPrefix(domain::Day day, std::string_view layer) {
  Writer w;
  w.Raw(WalkedPrefix(day));
  w.Text(layer);
  return w.Take();
}

absl::StatusOr<ShiftName> ShiftOfKey(std::string_view key) {
  Reader r(key);
  if (r.Byte() != static_cast<std::uint8_t>(Row::kShift)) r.Fail();
  ShiftName name;
  name.actor = r.Text();
  const std::string_view start = r.Raw(kStartOctets);
  if (r.ok()) name.start.micros = static_cast<std::int64_t>(ReadBigEndian<std::uint64_t>(start) ^ kSignBit);
  return Whole(r, std::move(name), "the key of a shift");
}

absl::StatusOr<std::uint32_t> SequenceOfKey(std::string_view key) {
  Reader r(key);
  if (r.Byte() != static_cast<std::uint8_t>(Row::kFix)) r.Fail();
  r.Text();
  r.Raw(kStartOctets);
  const std::string_view sequence = r.Raw(kSequenceOctets);
  return Whole(r, r.ok() ? ReadBigEndian<std::uint32_t>(sequence) : 0, "the key of a fix");
}

std::string EncodeShift(const ShiftRecord& shift) {
  Writer w;
  w.Raw(shift.key_id);
  w.Text(shift.wrapped_key);
  w.Raw(shift.request);
  w.Byte(shift.end ? 1 : 0);
  if (shift.end) {
    w.Zigzag(shift.end->time.micros);
    w.Raw(shift.end->request);
  }
  w.Varint(shift.fixes);
  w.Varint(shift.marked);
  w.Varint(shift.refused);
  w.Varint(shift.last_sequence);
  w.Text(shift.sealed_progress);
  return w.Take();
}

absl::StatusOr<ShiftRecord> DecodeShift(std::string_view bytes) {
  Reader r(bytes);
  ShiftRecord shift;
  shift.key_id = r.Raw(kIdOctets);
  shift.wrapped_key = r.Text();
  shift.request = r.Raw(kIdOctets);
  if (ReadPresence(r)) {
    shift.end.emplace();
    shift.end->time.micros = r.Zigzag();
    shift.end->request = r.Raw(kIdOctets);
  }
  shift.fixes = ReadNumber32(r);
  shift.marked = ReadNumber32(r);
  shift.refused = ReadNumber32(r);
  shift.last_sequence = ReadNumber32(r);
  shift.sealed_progress = r.Text();
  return Whole(r, std::move(shift), "a shift");
}

std::string EncodeProgress(const TrackProgress& progress) {
  Writer w;
  w.Byte(progress.time_before ? 1 : 0);
  if (progress.time_before) w.Zigzag(progress.time_before->micros);
  w.Byte(progress.trusted ? 1 : 0);
  if (progress.trusted) {
    w.Zigzag(progress.trusted->device_time.micros);
    Put(w, progress.trusted->place);
  }
  return w.Take();
}

absl::StatusOr<TrackProgress> DecodeProgress(std::string_view bytes) {
  Reader r(bytes);
  TrackProgress progress;
  if (ReadPresence(r)) progress.time_before = Timestamp{r.Zigzag()};
  if (ReadPresence(r)) {
    progress.trusted.emplace();
    progress.trusted->device_time.micros = r.Zigzag();
    progress.trusted->place = ReadPlace(r);
  }
  return Whole(r, std::move(progress), "the progress of a shift");
}

std::string EncodeFix(const FixRecord& fix) {
  Writer w;
  w.Zigzag(fix.device_time.micros);
  w.Zigzag(fix.received.micros);
  Put(w, fix.place);
  w.Byte(fix.marks.bits);
  Put(w, fix.speed_cm_s);
  Put(w, fix.heading_deg);
  return w.Take();
}

absl::StatusOr<FixRecord> DecodeFix(std::string_view bytes) {
  Reader r(bytes);
  FixRecord fix;
  fix.device_time.micros = r.Zigzag();
  fix.received.micros = r.Zigzag();
  fix.place = ReadPlace(r);
  fix.marks.bits = r.Byte();
  fix.speed_cm_s = ReadOptional(r);
  fix.heading_deg = ReadOptional(r);
  return Whole(r, std::move(fix), "a fix");
}

std::string EncodeWalked(const WalkedRecord& walked) {
  Writer w;
  w.Zigzag(walked.first.micros);
  w.Zigzag(walked.last.micros);
  w.Varint(walked.fixes);
  return w.Take();
}

absl::StatusOr<WalkedRecord> DecodeWalked(std::string_view bytes) {
  Reader r(bytes);
  WalkedRecord walked;
  walked.first.micros = r.Zigzag();
  walked.last.micros = r.Zigzag();
  walked.fixes = ReadNumber32(r);
  return Whole(r, walked, "a walked cell");
}

}  // namespace wangge::storage
