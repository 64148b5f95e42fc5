// The sealed fields of cases: sealing what comes in under the case's key, opening it for readers. A case has its key
// from its report on; a case made by replay has none. The parts outlive it. Thread-safe; KeyOf may touch the disk.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "domain/ids.h"
#include "engine/state.h"
#include "storage/log_record.h"
#include "vault/attachment.h"
#include "vault/sealer.h"
#include "wangge/cases/v1/report.pb.h"
#include "wangge/ledger/v1/command.pb.h"
#include "wire/fault.h"

namespace wangge::ledger {

class CaseVault {
 public:
  CaseVault(const engine::State& state, const vault::MasterKey& master_key, vault::Entropy& entropy)
      : state_(state), sealer_(master_key, entropy) {}

  vault::DataKey NewKey(Timestamp now) const { return sealer_.NewKey(now); }
  // Value of the vault family: key id, 16 octets · wrapped key
  std::string Wrap(const vault::DataKey& key) const;
  // nullopt: the case has no key, or it was destroyed.
  absl::StatusOr<std::optional<vault::DataKey>> KeyOf(domain::CaseId id) const;

  // An empty text makes no field.
  void Seal(const vault::DataKey& key, storage::SealedLabel label, std::string_view text,
            std::vector<storage::SealedField>& sealed) const;
  // Plain: name, 64 octets · secret (vault::EncodeSecret). `secrets` have passed CheckSecrets.
  void Seal(const vault::DataKey& key, const google::protobuf::RepeatedPtrField<v1::AttachmentSecret>& secrets,
            std::vector<storage::SealedField>& sealed) const;

  // DATA_LOSS when it is not as it was sealed.
  absl::StatusOr<std::string> Open(const vault::DataKey& key, const storage::SealedField& field) const;
  absl::StatusOr<v1::AttachmentSecret> OpenAttachment(const vault::DataKey& key,
                                                      const storage::SealedField& field) const;

 private:
  const engine::State& state_;
  const vault::Sealer sealer_;
};

// Name, hash and secret of each belong together: otherwise a fault ATTACHMENT_HASH_MISMATCH at "attachments[i]". An
// empty secret is none: the store has forgotten the attachment, because a command that names it is durable.
void CheckSecrets(const google::protobuf::RepeatedPtrField<v1::AttachmentSecret>& secrets, wire::Faults& faults);

// What people get to see of an attachment, all of it found in its secret.
absl::StatusOr<cases::v1::Attachment> Describe(std::string_view name, std::string_view secret);

}  // namespace wangge::ledger
