// Rows of the family `track`, format version 1. Primitives: bytes.h; `text`, `varint` and `zigzag` as there.
//
//   key      = shift | fix | walked
//   shift    = 1 u8 · text actor · start                     (a shift of an inspector)
//   fix      = 2 u8 · text actor · start · sequence u32 BE   (a position of it)
//   walked   = 3 u8 · day i32 BE, sign bit flipped · text layer · code octets   (a cell walked on a day, by anybody)
//   start    = sign-in, microseconds, i64 BE, sign bit flipped
//
//   shift value  = key id, 16 octets · text wrapped key · request id of the sign-in, 16 octets · end · varint fixes ·
//                  varint marked · varint refused · varint last sequence · text sealed progress
//   end          = 0 u8 | 1 u8 · zigzag sign-out · request id of the sign-out, 16 octets
//   progress     = before · trusted                          (sealed under the key of its shift)
//   before       = 0 u8 | 1 u8 · zigzag device time          (of the last fix without a mark of the clock)
//   trusted      = 0 u8 | 1 u8 · zigzag device time · place  (the last trusted fix)
//   fix value    = sealed: zigzag device time · zigzag received · place · marks u8 · speed · heading
//   place        = zigzag longitude · zigzag latitude · varint accuracy · varint count · count × cell
//   cell         = text layer · text code · varint version
//   speed, heading = varint 0 where absent, else the value + 1
//   walked value = zigzag first · zigzag last · varint fixes  (device times)
//
// Times in microseconds, places in 1e-7 degree of WGS 84, accuracy in centimetres, speed in centimetres a second.
// With the row of a shift goes its key, and with the key everything that its fixes say. Pure; thread-safe.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "base/position.h"
#include "base/time.h"
#include "domain/calendar/day.h"
#include "domain/plausible_fix.h"

namespace wangge::storage {

struct TrackCell {
  std::string layer{};
  std::string code{};
  std::uint64_t version = 0;
  friend bool operator==(const TrackCell&, const TrackCell&) = default;
};

struct TrackPlace {
  Position position{};
  std::uint32_t accuracy_cm = 0;
  std::vector<TrackCell> cells{};
  friend bool operator==(const TrackPlace&, const TrackPlace&) = default;
};

struct FixRecord {
  Timestamp device_time{};
  Timestamp received{};
  TrackPlace place{};
  domain::FixMarks marks{};
  std::optional<std::uint32_t> speed_cm_s{};
  std::optional<std::uint32_t> heading_deg{};
  friend bool operator==(const FixRecord&, const FixRecord&) = default;
};

struct TrustedFix {
  Timestamp device_time{};
  TrackPlace place{};
  friend bool operator==(const TrustedFix&, const TrustedFix&) = default;
};

struct TrackProgress {
  std::optional<Timestamp> time_before{};
  std::optional<TrustedFix> trusted{};
  friend bool operator==(const TrackProgress&, const TrackProgress&) = default;
};

struct ShiftEnd {
  Timestamp time{};
  std::string request{};  // 16 octets
  friend bool operator==(const ShiftEnd&, const ShiftEnd&) = default;
};

struct ShiftRecord {
  std::string key_id{};  // 16 octets
  std::string wrapped_key{};
  std::string request{};  // 16 octets
  std::optional<ShiftEnd> end{};
  std::uint32_t fixes = 0;
  std::uint32_t marked = 0;
  std::uint32_t refused = 0;
  std::uint32_t last_sequence = 0;
  std::string sealed_progress{};
  friend bool operator==(const ShiftRecord&, const ShiftRecord&) = default;
};

struct WalkedRecord {
  Timestamp first{};
  Timestamp last{};
  std::uint32_t fixes = 0;
  friend bool operator==(const WalkedRecord&, const WalkedRecord&) = default;
};

// A shift by its key.
struct ShiftName {
  std::string actor{};
  Timestamp start{};
  friend auto operator<=>(const ShiftName&, const ShiftName&) = default;
};

std::string ShiftKey(const ShiftName& name);
std::string ShiftPrefix();                        // of all shifts
std::string ShiftPrefix(std::string_view actor);  // of one inspector's
std::string FixKey(const ShiftName& name, std::uint32_t sequence);
std::string FixPrefix(const ShiftName& name);                       // of one shift's fixes
std::string WalkedPrefix();                                         // of all days
std::string WalkedPrefix(domain::Day day);                          // of that day; also where later days begin
std::string WalkedPrefix(domain::Day day, std::string_view layer);  // the code follows

// DATA_LOSS: bytes that are no such key.
absl::StatusOr<ShiftName> ShiftOfKey(std::string_view key);
absl::StatusOr<std::uint32_t> SequenceOfKey(std::string_view key);

std::string EncodeShift(const ShiftRecord& shift);
std::string EncodeProgress(const TrackProgress& progress);  // to be sealed
std::string EncodeFix(const FixRecord& fix);                // to be sealed
std::string EncodeWalked(const WalkedRecord& walked);

// DATA_LOSS: bytes that are no such record.
absl::StatusOr<ShiftRecord> DecodeShift(std::string_view bytes);
absl::StatusOr<TrackProgress> DecodeProgress(std::string_view bytes);
absl::StatusOr<FixRecord> DecodeFix(std::string_view bytes);
absl::StatusOr<WalkedRecord> DecodeWalked(std::string_view bytes);

}  // namespace wangge::storage
