// The grid service of another process, over a channel. Owned by the program's root; dropped before the channel.
// Thread-safe.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "services/grid/grid_port.h"

namespace grpc {
class Channel;
}

namespace wangge::grid {

class RemoteGrid final : public GridPort {
 public:
  // `token` gives the credentials of this service at each call; it must be short and thread-safe.
  RemoteGrid(std::shared_ptr<grpc::Channel> channel, std::function<std::string()> token);
  ~RemoteGrid() override;

  // Which layers there are is asked at most once a second: a new one is missed for so long, and the ledger then asks
  // for the report to be located again.
  void LocateAll(std::vector<Position> points, Timestamp deadline, Located done) override;
  void FindComponents(std::vector<std::string> ids, Timestamp deadline, Found done) override;

 private:
  struct Connection;
  class Locating;
  struct Finding;
  const std::shared_ptr<Connection> connection_;  // shared with calls that end after it
};

}  // namespace wangge::grid
