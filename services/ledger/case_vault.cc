#include "services/ledger/case_vault.h"

#include <algorithm>

#include "base/check.h"
#include "base/status/text.h"
#include "wire/names.h"

namespace wangge::ledger {
namespace {

using storage::SealedLabel;

constexpr std::size_t kNameBytes = 64;

// What a field is sealed as: it opens as nothing else.
std::string_view NameOf(SealedLabel label) {
  switch (label) {
    case SealedLabel::kDescription:
      return "description";
    case SealedLabel::kAddress:
      return "address";
    case SealedLabel::kReporterName:
      return "reporter_name";
    case SealedLabel::kReporterContact:
      return "reporter_contact";
    case SealedLabel::kNote:
      return "note";
    case SealedLabel::kAttachment:
      return "attachment";
  }
  CHECK(false);
}

bool BelongsTogether(const v1::AttachmentSecret& given) {
  const auto name = wire::ParseAttachmentName(given.attachment().name());
  const auto secret = vault::DecodeSecret(given.secret());
  return name && secret.ok() && BytesOf(secret->sha256) == given.attachment().sha256() &&
         vault::AttachmentName(secret->salt, secret->sha256) == *name;
}

}  // namespace

std::string CaseVault::Wrap(const vault::DataKey& key) const {
  return std::string(key.id.View()).append(sealer_.Wrap(key).wrapped);
}

absl::StatusOr<std::optional<vault::DataKey>> CaseVault::KeyOf(domain::CaseId id) const {
  WANGGE_ASSIGN_OR_RETURN(const auto row, state_.WrappedKeyOf(id));
  if (!row) return std::optional<vault::DataKey>{};
  if (row->size() <= vault::KeyId::kBytes) return DataLoss("Expected the wrapped key of a case, but it is cut off.");
  vault::WrappedKey wrapped{.id = {}, .wrapped = row->substr(vault::KeyId::kBytes)};
  std::copy_n(row->begin(), vault::KeyId::kBytes, wrapped.id.bytes.begin());
  WANGGE_ASSIGN_OR_RETURN(auto key, sealer_.Unwrap(wrapped));
  return std::optional<vault::DataKey>(std::move(key));
}

void CaseVault::Seal(const vault::DataKey& key, SealedLabel label, std::string_view text,
                     std::vector<storage::SealedField>& sealed) const {
  if (!text.empty()) sealed.push_back({label, sealer_.Seal(key, NameOf(label), text)});
}

void CaseVault::Seal(const vault::DataKey& key, const google::protobuf::RepeatedPtrField<v1::AttachmentSecret>& secrets,
                     std::vector<storage::SealedField>& sealed) const {
  for (const v1::AttachmentSecret& secret : secrets) {
    if (secret.secret().empty()) continue;  // of a repeated request: not written again
    std::string plain = wire::ParseAttachmentName(secret.attachment().name()).value_or(std::string());
    CHECK(plain.size() == kNameBytes);
    plain.append(secret.secret());
    Seal(key, SealedLabel::kAttachment, plain, sealed);
    vault::Wipe(plain);
  }
}

absl::StatusOr<std::string> CaseVault::Open(const vault::DataKey& key, const storage::SealedField& field) const {
  return sealer_.Open(key, NameOf(field.label), field.bytes);
}

absl::StatusOr<v1::AttachmentSecret> CaseVault::OpenAttachment(const vault::DataKey& key,
                                                               const storage::SealedField& field) const {
  WANGGE_ASSIGN_OR_RETURN(std::string plain, Open(key, field));
  if (plain.size() <= kNameBytes) return DataLoss("Expected the secret of an attachment, but it is cut off.");
  v1::AttachmentSecret opened;
  opened.set_secret(plain.substr(kNameBytes));
  const std::string name = plain.substr(0, kNameBytes);
  vault::Wipe(plain);
  WANGGE_ASSIGN_OR_RETURN(*opened.mutable_attachment(), Describe(name, opened.secret()));
  return opened;
}

void CheckSecrets(const google::protobuf::RepeatedPtrField<v1::AttachmentSecret>& secrets, wire::Faults& faults) {
  for (int i = 0; i < secrets.size(); ++i) {
    if (secrets[i].secret().empty() || BelongsTogether(secrets[i])) continue;
    wire::AddFault(faults, "attachments[" + std::to_string(i) + "]",
                   "Expected name, hash and secret of one stored attachment, but they do not belong together.",
                   "ATTACHMENT_HASH_MISMATCH");
  }
}

absl::StatusOr<cases::v1::Attachment> Describe(std::string_view name, std::string_view secret) {
  WANGGE_ASSIGN_OR_RETURN(const auto decoded, vault::DecodeSecret(secret));
  cases::v1::Attachment attachment;
  attachment.set_name(wire::AttachmentName(name));
  attachment.set_sha256(std::string(BytesOf(decoded.sha256)));
  attachment.set_size(decoded.size);
  attachment.set_content_type(std::string(vault::TextOf(decoded.type)));
  return attachment;
}

}  // namespace wangge::ledger
