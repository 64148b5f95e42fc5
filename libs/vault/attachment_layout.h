// Where the files of an attachment store lie. Private to libs/vault. Owned by the store. Thread-safe.
//
// <root>/incoming/<begun, microseconds: 16 hex digits>-<16 random hex digits>   being written; worthless after a crash
// <root>/pending/<name>          when begun (8 bytes, big-endian), then the secret wrapped under the master key
// <root>/<aa>/<name>             sealed content; aa: the first two digits of the name
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "base/time.h"
#include "vault/attachment.h"
#include "vault/entropy.h"
#include "vault/master_key.h"

namespace wangge::vault {

class AttachmentLayout {
 public:
  explicit AttachmentLayout(std::string root) : root_(std::move(root)) {}

  // Makes the root, incoming and pending folders where they are missing, durably.
  absl::Status Prepare() const;
  // Makes the folder of this name's content, durably. Costs a sync for the first name of each folder, then nothing.
  absl::Status PrepareContentFolder(std::string_view name) const;

  std::string IncomingFolder() const { return root_ + "/incoming"; }
  std::string PendingFolder() const { return root_ + "/pending"; }
  // These take names that CheckAttachmentName accepts.
  std::string ContentFolder(std::string_view name) const { return Joined(root_, name.substr(0, 2)); }
  std::string ContentPath(std::string_view name) const { return Joined(ContentFolder(name), name); }
  std::string PendingPath(std::string_view name) const { return Joined(PendingFolder(), name); }

  // Held while a name appears or goes: a request sent twice at once comes to one name.
  std::mutex& MutexOf(std::string_view name) const { return naming_[static_cast<unsigned char>(name[0]) % kMutexes]; }

  // A path that no other upload has.
  std::string IncomingPath(Timestamp begun, Entropy& entropy) const;
  // The time in the name of an incoming file; nullopt for a name of another form.
  static std::optional<Timestamp> BegunOf(std::string_view incoming_name);

 private:
  static std::string Joined(const std::string& folder, std::string_view name) {
    return std::string(folder).append("/").append(name);
  }
  std::string root_;
  // Folders that this process has seen durable: one that merely exists may be another thread's, not yet synced.
  mutable std::array<std::atomic<bool>, 256> durable_{};
  static constexpr std::size_t kMutexes = 16;  // by the first digit: names are random, so uploads rarely meet
  mutable std::array<std::mutex, kMutexes> naming_{};
};

// More than any pending file has.
inline constexpr std::size_t kPendingBytesMax = 1'024;

// The content of a pending file, which is bound to its name and its time.
struct Pending {
  Timestamp begun;
  AttachmentSecret secret;
};

std::string EncodePending(const MasterKey& master, Entropy& entropy, std::string_view name, const Pending& pending);
// DATA_LOSS, FAILED_PRECONDITION as MasterKey::Unwrap.
absl::StatusOr<Pending> DecodePending(const MasterKey& master, std::string_view name, std::string_view bytes);
// The time alone, without the master key's check. DATA_LOSS when cut.
absl::StatusOr<Timestamp> BegunOfPending(std::string_view bytes);

}  // namespace wangge::vault
