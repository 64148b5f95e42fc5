// TrackService over gRPC: the tracks of this process for services of others. Owned by the state node, before its
// server. Thread-safe.
#pragma once

#include <functional>
#include <memory>

#include "domain/organisation.h"
#include "rpc/call.h"
#include "rpc/server.h"
#include "services/track/track_port.h"

namespace wangge::track {

// All of it outlives the service.
struct TrackServiceParts {
  const rpc::CallEnvironment& environment;
  TrackPort& tracks;
  // The roles in force.
  std::function<std::shared_ptr<const domain::Roles>()> roles;
};

class TrackService {
 public:
  explicit TrackService(TrackServiceParts parts);
  ~TrackService();

  // For ServerOptions.services.
  rpc::ServedService served();

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace wangge::track
