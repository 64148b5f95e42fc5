// The ciphers that sealed bytes can be under. A suite's number stands in everything sealed with it, for ever: a number
// is never given to another suite, and a suite that wrote anything is never removed. Thread-safe, immutable.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "vault/key.h"

namespace wangge::vault {

class CipherSuite {
 public:
  virtual ~CipherSuite() = default;

  virtual std::uint8_t Number() const = 0;
  virtual std::size_t NonceBytes() const = 0;
  virtual std::size_t TagBytes() const = 0;

  // Appends ciphertext and tag to `out`. `nonce` has NonceBytes() and never comes twice under one key. `context` is
  // authenticated, not stored: opening needs the same.
  virtual void Seal(const SecretKey& key, std::string_view nonce, std::string_view context, std::string_view plain,
                    std::string& out) const = 0;

  // Appends the plain text of `sealed` (ciphertext and tag) to `out`. False, with `out` as it was, when the key, the
  // nonce, the context or any byte differs; which of them cannot be told.
  virtual bool Open(const SecretKey& key, std::string_view nonce, std::string_view context, std::string_view sealed,
                    std::string& out) const = 0;
};

inline constexpr std::uint8_t kSuiteAes256Gcm = 1;

// What new bytes are sealed with.
const CipherSuite& DefaultSuite();
// Null for a number that this program does not know.
const CipherSuite* FindSuite(std::uint8_t number);

}  // namespace wangge::vault
