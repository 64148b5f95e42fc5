#include "services/wangge/serve/process.h"

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <utility>

#include "base/file/file.h"
#include "base/limits.h"
#include "base/status/text.h"
#include "rpc/channel.h"
#include "rpc/transport_log.h"
#include "services/grid/remote_grid.h"
#include "services/ledger/remote_ledger.h"
#include "services/track/remote_tracks.h"

namespace wangge::serve {
namespace {

constexpr std::size_t kPemBytesMax = 1u << 20;
constexpr Duration kLookWhileStarting = Milliseconds(20);
constexpr Duration kLookWhileServing = Seconds(1);

// A new key beside fields that are sealed under the old one would be found when somebody needs to read them.
absl::Status RefuseLostKey(const std::string& state) {
  if (std::filesystem::exists(MasterKeyFile(state)) || !std::filesystem::exists(RocksDir(state))) {
    return absl::OkStatus();
  }
  WANGGE_ASSIGN_OR_RETURN(const OpenState files, OpenStateFiles(state, OpenFor::kExisting));
  const auto snapshot = files.committer->Published();
  const auto sealed = snapshot->Scan(storage::Family::kVault, {}, {});
  const bool has_keys = sealed->Valid();
  WANGGE_RETURN_IF_ERROR(sealed->status());
  if (!has_keys) return absl::OkStatus();
  return FailedPrecondition("Expected the master key of a state that has sealed fields at \"" + MasterKeyFile(state) +
                            "\", but it is missing. Restore it from the backup: another key cannot open them.");
}

absl::Status MakeDirectory(const std::string& path) {
  std::error_code error;
  std::filesystem::create_directories(path, error);
  if (!error) return absl::OkStatus();
  return Internal("Expected to make directory \"" + path + "\", but: " + error.message() + ".");
}

absl::StatusOr<std::string> ReadPem(const std::string& path) {
  if (path.empty()) return std::string();
  return ReadFile(path, kPemBytesMax);
}

std::string_view WithoutLineEnd(std::string_view text) { return text.substr(0, text.find_first_of("\r\n")); }

// What went wrong inside is told to the log in full, because the caller gets its id only. The rest at debug level.
void LogCall(telemetry::Log& log, const rpc::CallRecord& record) {
  if (record.status.ok()) return;
  const bool is_hidden = !record.incident.empty();
  log.Write(is_hidden ? telemetry::Level::kError : telemetry::Level::kDebug, "call refused",
            {{"method", record.method},
             {"code", absl::StatusCodeToString(record.status.code())},
             {"incident", record.incident},
             {"text", is_hidden ? ToStd(record.status.message()) : std::string_view()},
             {"actor", record.actor},
             {"trace", record.traceparent},
             {"us", record.duration.micros}});
}

}  // namespace

Process::Process(Options options, std::function<void()> on_serving)
    : options_(std::move(options)), on_serving_(std::move(on_serving)), log_(clock_, options_.log) {
  rpc::SendTransportLog([this](std::string_view line) { log_.Debug("transport", {{"text", line}}); });
}

absl::StatusOr<std::unique_ptr<Process>> Process::Start(Options options, std::function<void()> on_serving) {
  std::unique_ptr<Process> process(new Process(std::move(options), std::move(on_serving)));
  WANGGE_RETURN_IF_ERROR(process->Open());
  return process;
}

Process::~Process() {
  (void)Stop();
  rpc::SendTransportLog();
}

absl::Status Process::Open() {
  WANGGE_ASSIGN_OR_RETURN(roles_, RolesOf(options_));
  WANGGE_RETURN_IF_ERROR(OpenKeys());
  WANGGE_RETURN_IF_ERROR(OpenVault());
  WANGGE_RETURN_IF_ERROR(OpenLedger());
  WANGGE_RETURN_IF_ERROR(OpenGrid());
  WANGGE_RETURN_IF_ERROR(OpenOthers());
  return Listen();
}

absl::Status Process::OpenKeys() {
  WANGGE_ASSIGN_OR_RETURN(ServerKeys keys, LoadOrMakeServerKeys(options_.keys));
  verifier_ = std::make_unique<rpc::TokenVerifier>(std::move(keys.known));
  environment_ = {.verifier = verifier_.get(), .clock = &clock_, .observe = [this](const rpc::CallRecord& record) {
                    LogCall(log_, record);
                  }};
  if (!options_.service_token_file.empty()) {
    WANGGE_ASSIGN_OR_RETURN(const std::string token, ReadFile(options_.service_token_file, limits::kTokenBytesMax));
    service_token_ = std::make_unique<ServiceToken>(std::string(WithoutLineEnd(token)));
  } else if (keys.signing) {
    service_token_ = std::make_unique<ServiceToken>(*std::move(keys.signing), "service", clock_);
  } else if (!options_.ledger.empty() || !options_.grid.empty()) {
    return InvalidArgument("Expected --service-token where --keys holds no signing key, but it is not given.");
  }
  return absl::OkStatus();
}

absl::Status Process::OpenVault() {
  if (!roles_.state_node && !roles_.report) {
    // Page tokens of services without a state of their own hold until they restart.
    vault::SecretKey key;
    entropy_.Fill(key.Bytes());
    page_tokens_ = std::make_unique<ledger::PageTokens>(std::move(key));
    return absl::OkStatus();
  }
  WANGGE_RETURN_IF_ERROR(MakeDirectory(options_.state));
  WANGGE_RETURN_IF_ERROR(RefuseLostKey(options_.state));
  WANGGE_ASSIGN_OR_RETURN(vault::MasterKey key,
                          vault::MasterKey::LoadOrCreate(MasterKeyFile(options_.state), entropy_));
  master_key_ = std::make_unique<vault::MasterKey>(std::move(key));
  WANGGE_ASSIGN_OR_RETURN(attachments_,
                          vault::AttachmentStore::Open(AttachmentsDir(options_.state), *master_key_, entropy_));
  page_tokens_ = std::make_unique<ledger::PageTokens>(master_key_->Derive("page tokens at the edge"));
  return absl::OkStatus();
}

absl::StatusOr<std::shared_ptr<grpc::Channel>> Process::ChannelTo(const std::string& address) {
  rpc::ChannelOptions options;
  WANGGE_ASSIGN_OR_RETURN(options.root_certificates_pem, ReadPem(options_.tls_roots_file));
  WANGGE_ASSIGN_OR_RETURN(auto channel, rpc::OpenChannel(address, options));
  channels_.push_back(channel);
  return channel;
}

absl::Status Process::OpenLedger() {
  if (!roles_.state_node) {
    WANGGE_ASSIGN_OR_RETURN(auto channel, ChannelTo(options_.ledger));
    const auto token = [token = service_token_.get()] { return token->Current(); };
    remote_tracks_ = std::make_unique<track::RemoteTracks>(channel, token);
    tracks_ = remote_tracks_.get();
    remote_ledger_ = std::make_unique<ledger::RemoteLedger>(std::move(channel), token);
    ledger_ = remote_ledger_.get();
    return absl::OkStatus();
  }
  const StateNodeParts parts{options_, environment_, *master_key_, entropy_, *attachments_, log_};
  WANGGE_ASSIGN_OR_RETURN(state_node_, StateNode::Open(parts));
  ledger_ = &state_node_->ledger();
  tracks_ = &state_node_->tracks();
  log_.Info("state opened", {{"head", state_node_->head()}});
  if (state_node_->head() == 0) {
    log_.Warning(
        "no configuration is in force, every report will be refused: stop, run `wangge config apply CITY --state "
        "DIR`, and serve again");
  }
  for (const rpc::ServedService& served : state_node_->served()) {
    served_.push_back(served);
    health_.push_back({served.name, [this] { return state_node_->Health().ok(); }});
  }
  return absl::OkStatus();
}

absl::Status Process::OpenGrid() {
  if (!roles_.grid) {
    if (!roles_.report) return absl::OkStatus();
    WANGGE_ASSIGN_OR_RETURN(auto channel, ChannelTo(options_.grid));
    grid_port_ = std::make_unique<grid::RemoteGrid>(std::move(channel),
                                                    [token = service_token_.get()] { return token->Current(); });
    return absl::OkStatus();
  }
  std::string indexes = options_.index_folder;
  if (indexes.empty() && roles_.state_node) indexes = IndexesDir(options_.state);
  if (!indexes.empty()) WANGGE_RETURN_IF_ERROR(MakeDirectory(indexes));
  grid_books_ = std::make_unique<grid::GridBooks>(*ledger_, delays_, log_, indexes, options_.index_bytes_max);
  grid_port_ = std::make_unique<grid::LocalGrid>(grid_books_->layers(), grid_books_->components());
  grid_service_ = std::make_unique<grid::GridService>(
      grid::GridParts{environment_, grid_books_->layers(), grid_books_->components(), grid_books_->gaps(),
                      grid_books_->rules(), grid_books_->progress(), *page_tokens_, grid_books_->versions(), *ledger_});
  served_.push_back(grid_service_->served());
  health_.push_back({served_.back().name, [this] { return grid_books_->layers().Read().ok(); }});
  return absl::OkStatus();
}

absl::Status Process::OpenOthers() {
  if (roles_.report) {
    report_service_ = std::make_unique<report::ReportService>(
        report::ReportParts{environment_, *ledger_, *grid_port_, *attachments_, *tracks_, delays_, log_});
    served_.push_back(report_service_->served());
    health_.push_back({served_.back().name, [this] { return IsHealthy() && report_service_->IsReady(); }});
  }
  if (roles_.analytics) {
    analytics_service_ = std::make_unique<analytics::AnalyticsService>(
        analytics::AnalyticsParts{environment_, *ledger_, delays_, *page_tokens_, log_});
    served_.push_back(analytics_service_->served());
    health_.push_back({served_.back().name, [this] { return analytics_service_->IsReady(); }});
  }
  return absl::OkStatus();
}

absl::Status Process::Listen() {
  rpc::ServerOptions options{.address = options_.listen, .reflection = options_.reflection, .services = served_};
  WANGGE_ASSIGN_OR_RETURN(options.tls.certificate_pem, ReadPem(options_.tls_certificate_file));
  WANGGE_ASSIGN_OR_RETURN(options.tls.key_pem, ReadPem(options_.tls_key_file));
  WANGGE_ASSIGN_OR_RETURN(server_, rpc::Server::Start(options));
  LookAtHealth();
  WarnOfMissingYears();
  SweepTracks();
  return absl::OkStatus();
}

// Of what reports need in this process. Another process is asked for each report, and its absence told for each.
bool Process::IsHealthy() const {
  const bool has_state = state_node_ == nullptr || state_node_->Health().ok();
  return has_state && (grid_books_ == nullptr || grid_books_->layers().Read().ok());
}

void Process::LookAtHealth() {
  if (is_stopping_) return;
  for (Health& health : health_) {
    const bool is_serving = health.is_ready();
    if (is_serving == health.is_serving) continue;
    health.is_serving = is_serving;
    server_->SetServing(health.service, is_serving);
    log_.Write(is_serving ? telemetry::Level::kInfo : telemetry::Level::kError, is_serving ? "serving" : "not serving",
               {{"service", health.service}});
  }
  const bool all = std::ranges::all_of(health_, &Health::is_serving);
  if (all && on_serving_) std::exchange(on_serving_, {})();
  delays_.After(all ? kLookWhileServing : kLookWhileStarting, [this] { LookAtHealth(); });
}

void Process::WarnOfMissingYears() {
  if (is_stopping_ || state_node_ == nullptr) return;
  state_node_->WarnOfMissingYears(log_);
  delays_.After(options_.warn_every, [this] { WarnOfMissingYears(); });
}

void Process::SweepTracks() {
  if (is_stopping_ || state_node_ == nullptr) return;
  state_node_->SweepTracks(log_);
  state_node_->SweepRequests(log_);
  delays_.After(options_.sweep_every, [this] { SweepTracks(); });
}

absl::Status Process::Stop() {
  if (is_stopping_.exchange(true)) return absl::OkStatus();
  if (server_) server_->Shutdown(options_.grace);
  delays_.Stop();
  if (state_node_) state_node_->Drain();
  if (!report_service_ || report_service_->Drain(options_.grace + options_.grace)) return absl::OkStatus();
  return Internal("Expected every report to be answered, but the ledger or the grid still owes some an answer.");
}

}  // namespace wangge::serve
