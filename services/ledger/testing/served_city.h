// The demo city's own configuration in force in a state in memory, with the three services of a state node listening on
// loopback. Its layers are left out: reports bring their cells with them. For tests.
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "base/status/clock.h"
#include "engine/state.h"
#include "rpc/call.h"
#include "rpc/server.h"
#include "services/dispatch/dispatch_service.h"
#include "services/ledger/edition_shelf.h"
#include "services/ledger/ledger.h"
#include "services/ledger/ledger_service.h"
#include "services/ledger/local_ledger.h"
#include "services/ledger/remote_ledger.h"
#include "services/resolution/resolution_service.h"
#include "storage/rocks_committer.h"
#include "vault/attachment_store.h"
#include "wangge/ledger/v1/command.pb.h"

namespace grpc {
class Channel;
class ClientContext;
}  // namespace grpc

namespace wangge::ledger {

class ServedCity {
 public:
  ServedCity();
  ~ServedCity();

  // A post of one role.
  static rpc::Caller Post(const std::string& actor, const std::string& role, const std::string& organisation,
                          const std::string& area);
  // Those of the demo city that take a case of Liandu from report to close.
  static rpc::Caller Inspector();
  static rpc::Caller Acceptor();
  static rpc::Caller ShiftLeader();
  static rpc::Caller Dispatcher();
  static rpc::Caller UnitHandler();
  static rpc::Caller OtherUnitHandler();
  static rpc::Caller Administrator();
  static rpc::Caller Service();

  // Puts the caller's token and a deadline on a call.
  void Speak(grpc::ClientContext& context, const rpc::Caller& caller) const;
  std::string TokenOf(const rpc::Caller& caller) const;
  const std::shared_ptr<grpc::Channel>& channel() const { return channel_; }

  // A located report of an inspector, at a place in Liandu, with all personal fields.
  v1::Command Report();
  std::string NewUuid();
  // Brings an edition into force, past all checks of what refers to what.
  void Activate(domain::EditionKind kind, const std::string& name, const std::string& body);
  // Stores a photo and gives what a report needs to name it.
  v1::AttachmentSecret Upload(const std::string& content);

  // Everything that the state holds, as bytes.
  std::string AllBytes() const;
  std::vector<Reading> readings() const;
  Timestamp DeadlineOfTests() const { return wall_.Now() + Minutes(2); }

  engine::State& state() { return *state_; }
  Ledger& ledger() { return *ledger_; }
  LocalLedger& local() { return *local_; }
  RemoteLedger& remote() { return *remote_; }
  ManualClock& clock() { return clock_; }
  vault::AttachmentStore& attachments() { return *attachments_; }

 private:
  void OpenState();
  void ApplyConfiguration();
  void Serve();

  SystemClock wall_;
  ManualClock clock_{Timestamp{1'770'000'000'000'000}};
  vault::SystemEntropy entropy_;
  vault::MasterKey master_key_;
  rpc::SigningKey signing_key_;
  rpc::TokenVerifier verifier_;
  rpc::CallEnvironment environment_;
  mutable std::mutex mutex_;
  std::vector<Reading> readings_;
  std::uint64_t uuids_ = 0;
  std::string folder_;
  std::unique_ptr<vault::AttachmentStore> attachments_;
  std::unique_ptr<storage::Store> store_;
  std::unique_ptr<storage::RocksCommitter> committer_;
  std::unique_ptr<engine::State> state_;
  std::unique_ptr<Ledger> ledger_;
  std::unique_ptr<EditionShelf> shelf_;
  std::unique_ptr<LocalLedger> local_;
  std::unique_ptr<LedgerService> ledger_service_;
  std::unique_ptr<dispatch::DispatchService> dispatch_service_;
  std::unique_ptr<resolution::ResolutionService> resolution_service_;
  std::unique_ptr<rpc::Server> server_;
  std::shared_ptr<grpc::Channel> channel_;
  std::unique_ptr<RemoteLedger> remote_;
};

// A port's answer, waited for.
template <typename Answer>
class Waited {
 public:
  std::function<void(absl::StatusOr<Answer>)> Done() {
    return [state = state_](absl::StatusOr<Answer> answer) {
      const std::lock_guard lock(state->mutex);
      state->answer.emplace(std::move(answer));
      state->ready.notify_all();
    };
  }
  absl::StatusOr<Answer> Get() {
    std::unique_lock lock(state_->mutex);
    state_->ready.wait(lock, [this] { return state_->answer.has_value(); });
    return *state_->answer;
  }

 private:
  struct State {
    std::mutex mutex;
    std::condition_variable ready;
    std::optional<absl::StatusOr<Answer>> answer;
  };
  std::shared_ptr<State> state_ = std::make_shared<State>();
};

}  // namespace wangge::ledger
