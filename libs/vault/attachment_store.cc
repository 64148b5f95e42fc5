#include "vault/attachment_store.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <mutex>
#include <utility>

#include "base/file/descriptor.h"
#include "base/file/file.h"
#include "base/hex.h"
#include "base/limits.h"
#include "base/status/text.h"
#include "vault/reason.h"

namespace wangge::vault {
namespace {

absl::StatusOr<Hash> ParseHash(std::string_view text) {
  Hash hash{};
  const auto bytes = text.size() == hash.size() ? std::optional(std::string(text)) : FromHex(text);
  if (!bytes || bytes->size() != hash.size()) {
    return WithReason("HASH_INVALID",
                      InvalidArgument("Expected a SHA-256 of 32 bytes or 64 hexadecimal digits, but it has " +
                                      std::to_string(text.size()) + " characters"));
  }
  std::ranges::copy(*bytes, hash.begin());
  return hash;
}

absl::Status RemoveFile(const std::string& path) {
  if (::unlink(path.c_str()) == 0 || errno == ENOENT) return absl::OkStatus();
  return SystemError("remove", path, errno);
}

absl::Status NoSuchAttachment(std::string_view name) {
  return WithReason("ATTACHMENT_NOT_FOUND",
                    NotFound("Expected an attachment " + std::string(name) + ", but there is none to name or read"));
}

// Follows from the request, so that a repeat comes to the same name; under the master key, so that nobody else can make
// or guess one.
Salt SaltOfRequest(const MasterKey& master, std::string_view request) {
  const SecretKey derived = master.Derive(std::string("salt of an upload").append(1, '\0').append(request));
  Salt salt{};
  std::ranges::copy(derived.View().substr(0, salt.size()), salt.begin());
  return salt;
}

}  // namespace

absl::StatusOr<std::unique_ptr<AttachmentStore>> AttachmentStore::Open(std::string directory, const MasterKey& master,
                                                                       Entropy& entropy) {
  std::unique_ptr<AttachmentStore> store(new AttachmentStore(std::move(directory), master, entropy));
  WANGGE_RETURN_IF_ERROR(store->layout_.Prepare());
  return store;
}

absl::StatusOr<Upload> AttachmentStore::BeginUpload(std::string_view expected_sha256, std::string_view declared_type,
                                                    Timestamp now, std::string_view request) const {
  WANGGE_ASSIGN_OR_RETURN(const Hash expected, ParseHash(expected_sha256));
  const std::optional<MediaType> declared = ParseMediaType(declared_type);
  if (!declared && !declared_type.empty()) {
    return WithReason(
        "UNSUPPORTED_TYPE",
        InvalidArgument("Expected image/jpeg, image/png, image/webp or image/heic, but another type is declared"));
  }
  SecretKey content_key;
  Salt salt{};
  entropy_.Fill(content_key.Bytes());
  if (request.empty()) {
    entropy_.Fill(salt);
  } else {
    salt = SaltOfRequest(master_, request);
  }
  WANGGE_ASSIGN_OR_RETURN(NewFile file, NewFile::Create(layout_.IncomingPath(now, entropy_)));
  const Upload::Order order{.layout = layout_,
                            .master = master_,
                            .entropy = entropy_,
                            .expected = expected,
                            .declared = declared,
                            .begun = now};
  return Upload(order, std::move(content_key), salt, std::move(file));
}

absl::StatusOr<AttachmentSecret> AttachmentStore::Claim(std::string_view name) const {
  WANGGE_RETURN_IF_ERROR(CheckAttachmentName(name));
  const absl::StatusOr<std::string> bytes = ReadFile(layout_.PendingPath(name), kPendingBytesMax);
  if (absl::IsNotFound(bytes.status())) return NoSuchAttachment(name);
  WANGGE_RETURN_IF_ERROR(bytes.status());
  WANGGE_ASSIGN_OR_RETURN(Pending pending, DecodePending(master_, name, *bytes));
  return std::move(pending.secret);
}

absl::Status AttachmentStore::Forget(std::string_view name) const {
  WANGGE_RETURN_IF_ERROR(CheckAttachmentName(name));
  return RemoveFile(layout_.PendingPath(name));
}

absl::StatusOr<std::string> AttachmentStore::Read(std::string_view name, const AttachmentSecret& secret) const {
  WANGGE_RETURN_IF_ERROR(CheckAttachmentName(name));
  const absl::StatusOr<std::string> sealed =
      ReadFile(layout_.ContentPath(name), SealedFramesBytes(limits::kAttachmentBytesMax));
  if (absl::IsNotFound(sealed.status())) return NoSuchAttachment(name);
  WANGGE_RETURN_IF_ERROR(sealed.status());
  std::string plain;
  if (AttachmentName(secret.salt, secret.sha256) != name || !OpenFrames(secret.content_key, *sealed, plain) ||
      plain.size() != secret.size || Sha256::Of(plain) != secret.sha256) {
    return DataLoss("Expected the content of attachment " + std::string(name) +
                    " as it was stored, but file, name and secret do not belong together");
  }
  return plain;
}

absl::Status AttachmentStore::Remove(std::string_view name) const {
  WANGGE_RETURN_IF_ERROR(CheckAttachmentName(name));
  const std::lock_guard lock(layout_.MutexOf(name));
  // The content first: until it is gone the pending file must lead to it.
  WANGGE_RETURN_IF_ERROR(RemoveFile(layout_.ContentPath(name)));
  const absl::Status synced = SyncDirectory(layout_.ContentFolder(name));
  if (!synced.ok() && !absl::IsNotFound(synced)) return synced;  // no folder, no content
  WANGGE_RETURN_IF_ERROR(RemoveFile(layout_.PendingPath(name)));
  return SyncDirectory(layout_.PendingFolder());
}

}  // namespace wangge::vault
