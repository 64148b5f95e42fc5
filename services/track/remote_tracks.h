// The tracks of another process, over a channel. Owned by the program's root; dropped before the channel and after
// every answer has come. Thread-safe.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "services/track/track_port.h"

namespace grpc {
class Channel;
}

namespace wangge::track {

class RemoteTracks final : public TrackPort {
 public:
  // `token` gives the credentials of this service at each call; it must be short and thread-safe.
  RemoteTracks(const std::shared_ptr<grpc::Channel>& channel, std::function<std::string()> token);
  ~RemoteTracks() override;

  void StartShift(v1::StartShiftRequest request, Timestamp until, Done<report::v1::StartShiftResponse> done) override;
  void EndShift(v1::EndShiftRequest request, Timestamp until, Done<report::v1::EndShiftResponse> done) override;
  void AddFixes(v1::AddFixesRequest request, Timestamp until, Done<report::v1::SendPositionsResponse> done) override;
  void GetOwnTrack(v1::GetOwnTrackRequest request, Timestamp until,
                   Done<report::v1::GetOwnTrackResponse> done) override;
  void ListPresence(v1::ListPresenceRequest request, Timestamp until,
                    Done<report::v1::ListPresenceResponse> done) override;
  void GetPatrolCoverage(v1::GetPatrolCoverageRequest request, Timestamp until,
                         Done<report::v1::GetPatrolCoverageResponse> done) override;

 private:
  struct Connection;
  std::unique_ptr<Connection> connection_;
};

}  // namespace wangge::track
