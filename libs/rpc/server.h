// The life cycle of a gRPC server: checks before it starts, health per service, and a shutdown that ends. No gRPC
// header is needed to use it. Owned by main; Start and Shutdown on the control thread, the rest thread-safe.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "base/limits.h"
#include "base/time.h"

namespace grpc {
class Service;
}

namespace wangge::rpc {

struct ServedService {
  std::string name;                  // as health names it: T::service_full_name()
  grpc::Service* service = nullptr;  // outlives the server
};

struct TlsIdentity {
  std::string certificate_pem = {};  // chain, leaf first
  std::string key_pem = {};
};

struct ServerOptions {
  std::string address = "127.0.0.1:0";  // HOST:PORT; port 0 takes a free one
  TlsIdentity tls = {};                 // empty: plain text, on loopback only
  bool reflection = false;              // for development: lists services and messages to anyone
  std::size_t message_bytes_max = limits::kMessageBytesMax;
  std::vector<ServedService> services = {};
};

class Server {
 public:
  // Listening, with every service NOT_SERVING by its health. INVALID_ARGUMENT: an address that is not HOST:PORT, half a
  // TLS identity, no service. FAILED_PRECONDITION: plain text on an address that is not loopback. UNAVAILABLE: the
  // address cannot be bound, e.g. because another process has it, or the TLS identity cannot be read.
  static absl::StatusOr<std::unique_ptr<Server>> Start(const ServerOptions& options);

  // Shuts down at once if it was not asked to before.
  ~Server();

  int port() const;
  std::string address() const;  // with the port that was taken

  // Health of one service; the whole server ("") is SERVING when all are.
  void SetServing(std::string_view service, bool serving);
  void SetAllServing(bool serving);

  // NOT_SERVING, then no new calls; calls in flight may finish for `grace`, after which they are cancelled. The process
  // is aborted when that has not ended after twice the grace and a second: a call without an owner is a bug that must
  // not keep a process from being replaced. Further calls do nothing.
  void Shutdown(Duration grace);

 private:
  struct State;
  explicit Server(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace wangge::rpc
