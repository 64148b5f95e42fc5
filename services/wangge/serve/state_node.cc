#include "services/wangge/serve/state_node.h"

#include <optional>
#include <utility>

#include "base/hex.h"
#include "base/limits.h"
#include "base/rfc3339.h"
#include "base/status/text.h"
#include "engine/request_sweep.h"
#include "rpc/error.h"
#include "services/ledger/recount.h"
#include "services/wangge/case_scan.h"
#include "services/wangge/doctor/city.h"
#include "services/wangge/doctor/files.h"

namespace wangge::serve {
absl::Status StateNode::OpenClock(const Options& options) {
  if (!options.manual_clock) {
    clock_ = std::make_unique<SystemClock>();
    return absl::OkStatus();
  }
  WANGGE_ASSIGN_OR_RETURN(const auto last, LastTime(*files_.committer));
  const Timestamp start = options.clock_start.value_or(last.value_or(SystemClock().Now()));
  if (last && start < *last) {
    return InvalidArgument("Expected --clock-start at or after the last log record, " + FormatRfc3339(*last) +
                           ", but it is before it.");
  }
  auto manual = std::make_unique<ManualClock>(start);
  manual_ = manual.get();
  clock_ = std::move(manual);
  return absl::OkStatus();
}

absl::StatusOr<std::unique_ptr<StateNode>> StateNode::Open(const StateNodeParts& parts) {
  std::unique_ptr<StateNode> node(new StateNode());
  WANGGE_ASSIGN_OR_RETURN(node->files_, OpenStateFiles(parts.options.state, OpenFor::kEither));
  WANGGE_RETURN_IF_ERROR(node->OpenClock(parts.options));
  WANGGE_ASSIGN_OR_RETURN(node->readings_, ReadingRecord::Open(ReadingsFile(parts.options.state)));
  WANGGE_ASSIGN_OR_RETURN(
      node->state_, engine::State::Open(*node->files_.committer, {}, CatalogLoader(), *node->clock_, node->manual_));
  node->WarnOfClock(parts.log);
  node->MakeServices(parts);
  WANGGE_RETURN_IF_ERROR(node->OpenTracks(parts));
  node->MakeOperations(parts);
  node->FollowEditions(parts.log);
  return node;
}

void StateNode::FollowEditions(telemetry::Log& log) {
  ledger_->pool().Run([this, &log] {
    ledger::RecountDeadlines(*ledger_);
    const auto moved = reassigner_->Reassign();
    if (!moved.ok()) log.Error("open cases not placed again", {{"text", ToStd(moved.status().message())}});
    if (moved.ok() && *moved > 0) {
      log.Info("open cases placed again in the layers in force", {{"cases", static_cast<std::int64_t>(*moved)}});
    }
  });
}

void StateNode::WarnOfClock(telemetry::Log& log) const {
  const auto last = LastTime(*files_.committer);
  if (manual_ != nullptr || !last.ok() || !*last || clock_->Now() + limits::kClockJumpMax >= **last) return;
  log.Warning(
      "the wall clock is behind the last record: every command gets the record's time until it is reached; set "
      "the clock and restart, or see wangge doctor",
      {{"now", FormatRfc3339(clock_->Now())}, {"last_record", FormatRfc3339(**last)}});
}

void StateNode::WarnOfMissingYears(telemetry::Log& log) const {
  const auto editions = state_->editions();
  for (const auto& [name, calendar] : editions->calendars.active) {
    const auto year = domain::MissingYear(*calendar.body, clock_->Now());
    if (!year) continue;
    log.Warning("the holidays of a year are missing: wangge calendar import, then wangge config apply",
                {{"calendar", name}, {"year", std::int64_t{*year}}});
  }
}

void StateNode::MakeServices(const StateNodeParts& parts) {
  layers_ = std::make_unique<grid::StateLayers>(*state_);
  ledger_ = std::make_unique<ledger::Ledger>(
      ledger::LedgerParts{.state = *state_,
                          .committer = *files_.committer,
                          .master_key = parts.master_key,
                          .entropy = parts.entropy,
                          .manual_clock = manual_ != nullptr,
                          .locate = [layers = layers_.get()](Position point) { return layers->Locate(point); },
                          .on_reading =
                              [readings = readings_.get(), log = &parts.log](const ledger::Reading& reading) {
                                const absl::Status status = readings->Add(reading);
                                if (!status.ok())
                                  log->Error("reading not recorded", {{"text", ToStd(status.message())}});
                              }});
  reassigner_ = std::make_unique<grid::Reassigner>(*ledger_, *layers_);
  shelf_ = std::make_unique<ledger::EditionShelf>(*ledger_, reassigner_.get());
  local_ = std::make_unique<ledger::LocalLedger>(*ledger_, *shelf_);
  ledger_service_ = std::make_unique<ledger::LedgerService>(parts.environment, *ledger_, *shelf_);
  dispatch_service_ = std::make_unique<dispatch::DispatchService>(parts.environment, *ledger_, &parts.attachments);
  resolution_service_ =
      std::make_unique<resolution::ResolutionService>(parts.environment, *ledger_, &parts.attachments);
}

absl::Status StateNode::OpenTracks(const StateNodeParts& parts) {
  track::LocalParts tracks{.book = {*files_.store, *clock_, parts.master_key, parts.entropy, parts.options.tracks},
                           .editions = [state = state_.get()] { return state->editions(); },
                           .page_tokens = ledger_->page_tokens(),
                           .on_reading =
                               [readings = readings_.get(), log = &parts.log](const track::PresenceReading& reading) {
                                 const absl::Status status = readings->Add(reading);
                                 if (!status.ok())
                                   log->Error("reading not recorded", {{"text", ToStd(status.message())}});
                               }};
  WANGGE_ASSIGN_OR_RETURN(tracks_, track::LocalTracks::Open(std::move(tracks)));
  track_service_ = std::make_unique<track::TrackService>(track::TrackServiceParts{
      parts.environment, *tracks_, [state = state_.get()] { return state->editions()->roles; }});
  return absl::OkStatus();
}

void StateNode::MakeOperations(const StateNodeParts& parts) {
  const auto backup = [this, state = parts.options.state, folder = parts.options.backup_folder,
                       key = ToHex(parts.master_key.id().View())]() -> absl::StatusOr<backup::BackupReport> {
    if (folder.empty()) {
      return rpc::MakeError(absl::StatusCode::kFailedPrecondition, "BACKUP_FOLDER_MISSING",
                            "Expected a server with a folder for backups, but it has none. Start it with "
                            "`--backup-folder DIR`, on another disk than the state.");
    }
    auto report = backup::MakeBackup({.state = state,
                                      .store = *files_.store,
                                      .committer = *files_.committer,
                                      .master_key = key,
                                      .now = wall_clock_.Now()},
                                     folder);
    if (!absl::IsFailedPrecondition(report.status())) return report;
    return rpc::MakeError(report.status().code(), "BACKUP_FOLDER_FOREIGN", ToStd(report.status().message()));
  };
  const auto examine = [this, state = parts.options.state]() -> doctor::Findings {
    doctor::Findings findings = doctor::ExamineFiles(state);
    const absl::Status health = Health();
    findings.push_back({health.ok() ? doctor::Level::kWell : doctor::Level::kWrong, "commands",
                        health.ok() ? "commands are taken" : std::string(ToStd(health.message())),
                        health.ok() ? "" : "Do what the text says, then restart the server."});
    const auto last = LastTime(*files_.committer);
    const doctor::Findings city = doctor::ExamineCity({.editions = *state_->editions(),
                                                       .now = clock_->Now(),
                                                       .last_record = last.value_or(std::nullopt),
                                                       .manual_clock = manual_ != nullptr});
    findings.insert(findings.end(), city.begin(), city.end());
    return findings;
  };
  operations_service_ = std::make_unique<OperationsService>(OperationsParts{
      .environment = parts.environment,
      .wall_clock = wall_clock_,
      .roles = [state = state_.get()] { return state->editions()->roles; },
      .backup = backup,
      .examine = examine,
      .on_pool = [ledger =
                      ledger_.get()](std::function<void()> work) { return ledger->pool().TryRun(std::move(work)); }});
}

void StateNode::SweepRequests(telemetry::Log& log) {
  const absl::Status taken = ledger_->pool().TryRun([this, &log] {
    const auto swept = engine::SweepRequests(*files_.store, *files_.committer, {});
    if (!swept.ok()) return log.Error("requests not swept", {{"text", ToStd(swept.status().message())}});
    if (swept->removed > 0) log.Debug("old requests forgotten", {{"rows", swept->removed}});
    if (!swept->complete) SweepRequests(log);
  });
  if (!taken.ok()) log.Debug("requests swept later", {{"text", ToStd(taken.message())}});
}

void StateNode::SweepTracks(telemetry::Log& log) {
  tracks_->Sweep([&log](absl::StatusOr<std::uint64_t> shifts) {
    if (absl::IsUnavailable(shifts.status())) return;  // the process ends
    if (!shifts.ok()) return log.Error("tracks not swept", {{"text", ToStd(shifts.status().message())}});
    if (*shifts > 0) log.Info("tracks of the past removed", {{"shifts", *shifts}});
  });
}

StateNode::~StateNode() {
  if (tracks_) tracks_->Stop();
  if (state_) state_->Drain();
  // The reads under way use the shelf and the services, which go before the ledger.
  if (ledger_) ledger_->Stop();
}

std::vector<rpc::ServedService> StateNode::served() {
  return {ledger_service_->served(), dispatch_service_->served(), resolution_service_->served(),
          track_service_->served(), operations_service_->served()};
}

}  // namespace wangge::serve
