// From a command with plain personal fields to an envelope for the engine: shape checked, personal text sealed, the
// request made unique for its actor. The parts outlive it. Thread-safe.
#pragma once

#include "absl/status/statusor.h"
#include "domain/scope.h"
#include "engine/envelope.h"
#include "services/ledger/candidates.h"
#include "services/ledger/case_vault.h"
#include "services/ledger/locate_point.h"
#include "storage/committer.h"
#include "vault/key.h"
#include "wangge/ledger/v1/command.pb.h"

namespace wangge::ledger {

class Intake {
 public:
  Intake(const engine::State& state, const storage::Committer& committer, const CaseVault& vault,
         vault::SecretKey tag_key, LocatePoint locate, Candidates& candidates)
      : state_(state),
        committer_(committer),
        vault_(vault),
        tag_key_(std::move(tag_key)),
        locate_(std::move(locate)),
        candidates_(candidates) {}

  // INVALID_ARGUMENT (FIELD_INVALID, <FIELD>_TOO_LONG, ATTACHMENT_HASH_MISMATCH, INPUT_NOT_TAKEN), NOT_FOUND
  // CASE_NOT_FOUND, FAILED_PRECONDITION CASE_KEY_MISSING (text or files for a case that cannot seal them: it came from
  // another system's records, or its key was destroyed), SYSTEM_INCOMPLETE; NOT_FOUND ATTACHMENT_NOT_FOUND (an
  // attachment without its secret, unless the request has been answered before). May touch the disk, but for a report
  // whose attachments all have their secrets.
  absl::StatusOr<engine::Envelope> EnvelopeOf(const v1::Command& command) const;

  // The same for what is no command of the contract's: an envelope without a command. `fingerprint` has 32 octets.
  absl::StatusOr<engine::Envelope> Begin(const std::string& request_id, std::string_view fingerprint,
                                         domain::Actor actor) const;

 private:
  absl::Status RequireSecrets(const google::protobuf::RepeatedPtrField<v1::AttachmentSecret>& secrets,
                              const engine::Envelope& envelope) const;
  absl::Status AddReport(const v1::SubmitReportCommand& command, engine::Envelope& envelope) const;
  absl::Status AddAction(const v1::PerformActionCommand& command, engine::Envelope& envelope) const;
  // Of a step that says where the case lies. FIELD_INVALID; UNIMPLEMENTED PLACES_NOT_SERVED.
  absl::StatusOr<domain::Location> LocationOf(const cases::v1::Position& given) const;
  // MASTER_NOT_FOUND.
  absl::Status CheckMaster(domain::CaseId id, const domain::View& view, const domain::Editions& editions) const;

  const engine::State& state_;
  const storage::Committer& committer_;
  const CaseVault& vault_;
  const vault::SecretKey tag_key_;
  const LocatePoint locate_;
  Candidates& candidates_;
};

bool HasAllSecrets(const google::protobuf::RepeatedPtrField<v1::AttachmentSecret>& secrets);

// NOT_FOUND ATTACHMENT_NOT_FOUND.
absl::Status AttachmentNotFound();

}  // namespace wangge::ledger
