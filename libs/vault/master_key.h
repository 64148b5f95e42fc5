// The key over all keys: wraps data keys and the secrets of uploads, and lives in one file and in memory, nowhere else.
// Made once at start, before the threads that use it. Immutable, thread-safe; erased from memory when it goes.
//
// The file is one line, mode 0600:  wangge-master-key 1 <id: 16 hex digits> <key: 64 hex digits>
// The id follows from the key, so a key copied with a mistake is refused. Whoever loses the file has lost everything
// that was sealed; whoever copies it together with a state can read it. One master key may wrap 2^32 secrets before
// two random nonces are likely enough to meet (one in 2^32) to replace it.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "vault/cipher_suite.h"
#include "vault/entropy.h"
#include "vault/key.h"

namespace wangge::vault {

class MasterKey {
 public:
  // Loads the key at `path`, or makes one there, readable by its owner only and durable before this returns. Two
  // processes that start together get the same key. FAILED_PRECONDITION when the file may be read or written by group
  // or others, or is not the one line above; NOT_FOUND (no folder), PERMISSION_DENIED, INTERNAL (disk).
  static absl::StatusOr<MasterKey> LoadOrCreate(const std::string& path, Entropy& entropy);

  // A key that no file holds: for tests and for keys that come from elsewhere.
  explicit MasterKey(SecretKey key);

  const MasterKeyId& id() const { return id_; }

  // Seals `secret` for one purpose ("data key") and context (the id of what it belongs to); unwrapping needs the same
  // two. Result: version(1) suite(1) master key id(8) nonce ciphertext tag.
  std::string Wrap(Entropy& entropy, std::string_view purpose, std::string_view context, std::string_view secret) const;

  // The caller wipes the result. FAILED_PRECONDITION when it was wrapped under another master key or by a suite that
  // this program does not know; DATA_LOSS when it was changed or belongs to another purpose or context.
  absl::StatusOr<std::string> Unwrap(std::string_view purpose, std::string_view context,
                                     std::string_view wrapped) const;

  // A key for one use ("numbering") that follows from this one: nothing has to be stored, and a lost state with a kept
  // master key finds it again. Another use gives an unrelated key.
  SecretKey Derive(std::string_view use) const;

 private:
  SecretKey key_;
  MasterKeyId id_;
};

}  // namespace wangge::vault
