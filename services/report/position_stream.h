// The positions of one stream on their way to the tracks: shape, place, book. One message after the other, because a
// fix is judged against the one before; the transport reads ahead meanwhile. Made once a call, kept by its messages;
// the parts outlive it. Thread-safe.
#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

#include "base/time.h"
#include "domain/place.h"
#include "rpc/credentials.h"
#include "rpc/reply.h"
#include "services/follow/in_flight.h"
#include "services/grid/grid_port.h"
#include "services/track/track_port.h"
#include "wangge/report/v1/patrol.pb.h"

namespace wangge::report {

struct PositionParts {
  track::TrackPort& tracks;
  grid::GridPort& grid;
  follow::InFlight& in_flight;
};

class PositionStream : public std::enable_shared_from_this<PositionStream> {
 public:
  using Reply = rpc::Reply<v1::SendPositionsResponse>;

  explicit PositionStream(const PositionParts& parts) : parts_(parts) {}

  // Returns at once; the message is copied. `until`: when nobody waits for it any more.
  void Take(const rpc::Caller& caller, const v1::SendPositionsRequest& message, Timestamp until, Reply reply);

 private:
  struct Message {
    track::v1::AddFixesRequest request{};
    std::vector<v1::RefusedFix> refused{};
    Timestamp until{};
    Reply reply;
    follow::InFlight::Token token{};
  };
  void Next(bool is_done);
  void Locate(const std::shared_ptr<Message>& message);
  void Place(const std::shared_ptr<Message>& message, const std::vector<domain::Location>& found);
  void Add(const std::shared_ptr<Message>& message);
  void End(const std::shared_ptr<Message>& message, absl::StatusOr<v1::SendPositionsResponse> answer);

  const PositionParts parts_;
  std::mutex mutex_;
  bool is_busy_ = false;
  std::deque<std::shared_ptr<Message>> waiting_;  // bounded by the window of the exchange
};

}  // namespace wangge::report
