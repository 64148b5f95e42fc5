// A keyed permutation of the numbers of 2w bits: a Feistel network of ten rounds whose round function is AES-256. Who
// has not the key can neither continue a sequence of outputs nor tell how many there are. Immutable, thread-safe.
#pragma once

#include <cstdint>

#include "vault/key.h"

namespace wangge::vault {

class KeyedPermutation {
 public:
  // `half_bits` is w, from 1 to 31.
  KeyedPermutation(const SecretKey& key, int half_bits);

  // `value` lies below 2^2w. Each tweak gives a permutation of its own. About a microsecond.
  std::uint64_t Apply(std::uint64_t tweak, std::uint64_t value) const;
  std::uint64_t Invert(std::uint64_t tweak, std::uint64_t value) const;

 private:
  SecretKey key_;
  int half_bits_;
};

}  // namespace wangge::vault
