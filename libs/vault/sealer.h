// Envelope encryption of personal fields: each case and each person has a data key, fields are sealed under it, and the
// data key itself is kept wrapped under the master key. Destroying the wrapped key destroys every field under it.
// Works on bytes; where keys and fields are stored is the caller's matter. The master key and the entropy outlive it.
// Thread-safe.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "base/time.h"
#include "vault/entropy.h"
#include "vault/key.h"
#include "vault/master_key.h"

namespace wangge::vault {

struct WrappedKey {
  KeyId id;
  std::string wrapped;  // MasterKey::Wrap of the key for its id: 70 bytes
};

// What sealing adds to a text.
inline constexpr std::size_t kSealedBytesAdded = 2 + KeyId::kBytes + 12 + 16;

class Sealer {
 public:
  Sealer(const MasterKey& master, Entropy& entropy) : master_(master), entropy_(entropy) {}

  // A new key whose id sorts by `now`, to the millisecond.
  DataKey NewKey(Timestamp now) const;

  WrappedKey Wrap(const DataKey& key) const;
  // FAILED_PRECONDITION (another master key, unknown suite), DATA_LOSS (changed, or another key's bytes under this id).
  absl::StatusOr<DataKey> Unwrap(const WrappedKey& wrapped) const;

  // version(1) suite(1) key id(16) nonce(12) ciphertext tag(16). `label` names the field ("description"): a field
  // opens only under the label that it was sealed with. The same text sealed twice differs. One data key may seal 2^32
  // fields.
  std::string Seal(const DataKey& key, std::string_view label, std::string_view plain) const;

  // FAILED_PRECONDITION (sealed under another key, unknown suite), DATA_LOSS (changed, cut, or another field's).
  absl::StatusOr<std::string> Open(const DataKey& key, std::string_view label, std::string_view sealed) const;

  // The key that a sealed field needs. DATA_LOSS when the bytes are no sealed field.
  static absl::StatusOr<KeyId> KeyIdOf(std::string_view sealed);

 private:
  const MasterKey& master_;
  Entropy& entropy_;
};

}  // namespace wangge::vault
