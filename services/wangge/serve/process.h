// The services of one process: what each needs is opened in order, served, and closed in the opposite order. Start and
// Stop on the control thread; the rest thread-safe.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "base/status/clock.h"
#include "rpc/call.h"
#include "rpc/channel.h"
#include "rpc/server.h"
#include "services/analytics/analytics_service.h"
#include "services/follow/delays.h"
#include "services/grid/grid_books.h"
#include "services/grid/grid_port.h"
#include "services/grid/grid_service.h"
#include "services/ledger/ledger_port.h"
#include "services/ledger/page_token.h"
#include "services/report/report_service.h"
#include "services/wangge/development_keys.h"
#include "services/wangge/serve/options.h"
#include "services/wangge/serve/service_token.h"
#include "services/wangge/serve/state_node.h"
#include "telemetry/log.h"
#include "vault/attachment_store.h"
#include "vault/entropy.h"
#include "vault/master_key.h"

namespace wangge::serve {

class Process {
 public:
  // Listening; each service becomes SERVING when it is ready. `on_serving` is called once, on a thread of the process,
  // when all of them are for the first time; it must be short. Errors of RolesOf, of the files and keys, of the state
  // and of rpc::Server::Start; whatever was opened is closed again.
  static absl::StatusOr<std::unique_ptr<Process>> Start(Options options, std::function<void()> on_serving = {});
  ~Process();

  int port() const { return server_->port(); }
  std::string address() const { return server_->address(); }
  telemetry::Log& log() { return log_; }
  // Whether it becomes SERVING by itself: what it reads first comes from its own state.
  bool HasOwnState() const { return roles_.state_node; }

  // No new calls; those in flight end, everything that was taken is answered. INTERNAL: something does not end, and the
  // process must be left without its destructors; the state is safe. Further calls do nothing.
  absl::Status Stop();

 private:
  Process(Options options, std::function<void()> on_serving);
  absl::Status Open();
  absl::Status OpenKeys();
  absl::Status OpenVault();
  absl::Status OpenLedger();
  absl::Status OpenGrid();
  absl::Status OpenOthers();
  absl::Status Listen();
  absl::StatusOr<std::shared_ptr<grpc::Channel>> ChannelTo(const std::string& address);
  void LookAtHealth();
  // At the start and then daily.
  void WarnOfMissingYears();
  // At the start and then now and again.
  void SweepTracks();
  bool IsHealthy() const;

  // What is declared earlier outlives what is declared later.
  struct Health {
    std::string service;
    std::function<bool()> is_ready;
    bool is_serving = false;  // as last told; the thread of the delays only
  };
  const Options options_;
  std::function<void()> on_serving_;  // until it is called; the thread of the delays only
  Roles roles_;
  const SystemClock clock_;
  telemetry::Log log_;
  vault::SystemEntropy entropy_;
  std::unique_ptr<rpc::TokenVerifier> verifier_;
  std::unique_ptr<ServiceToken> service_token_;
  rpc::CallEnvironment environment_;
  std::vector<std::shared_ptr<grpc::Channel>> channels_;
  std::unique_ptr<vault::MasterKey> master_key_;
  std::unique_ptr<vault::AttachmentStore> attachments_;
  std::unique_ptr<ledger::PageTokens> page_tokens_;
  follow::Delays delays_;
  std::unique_ptr<StateNode> state_node_;
  std::unique_ptr<ledger::LedgerPort> remote_ledger_;
  ledger::LedgerPort* ledger_ = nullptr;
  std::unique_ptr<track::TrackPort> remote_tracks_;
  track::TrackPort* tracks_ = nullptr;
  std::unique_ptr<grid::GridBooks> grid_books_;
  std::unique_ptr<grid::GridPort> grid_port_;
  std::unique_ptr<grid::GridService> grid_service_;
  std::unique_ptr<report::ReportService> report_service_;
  std::unique_ptr<analytics::AnalyticsService> analytics_service_;
  std::vector<rpc::ServedService> served_;
  std::vector<Health> health_;
  std::unique_ptr<rpc::Server> server_;
  std::atomic<bool> is_stopping_ = false;
};

// Serves until SIGTERM or SIGINT. When every service is SERVING, writes the port file and says `serving on HOST:PORT`
// on standard error: a client that is started then is answered. What another process has to give may come any time
// later: without a state of its own it writes the port file and says `listening on HOST:PORT` at once. Errors of
// Process::Start.
absl::Status Serve(Options options);

}  // namespace wangge::serve
