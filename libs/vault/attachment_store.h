// Photos on disk, each sealed under a key of its own. The life of one:
//   BeginUpload, Add ..., Finish   content and pending file are durable; the sender learns the name;
//   Claim(name)                    the secret, which the caller seals under the case's key inside the report;
//   Forget(name)                   once the report is durable: from now on only the case's key leads to the content;
//   Read / Remove.
// Opened once for a directory by the program that owns it; the master key and the entropy outlive it, it outlives its
// uploads. Thread-safe.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "base/time.h"
#include "vault/attachment.h"
#include "vault/attachment_layout.h"
#include "vault/entropy.h"
#include "vault/master_key.h"
#include "vault/upload.h"

namespace wangge::vault {

class AttachmentStore {
 public:
  // Makes the directory (mode 0700) and its folders where they are missing; its parent exists. NOT_FOUND,
  // PERMISSION_DENIED, INTERNAL.
  static absl::StatusOr<std::unique_ptr<AttachmentStore>> Open(std::string directory, const MasterKey& master,
                                                               Entropy& entropy);
  AttachmentStore(const AttachmentStore&) = delete;
  AttachmentStore& operator=(const AttachmentStore&) = delete;

  // `expected_sha256`: 32 bytes or 64 hex digits, otherwise INVALID_ARGUMENT HASH_INVALID. `declared_type`: a media
  // type, or empty; UNSUPPORTED_TYPE when it is not accepted. `request`: who asks and by which id; the same content
  // under the same request is the same attachment, however often it is sent. Empty: an attachment of its own.
  absl::StatusOr<Upload> BeginUpload(std::string_view expected_sha256, std::string_view declared_type, Timestamp now,
                                     std::string_view request = {}) const;

  // What a finished upload may be named with. NOT_FOUND when there is none by this name, or it was named and forgotten;
  // INVALID_ARGUMENT (a malformed name); DATA_LOSS, FAILED_PRECONDITION (another master key).
  absl::StatusOr<AttachmentSecret> Claim(std::string_view name) const;

  // Removes the pending file. Not an error if there is none. Not synced: a pending file that returns after a power cut
  // is removed by the next sweep.
  absl::Status Forget(std::string_view name) const;

  // The content, proven against the secret's hash and the name. NOT_FOUND; INVALID_ARGUMENT (a malformed name);
  // DATA_LOSS when file, name and secret do not belong together.
  absl::StatusOr<std::string> Read(std::string_view name, const AttachmentSecret& secret) const;

  // Removes content and pending file, durably. Not an error if there is none.
  absl::Status Remove(std::string_view name) const;

  struct Swept {
    std::uint64_t unfinished = 0;  // uploads that a crash or a silent sender left
    std::uint64_t unnamed = 0;     // finished, but no report named them
    std::uint64_t named = 0;       // pending files that Forget had not reached; their contents stay
  };
  // Removes uploads that began more than `older_than` before `now` and that no report names. `older_than` must be
  // longer than any upload and report together take. `is_named` tells whether a durable report names the attachment;
  // without it a crash between the report and Forget would cost the photo.
  absl::StatusOr<Swept> SweepPending(Duration older_than, Timestamp now,
                                     const std::function<bool(std::string_view name)>& is_named) const;

 private:
  AttachmentStore(std::string directory, const MasterKey& master, Entropy& entropy)
      : layout_(std::move(directory)), master_(master), entropy_(entropy) {}

  AttachmentLayout layout_;
  const MasterKey& master_;
  Entropy& entropy_;
};

}  // namespace wangge::vault
