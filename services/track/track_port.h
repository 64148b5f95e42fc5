// Tracks as the report service sees them, in the same process or across the network. Nothing blocks: each answer comes
// once, on an unspecified thread, maybe before the call returns. Statuses as TrackService documents them. Thread-safe.
#pragma once

#include <functional>

#include "absl/status/statusor.h"
#include "base/time.h"
#include "wangge/track/v1/track.pb.h"

namespace wangge::track {

class TrackPort {
 public:
  template <typename Answer>
  using Done = std::function<void(absl::StatusOr<Answer>)>;

  virtual ~TrackPort() = default;

  // `until`: the deadline of whoever waits.
  virtual void StartShift(v1::StartShiftRequest request, Timestamp until,
                          Done<report::v1::StartShiftResponse> done) = 0;
  virtual void EndShift(v1::EndShiftRequest request, Timestamp until, Done<report::v1::EndShiftResponse> done) = 0;
  virtual void AddFixes(v1::AddFixesRequest request, Timestamp until, Done<report::v1::SendPositionsResponse> done) = 0;
  virtual void GetOwnTrack(v1::GetOwnTrackRequest request, Timestamp until,
                           Done<report::v1::GetOwnTrackResponse> done) = 0;
  virtual void ListPresence(v1::ListPresenceRequest request, Timestamp until,
                            Done<report::v1::ListPresenceResponse> done) = 0;
  virtual void GetPatrolCoverage(v1::GetPatrolCoverageRequest request, Timestamp until,
                                 Done<report::v1::GetPatrolCoverageResponse> done) = 0;
};

}  // namespace wangge::track
