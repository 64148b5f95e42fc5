#include "rpc/server.h"

#include <grpcpp/ext/proto_server_reflection_plugin.h>
#include <grpcpp/grpcpp.h>
#include <grpcpp/health_check_service_interface.h>
#include <grpcpp/impl/server_builder_option.h>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <mutex>
#include <thread>
#include <utility>

#include "base/status/text.h"
#include "rpc/address.h"

namespace wangge::rpc {
namespace {

// Once asked for, reflection is a plugin of every builder of the process; this takes it out again.
class NoReflection final : public grpc::ServerBuilderOption {
 public:
  void UpdateArguments(grpc::ChannelArguments*) override {}
  void UpdatePlugins(std::vector<std::unique_ptr<grpc::ServerBuilderPlugin>>* plugins) override {
    std::erase_if(*plugins, [](const auto& plugin) { return plugin->name() == "proto_server_reflection"; });
  }
};

absl::Status CheckOptions(const ServerOptions& options, const Address& address) {
  if (options.services.empty()) return InvalidArgument("Expected a server to have a service, but it has none");
  if (options.tls.certificate_pem.empty() != options.tls.key_pem.empty()) {
    return InvalidArgument("Expected a certificate together with its key, but only one of them is given");
  }
  if (options.tls.key_pem.empty() && !IsLoopback(address)) {
    return FailedPrecondition(
        "Expected a loopback address (127.0.0.0/8, [::1], localhost) for a server without TLS, "
        "but it is " +
        options.address + ": credentials would cross the network in clear text");
  }
  return absl::OkStatus();
}

std::shared_ptr<grpc::ServerCredentials> CredentialsOf(const TlsIdentity& tls) {
  if (tls.key_pem.empty()) return grpc::InsecureServerCredentials();
  grpc::SslServerCredentialsOptions options;
  options.pem_key_cert_pairs.push_back({tls.key_pem, tls.certificate_pem});
  return grpc::SslServerCredentials(options);
}

void SetLimits(grpc::ServerBuilder& builder, const ServerOptions& options) {
  const int bytes = static_cast<int>(options.message_bytes_max);
  builder.SetMaxReceiveMessageSize(bytes);
  builder.SetMaxSendMessageSize(bytes);
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);  // a second server on the port must fail, not share it
  builder.AddChannelArgument(GRPC_ARG_HTTP2_MIN_RECV_PING_INTERVAL_WITHOUT_DATA_MS, 30'000);  // clients ping each 60 s
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_PERMIT_WITHOUT_CALLS, 1);
}

}  // namespace

struct Server::State {
  Address address;
  std::unique_ptr<grpc::Server> server;
  std::mutex mutex;
  std::map<std::string, bool, std::less<>> serving;  // under mutex
  bool stopped = false;                              // control thread only
};

Server::Server(std::unique_ptr<State> state) : state_(std::move(state)) {}

absl::StatusOr<std::unique_ptr<Server>> Server::Start(const ServerOptions& options) {
  auto state = std::make_unique<State>();
  WANGGE_ASSIGN_OR_RETURN(state->address, ParseAddress(options.address));
  WANGGE_RETURN_IF_ERROR(CheckOptions(options, state->address));
  grpc::EnableDefaultHealthCheckService(true);
  if (options.reflection) grpc::reflection::InitProtoReflectionServerBuilderPlugin();
  grpc::ServerBuilder builder;
  SetLimits(builder, options);
  if (!options.reflection) builder.SetOption(std::make_unique<NoReflection>());
  int port = 0;
  builder.AddListeningPort(options.address, CredentialsOf(options.tls), &port);
  for (const ServedService& served : options.services) {
    builder.RegisterService(served.service);
    state->serving[served.name] = false;
  }
  state->server = builder.BuildAndStart();
  if (!state->server || port == 0) {
    return Unavailable(
        "Expected to listen on " + options.address +
        ", but it cannot be bound: another process may have it, the host may not be of this machine, or the "
        "TLS identity may be unreadable");
  }
  state->address.port = port;
  std::unique_ptr<Server> server(new Server(std::move(state)));
  server->SetAllServing(false);
  return server;
}

Server::~Server() { Shutdown(Duration{}); }

int Server::port() const { return state_->address.port; }
std::string Server::address() const { return FormatAddress(state_->address); }

void Server::SetServing(std::string_view service, bool serving) {
  const std::lock_guard lock(state_->mutex);
  state_->serving.insert_or_assign(std::string(service), serving);
  const bool all = std::all_of(state_->serving.begin(), state_->serving.end(), [](const auto& s) { return s.second; });
  grpc::HealthCheckServiceInterface* health = state_->server->GetHealthCheckService();
  health->SetServingStatus(std::string(service), serving);
  health->SetServingStatus("", all);
}

void Server::SetAllServing(bool serving) {
  const std::lock_guard lock(state_->mutex);
  grpc::HealthCheckServiceInterface* health = state_->server->GetHealthCheckService();
  for (auto& [name, now] : state_->serving) {
    now = serving;
    health->SetServingStatus(name, serving);
  }
  health->SetServingStatus("", serving);
}

void Server::Shutdown(Duration grace) {
  if (std::exchange(state_->stopped, true)) return;
  SetAllServing(false);
  std::mutex mutex;
  std::condition_variable ended;
  bool done = false;
  const auto patience = std::chrono::microseconds(2 * grace.micros) + std::chrono::seconds(1);
  const std::jthread watchdog([&] {
    std::unique_lock lock(mutex);
    if (ended.wait_for(lock, patience, [&] { return done; })) return;
    std::fprintf(stderr, "Expected every call to end within the grace of a shutdown, but one has not: aborting\n");
    std::abort();
  });
  state_->server->Shutdown(std::chrono::system_clock::now() + std::chrono::microseconds(grace.micros));
  const std::lock_guard lock(mutex);
  done = true;
  ended.notify_all();
}

}  // namespace wangge::rpc
