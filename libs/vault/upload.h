// One attachment on its way in, sealed to disk as its chunks come; AttachmentStore::BeginUpload makes it, and the store
// outlives it. Dropped before Finish it leaves nothing on disk. One thread at a time.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "base/digest/sha256.h"
#include "base/time.h"
#include "vault/attachment.h"
#include "vault/attachment_layout.h"
#include "vault/entropy.h"
#include "vault/master_key.h"
#include "vault/new_file.h"
#include "vault/sealed_frames.h"

namespace wangge::vault {

class Upload {
 public:
  // The next bytes, up to limits::kAttachmentChunkBytesMax. Once refused, every later call gives the same refusal.
  // INVALID_ARGUMENT: CHUNK_TOO_LARGE; UNSUPPORTED_TYPE (the first bytes are none of the accepted types, or not of the
  // declared one). RESOURCE_EXHAUSTED: ATTACHMENT_TOO_LARGE (more than limits::kAttachmentBytesMax), or the disk.
  absl::Status Add(std::string_view chunk);

  // Makes the content and its pending file durable; only then does it return the name. What a request has stored before
  // stays as it is, whether a report has named it meanwhile or not. Called once. INVALID_ARGUMENT HASH_MISMATCH and
  // UNSUPPORTED_TYPE, and the errors of Add; after any of them nothing is left on disk.
  absl::StatusOr<StoredAttachment> Finish();

 private:
  friend class AttachmentStore;
  struct Order {  // what BeginUpload knows
    const AttachmentLayout& layout;
    const MasterKey& master;
    Entropy& entropy;
    Hash expected;
    std::optional<MediaType> declared;
    Timestamp begun;
  };
  Upload(const Order& order, SecretKey content_key, const Salt& salt, NewFile file);

  absl::Status Accept(std::string_view chunk);
  absl::Status CheckType();
  absl::Status Complete();
  absl::Status Publish(const StoredAttachment& stored);
  absl::Status PublishNew(const StoredAttachment& stored);
  absl::Status WritePending(const StoredAttachment& stored);

  Order order_;
  Salt salt_;
  FrameSealer frames_;
  NewFile file_;
  Sha256 sha256_;
  std::string head_;  // the first bytes, until the type is known
  std::optional<MediaType> type_;
  std::uint64_t size_ = 0;
  absl::Status refusal_;
};

}  // namespace wangge::vault
