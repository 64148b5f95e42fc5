// A command's way to a server: one channel and the token of who calls. Owned by the command that runs; stubs made from
// it must not outlive it. Thread-safe once open.
#pragma once

#include <google/protobuf/message.h>

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "absl/status/statusor.h"
#include "base/time.h"
#include "rpc/channel.h"
#include "rpc/credentials.h"
#include "rpc/status_map.h"
#include "services/wangge/client/check_text.h"

namespace wangge::client {

inline constexpr Duration kPatience = Seconds(10);     // of a call that a person waits for
inline constexpr Duration kLongPatience = Minutes(5);  // of a call that moves a file or fires timers
// For a server to become ready: longer than it takes to read a city's layers.
inline constexpr Duration kReadyPatience = Seconds(30);

// Where to, and as whom: a finished token, or the directory of development keys to sign one with.
struct Access {
  std::string server{};     // HOST:PORT
  std::string tls_roots{};  // PEM file; empty: plain text, to loopback only
  std::string token{};
  std::string keys{};    // holds signing.json; only read when there is no token
  rpc::Caller caller{};  // goes with `keys`, but for whom it acts
  // Told each time that a call waits for the server to be ready. Empty: it waits in silence.
  std::function<void(std::string_view why)> on_wait{};
};

class Connection {
 public:
  // Connects on first use. A usage error (usage_error.h): a wrong address, or neither token nor keys with an actor and
  // a role. Codes of ReadFile, rpc::OpenChannel, rpc::ReadSigningKey and rpc::SignToken.
  static absl::StatusOr<Connection> Open(const Access& access);

  template <typename Service>
  std::unique_ptr<typename Service::Stub> StubOf() const {
    return Service::NewStub(channel_);
  }

  // Puts the token and a deadline into the context of one call.
  void Prepare(grpc::ClientContext& context, Duration patience = kPatience) const;

  // One unary call; blocks until the answer or the deadline. A server that is not ready yet is waited for, within
  // kReadyPatience, and asked once more: every request of the contract may be repeated. The server's errors, as
  // rpc/error.h reads them, and those of CheckText before anything is sent.
  template <typename Stub, typename Request, typename Response>
  absl::StatusOr<Response> Call(Stub& stub,
                                grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
                                const Request& request, Duration patience = kPatience) const {
    if (const absl::Status text = CheckText(request); !text.ok()) return text;
    for (bool is_first = true;; is_first = false) {
      grpc::ClientContext context;
      Prepare(context, patience);
      Response response;
      const absl::Status status = StatusOf((stub.*method)(&context, request, &response), request);
      if (status.ok()) return response;
      if (!is_first || !BecomesReady(status)) return status;
    }
  }

  // The end of a call of the service that takes `request`.
  absl::Status StatusOf(const grpc::Status& status, const google::protobuf::Message& request) const;

 private:
  Connection(std::shared_ptr<grpc::Channel> channel, std::string token, const Access& access)
      : channel_(std::move(channel)),
        token_(std::move(token)),
        on_behalf_of_(access.caller.on_behalf_of),
        server_(access.server),
        on_wait_(access.on_wait) {}

  // Whether the server refused only because it was not ready, and now is. Blocks for at most kReadyPatience.
  bool BecomesReady(const absl::Status& refusal) const;

  std::shared_ptr<grpc::Channel> channel_;
  std::string token_;
  std::string on_behalf_of_;
  std::string server_;
  std::function<void(std::string_view)> on_wait_;
};

}  // namespace wangge::client
