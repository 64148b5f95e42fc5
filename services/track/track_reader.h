// What is read of tracks: an inspector's own, who is on shift where, and which cells were walked. Answers are messages
// of the contract, one page each. One thread at a time, the book's; every function may touch the disk.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "domain/calendar/day.h"
#include "services/ledger/page_token.h"
#include "services/track/shift_book.h"
#include "wangge/report/v1/patrol.pb.h"

namespace wangge::track {

// The ids of inspectors on shift are about to be shown.
struct PresenceReading {
  std::string actor{};
  std::string layer{};
  std::string within{};
  std::string purpose{};
  Timestamp time{};
};

// All of it outlives the reader.
struct ReaderParts {
  storage::Store& store;
  const ShiftBook& book;
  const vault::Sealer& sealer;
  const ledger::PageTokens& page_tokens;
  // What it does before it returns is done before anything is shown.
  std::function<void(const PresenceReading&)> on_reading{};
};

// Whose area the answer keeps to.
struct Reach {
  std::string actor{};
  std::string area{};       // code prefix; "*": everywhere
  std::string area_root{};  // of the city
};

class TrackReader {
 public:
  explicit TrackReader(ReaderParts parts) : parts_(std::move(parts)) {}

  // Of the actor alone. INVALID_ARGUMENT FIELD_INVALID, PAGE_TOKEN_INVALID.
  absl::StatusOr<report::v1::GetOwnTrackResponse> OwnTrack(const std::string& actor,
                                                           const report::v1::GetOwnTrackRequest& asked) const;

  // O(shifts of the last 32 h). INVALID_ARGUMENT FIELD_INVALID, PURPOSE_TOO_LONG, PAGE_TOKEN_INVALID.
  absl::StatusOr<report::v1::ListPresenceResponse> Presence(const Reach& reach,
                                                            const report::v1::ListPresenceRequest& asked) const;

  // O(page). INVALID_ARGUMENT FIELD_INVALID, PAGE_TOKEN_INVALID.
  absl::StatusOr<report::v1::GetPatrolCoverageResponse> Coverage(
      const Reach& reach, domain::Day day, const report::v1::GetPatrolCoverageRequest& asked) const;

 private:
  absl::Status AddFixes(const storage::ShiftName& name, const storage::ShiftRecord& record, std::string_view from,
                        std::size_t fixes_max, report::v1::GetOwnTrackResponse& page) const;

  const ReaderParts parts_;
};

}  // namespace wangge::track
