#include "vault/upload.h"

#include <unistd.h>

#include <algorithm>
#include <mutex>
#include <utility>

#include "base/file/file.h"
#include "base/limits.h"
#include "base/status/text.h"
#include "vault/reason.h"

namespace wangge::vault {

Upload::Upload(const Order& order, SecretKey content_key, const Salt& salt, NewFile file)
    : order_(order), salt_(salt), frames_(std::move(content_key)), file_(std::move(file)) {}

absl::Status Upload::Add(std::string_view chunk) {
  if (refusal_.ok()) refusal_ = Accept(chunk);
  if (!refusal_.ok()) file_.Discard();
  return refusal_;
}

absl::Status Upload::Accept(std::string_view chunk) {
  if (chunk.size() > limits::kAttachmentChunkBytesMax) {
    return WithReason("CHUNK_TOO_LARGE", InvalidArgument("Expected a chunk of at most " +
                                                         std::to_string(limits::kAttachmentChunkBytesMax) +
                                                         " bytes, but it has " + std::to_string(chunk.size())));
  }
  if (chunk.size() > limits::kAttachmentBytesMax - size_) {
    return WithReason("ATTACHMENT_TOO_LARGE",
                      ResourceExhausted("Expected an attachment of at most " +
                                        std::to_string(limits::kAttachmentBytesMax) + " bytes, but more came"));
  }
  size_ += chunk.size();
  sha256_.Add(chunk);
  if (!type_) {
    head_.append(chunk.substr(0, kSniffBytes - head_.size()));
    // As soon as enough is there: a sender of 16 MiB of something else learns it at once.
    if (head_.size() == kSniffBytes) WANGGE_RETURN_IF_ERROR(CheckType());
  }
  std::string sealed;
  frames_.Add(chunk, sealed);
  return file_.Append(sealed);
}

absl::Status Upload::CheckType() {
  type_ = SniffMediaType(head_);
  Wipe(head_);
  if (!type_) {
    return WithReason("UNSUPPORTED_TYPE",
                      InvalidArgument("Expected a JPEG, PNG, WebP or HEIC picture, but the first bytes are of none"));
  }
  if (order_.declared && *order_.declared != *type_) {
    return WithReason("UNSUPPORTED_TYPE",
                      InvalidArgument("Expected the declared type " + std::string(TextOf(*order_.declared)) +
                                      ", but the first bytes are of " + std::string(TextOf(*type_))));
  }
  return absl::OkStatus();
}

absl::Status Upload::Complete() {
  WANGGE_RETURN_IF_ERROR(refusal_);
  if (!type_) WANGGE_RETURN_IF_ERROR(CheckType());
  const Hash hash = sha256_.Finish();
  if (hash != order_.expected) {
    // Without the hashes: they would tell a log which photo was sent.
    return WithReason("HASH_MISMATCH", InvalidArgument("Expected content with the announced SHA-256, but the " +
                                                       std::to_string(size_) + " bytes that came have another"));
  }
  std::string sealed;
  frames_.Finish(sealed);
  WANGGE_RETURN_IF_ERROR(file_.Append(sealed));
  return file_.Seal();
}

absl::StatusOr<StoredAttachment> Upload::Finish() {
  refusal_ = Complete();
  StoredAttachment stored{.name = AttachmentName(salt_, order_.expected),
                          .sha256 = order_.expected,
                          .salt = salt_,
                          .type = type_.value_or(MediaType::kJpeg),
                          .size = size_};
  if (refusal_.ok()) refusal_ = Publish(stored);
  file_.Discard();
  WANGGE_RETURN_IF_ERROR(refusal_);
  refusal_ = FailedPrecondition("Expected one Finish of an upload, but it has finished");
  return stored;
}

// A content is moved to its place whole and after its pending file, so that one that is there can be answered for.
absl::Status Upload::Publish(const StoredAttachment& stored) {
  WANGGE_RETURN_IF_ERROR(order_.layout.PrepareContentFolder(stored.name));
  const std::lock_guard lock(order_.layout.MutexOf(stored.name));
  if (::access(order_.layout.ContentPath(stored.name).c_str(), F_OK) != 0) return PublishNew(stored);
  // Seen is not yet durable: the first try may have ended between the two.
  WANGGE_RETURN_IF_ERROR(SyncDirectory(order_.layout.PendingFolder()));
  return SyncDirectory(order_.layout.ContentFolder(stored.name));
}

// The pending file first: a content that nothing leads to would stay for ever.
absl::Status Upload::PublishNew(const StoredAttachment& stored) {
  absl::Status status = WritePending(stored);
  if (status.ok()) status = file_.MoveTo(order_.layout.ContentPath(stored.name));
  if (status.ok()) status = SyncDirectory(order_.layout.ContentFolder(stored.name));
  if (!status.ok()) {
    ::unlink(order_.layout.ContentPath(stored.name).c_str());
    ::unlink(order_.layout.PendingPath(stored.name).c_str());
  }
  return status;
}

// Written among the incoming files, so that one sweep finds what a crash leaves.
absl::Status Upload::WritePending(const StoredAttachment& stored) {
  const AttachmentSecret secret{.content_key = frames_.key(),
                                .salt = stored.salt,
                                .sha256 = stored.sha256,
                                .type = stored.type,
                                .size = stored.size};
  const AttachmentLayout& layout = order_.layout;
  WANGGE_ASSIGN_OR_RETURN(NewFile file, NewFile::Create(layout.IncomingPath(order_.begun, order_.entropy)));
  WANGGE_RETURN_IF_ERROR(file.Append(
      EncodePending(order_.master, order_.entropy, stored.name, {.begun = order_.begun, .secret = secret})));
  WANGGE_RETURN_IF_ERROR(file.Seal());
  WANGGE_RETURN_IF_ERROR(file.MoveTo(layout.PendingPath(stored.name)));
  return SyncDirectory(layout.PendingFolder());
}

}  // namespace wangge::vault
