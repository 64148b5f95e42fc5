// The state of a city at work in this process, with the services that need it beside them. Owned by the program's
// root. Control thread only, except what it hands out.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "base/status/clock.h"
#include "engine/state.h"
#include "rpc/call.h"
#include "rpc/server.h"
#include "services/dispatch/dispatch_service.h"
#include "services/grid/reassign.h"
#include "services/grid/state_layers.h"
#include "services/ledger/edition_shelf.h"
#include "services/ledger/ledger.h"
#include "services/ledger/ledger_service.h"
#include "services/ledger/local_ledger.h"
#include "services/resolution/resolution_service.h"
#include "services/track/local_tracks.h"
#include "services/track/track_service.h"
#include "services/wangge/serve/operations_service.h"
#include "services/wangge/serve/options.h"
#include "services/wangge/serve/reading_record.h"
#include "services/wangge/state_files.h"
#include "telemetry/log.h"
#include "vault/attachment_store.h"
#include "vault/master_key.h"

namespace wangge::serve {

// All of it outlives the node.
struct StateNodeParts {
  const Options& options;
  const rpc::CallEnvironment& environment;
  const vault::MasterKey& master_key;
  vault::Entropy& entropy;
  const vault::AttachmentStore& attachments;
  telemetry::Log& log;
};

class StateNode {
 public:
  // Errors of the storage, the engine and the configuration in it. INVALID_ARGUMENT: a manual clock that would start
  // before the last log record.
  static absl::StatusOr<std::unique_ptr<StateNode>> Open(const StateNodeParts& parts);
  // After the server has shut down.
  ~StateNode();

  ledger::LedgerPort& ledger() { return *local_; }
  track::TrackPort& tracks() { return *tracks_; }
  // Removes the tracks that are kept no longer, later, and tells the log.
  void SweepTracks(telemetry::Log& log);
  // Removes the rows of requests that are kept no longer, later, and tells the log.
  void SweepRequests(telemetry::Log& log);
  std::vector<rpc::ServedService> served();
  // OK, or why no command is taken.
  absl::Status Health() const { return state_->Health(); }
  // From 1 November on, for each calendar in force that lacks the next year's list: deadlines that cross into it are
  // provisional.
  void WarnOfMissingYears(telemetry::Log& log) const;
  std::uint64_t head() { return state_->feed().head().value; }
  // Answers everything that was taken; nothing is taken afterwards.
  void Drain() { state_->Drain(); }

 private:
  StateNode() = default;
  absl::Status OpenClock(const Options& options);
  void MakeServices(const StateNodeParts& parts);
  // What activations left undone when the process ended.
  void FollowEditions(telemetry::Log& log);
  absl::Status OpenTracks(const StateNodeParts& parts);
  void MakeOperations(const StateNodeParts& parts);
  void WarnOfClock(telemetry::Log& log) const;

  const SystemClock wall_clock_;
  OpenState files_;
  std::unique_ptr<Clock> clock_;
  ManualClock* manual_ = nullptr;  // the same, where it is one
  std::unique_ptr<ReadingRecord> readings_;
  std::unique_ptr<engine::State> state_;
  std::unique_ptr<grid::StateLayers> layers_;
  std::unique_ptr<ledger::Ledger> ledger_;
  std::unique_ptr<grid::Reassigner> reassigner_;
  std::unique_ptr<ledger::EditionShelf> shelf_;
  std::unique_ptr<ledger::LocalLedger> local_;
  std::unique_ptr<ledger::LedgerService> ledger_service_;
  std::unique_ptr<dispatch::DispatchService> dispatch_service_;
  std::unique_ptr<resolution::ResolutionService> resolution_service_;
  std::unique_ptr<track::LocalTracks> tracks_;
  std::unique_ptr<track::TrackService> track_service_;
  std::unique_ptr<OperationsService> operations_service_;  // last: a backup that is being made ends first
};

}  // namespace wangge::serve
