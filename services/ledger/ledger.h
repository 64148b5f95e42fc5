// What the services of a state node share over one state: commands in, answers out, cases for those who may see them.
// Owned by the program's root. To end: shut the servers down, drain the state, stop the ledger, then drop what uses
// it, the ledger and the state.
// Thread-safe.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "engine/state.h"
#include "rpc/credentials.h"
#include "services/ledger/case_reader.h"
#include "services/ledger/case_vault.h"
#include "services/ledger/intake.h"
#include "services/ledger/page_token.h"
#include "services/ledger/reader_pool.h"
#include "storage/committer.h"
#include "vault/master_key.h"
#include "vault/numbering.h"
#include "wangge/ledger/v1/command.pb.h"

namespace wangge::ledger {

// Everything here outlives the ledger.
struct LedgerParts {
  engine::State& state;
  storage::Committer& committer;  // the state's own: for the chain's hash and past editions
  const vault::MasterKey& master_key;
  vault::Entropy& entropy;
  domain::ShardId shard{};
  // The state's clock is a manual one: callers' deadlines, which are of the real clock, are not held against it.
  bool manual_clock = false;
  // Where a point lies in the layers in force, for steps that place a case again. Thread-safe; may take seconds.
  LocatePoint locate{};
  // Personal fields are about to be shown. Must be thread-safe; what it does before it returns is done before they are.
  std::function<void(const Reading&)> on_reading{};
};

class Ledger {
 public:
  explicit Ledger(const LedgerParts& parts);

  // Answers when the command is durable, on an unspecified thread that may wait. `command.actor` is believed. `until`:
  // the caller's deadline; dead work is dropped. An attachment may lack its secret when a request is asked again.
  // Errors: Intake's, the refusals of the core, QUEUE_FULL, STATE_STOPPED.
  using ResultDone = std::function<void(absl::StatusOr<v1::CommandResult>)>;
  void Submit(v1::Command command, std::optional<Timestamp> until, ResultDone done);

  // The same on the caller's thread, which may wait for the disk: for who is on the reader pool already.
  void SubmitFromPool(v1::Command command, std::optional<Timestamp> until, ResultDone done);

  // Each decided on its own, in order; a refused one has an `error`. INVALID_ARGUMENT BATCH_SIZE; RESOURCE_EXHAUSTED
  // QUEUE_FULL when none was taken.
  using ResultsDone = std::function<void(absl::StatusOr<std::vector<v1::CommandResult>>)>;
  void SubmitBatch(std::vector<v1::Command> commands, std::optional<Timestamp> until, ResultsDone done);

  // An envelope that intake().Begin made.
  void SubmitEnvelope(engine::Envelope envelope, engine::Done done) {
    state_.Submit(std::move(envelope), std::move(done));
  }

  // Ends the reads and answers that were taken. Whoever gave them, the shelf of editions too, may go only afterwards;
  // nothing is taken from then on.
  void Stop() { pool_.Stop(); }

  // OK when the state has everything up to the token. INVALID_ARGUMENT FIELD_INVALID for a token of no write here.
  absl::Status CheckPositionToken(std::string_view token) const;

  engine::State& state() const { return state_; }
  storage::Committer& committer() const { return committer_; }
  domain::ShardId shard() const { return shard_; }
  const CaseReader& cases() const { return cases_; }
  const Intake& intake() const { return intake_; }
  Candidates& candidates() { return candidates_; }
  const PageTokens& page_tokens() const { return page_tokens_; }
  ReaderPool& pool() { return pool_; }

 private:
  struct Batch;
  struct Asked;
  absl::StatusOr<v1::CommandResult> ResultOf(const Asked& asked, const engine::Accepted& accepted) const;
  absl::StatusOr<v1::CommandResult> ResultOf(const Asked& asked, const engine::Answer& answer) const;
  void SubmitNow(std::vector<v1::Command> commands, std::optional<Timestamp> until, ResultsDone done);
  void AnswerBatch(Batch& batch) const;

  engine::State& state_;
  storage::Committer& committer_;
  const domain::ShardId shard_;
  const bool manual_clock_;
  const CaseVault vault_;
  // All three keys follow from the master key, so that nothing is stored for them. Numbers stay the same as long as the
  // master key does.
  const vault::Numbering numbering_;
  const PageTokens page_tokens_;
  Candidates candidates_;
  const Intake intake_;
  const CaseReader cases_;
  ReaderPool pool_;  // last: its threads end before what they use
};

domain::Actor ActorOf(const rpc::Caller& caller);

// For reads: whoever speaks, as the post under which they do so now. PERMISSION_DENIED NOT_A_SUBSTITUTE. What is
// written is judged again when it is decided.
absl::StatusOr<domain::Actor> ActingActor(const Ledger& ledger, domain::Actor actor);
absl::StatusOr<domain::Actor> ActingActor(const Ledger& ledger, const rpc::Caller& caller);

// Whether a role of the caller lets it bring editions into force and move a manual clock.
bool Administers(const domain::Actor& actor, const domain::Roles& roles);

// SHA-256 of what a caller sent, made at the edge: Command.fingerprint. `content` is the message without its request
// id.
std::string FingerprintOf(const google::protobuf::MessageLite& content);

}  // namespace wangge::ledger
