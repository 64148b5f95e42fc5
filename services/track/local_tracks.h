// The tracks of this process: who may do what by the roles in force, then the book. One thread of its own does all of
// it, in the order of the calls. Owned by the state node; the parts outlive it. Thread-safe.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "domain/editions.h"
#include "domain/organisation.h"
#include "services/ledger/reader_pool.h"
#include "services/track/shift_book.h"
#include "services/track/track_port.h"
#include "services/track/track_reader.h"

namespace wangge::track {

struct LocalParts {
  BookParts book;
  std::function<std::shared_ptr<const domain::Editions>()> editions;
  const ledger::PageTokens& page_tokens;
  std::function<void(const PresenceReading&)> on_reading{};
};

class LocalTracks final : public TrackPort {
 public:
  // Errors of ShiftBook::Open.
  static absl::StatusOr<std::unique_ptr<LocalTracks>> Open(LocalParts parts);

  void StartShift(v1::StartShiftRequest request, Timestamp until, Done<report::v1::StartShiftResponse> done) override;
  void EndShift(v1::EndShiftRequest request, Timestamp until, Done<report::v1::EndShiftResponse> done) override;
  void AddFixes(v1::AddFixesRequest request, Timestamp until, Done<report::v1::SendPositionsResponse> done) override;
  void GetOwnTrack(v1::GetOwnTrackRequest request, Timestamp until,
                   Done<report::v1::GetOwnTrackResponse> done) override;
  void ListPresence(v1::ListPresenceRequest request, Timestamp until,
                    Done<report::v1::ListPresenceResponse> done) override;
  void GetPatrolCoverage(v1::GetPatrolCoverageRequest request, Timestamp until,
                         Done<report::v1::GetPatrolCoverageResponse> done) override;

  // ShiftBook::Sweep, when its turn comes. UNAVAILABLE after Stop, RESOURCE_EXHAUSTED when too much waits.
  void Sweep(Done<std::uint64_t> done);

  // Answers everything that was taken; nothing is taken afterwards.
  void Stop() { pool_.Stop(); }

 private:
  LocalTracks(LocalParts parts, std::unique_ptr<ShiftBook> book);
  template <typename Answer, typename Work>
  void Run(const Done<Answer>& done, Work work);
  absl::StatusOr<report::v1::StartShiftResponse> Start(const v1::StartShiftRequest& request);
  absl::StatusOr<report::v1::EndShiftResponse> End(const v1::EndShiftRequest& request);
  absl::StatusOr<report::v1::SendPositionsResponse> Add(const v1::AddFixesRequest& request);
  absl::StatusOr<report::v1::GetOwnTrackResponse> OwnTrack(const v1::GetOwnTrackRequest& request) const;
  absl::StatusOr<report::v1::ListPresenceResponse> Presence(const v1::ListPresenceRequest& request) const;
  absl::StatusOr<report::v1::GetPatrolCoverageResponse> Coverage(const v1::GetPatrolCoverageRequest& request) const;

  const LocalParts parts_;
  const vault::Sealer sealer_;
  const std::unique_ptr<ShiftBook> book_;
  const TrackReader reader_;
  ledger::ReaderPool pool_{1};  // last: its thread ends before what it uses
};

}  // namespace wangge::track
