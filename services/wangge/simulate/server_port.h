// A simulation's people at work over gRPC, each with a token of its own, against a server with a manual clock. Every
// call blocks.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "services/wangge/client/connection.h"
#include "services/wangge/simulate/city.h"
#include "services/wangge/simulate/port.h"

namespace wangge::simulate {

class ServerPort final : public Port {
 public:
  // `keys` is the directory with the server's signing key. INVALID_ARGUMENT: no post of the city may move the clock.
  static absl::StatusOr<std::unique_ptr<ServerPort>> Open(const City& city, const std::string& server,
                                                          const std::string& keys);

  // Moves the server's clock to the first day. FAILED_PRECONDITION names both times: a clock that is real, or past it.
  absl::Status Begin(Timestamp start);
  absl::Status AdvanceTo(Timestamp to) override;
  absl::StatusOr<CaseState> Report(const domain::Actor& actor, const NewReport& report) override;
  absl::StatusOr<CaseState> Perform(const domain::Actor& actor, const CaseState& c, const Work& work) override;
  absl::Status Finish() override { return absl::OkStatus(); }  // every answer was durable

 private:
  ServerPort(const City& city, std::string server, std::string keys)
      : city_(city), server_(std::move(server)), keys_(std::move(keys)) {}
  absl::StatusOr<const client::Connection*> ConnectionOf(const domain::Actor& actor);

  const City& city_;
  const std::string server_;
  const std::string keys_;
  domain::Actor administrator_;
  Timestamp now_;                                          // of the server's manual clock
  std::map<std::string, client::Connection> connections_;  // by actor
};

}  // namespace wangge::simulate
