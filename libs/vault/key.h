// Keys as values: the bytes of a key, erased when the value goes, and the ids by which keys are found again.
// Values; thread-compatible.
#pragma once

#include <openssl/crypto.h>

#include <array>
#include <compare>
#include <cstddef>
#include <string>
#include <string_view>

namespace wangge::vault {

inline constexpr std::size_t kKeyBytes = 32;

// Erases the characters, then empties the string. For plain secrets that passed through a std::string.
inline void Wipe(std::string& secret) {
  OPENSSL_cleanse(secret.data(), secret.size());
  secret.clear();
}

// 32 bytes of a key. Copies are allowed and each erases itself; a moved-from value is erased at once.
class SecretKey {
 public:
  SecretKey() = default;
  explicit SecretKey(std::string_view bytes);  // CHECKs that there are 32
  SecretKey(const SecretKey&) = default;
  SecretKey& operator=(const SecretKey&) = default;
  SecretKey(SecretKey&& other) noexcept : bytes_(other.bytes_) { other.Erase(); }
  SecretKey& operator=(SecretKey&& other) noexcept;
  ~SecretKey() { Erase(); }

  std::string_view View() const { return {bytes_.data(), bytes_.size()}; }
  std::array<char, kKeyBytes>& Bytes() { return bytes_; }
  // Takes the same time whatever the bytes are.
  friend bool operator==(const SecretKey& a, const SecretKey& b) {
    return CRYPTO_memcmp(a.bytes_.data(), b.bytes_.data(), kKeyBytes) == 0;
  }

 private:
  void Erase() { OPENSSL_cleanse(bytes_.data(), bytes_.size()); }
  std::array<char, kKeyBytes> bytes_{};
};

// Names a data key: six bytes of big-endian milliseconds, then ten random ones, so that ids made one after another sort
// nearly in that order (a row a key is written nearly in sequence) and still cannot be guessed.
struct KeyId {
  static constexpr std::size_t kBytes = 16;
  std::array<char, kBytes> bytes{};

  std::string_view View() const { return {bytes.data(), bytes.size()}; }
  // As bytes sort on disk: unsigned.
  friend bool operator==(const KeyId&, const KeyId&) = default;
  friend std::strong_ordering operator<=>(const KeyId& a, const KeyId& b) { return a.View() <=> b.View(); }
};

// Names a master key: the first eight bytes of a hash of it, so that a key copied with a mistake is noticed.
struct MasterKeyId {
  static constexpr std::size_t kBytes = 8;
  std::array<char, kBytes> bytes{};

  std::string_view View() const { return {bytes.data(), bytes.size()}; }
  friend bool operator==(const MasterKeyId&, const MasterKeyId&) = default;
};

// The key of one case or one person.
struct DataKey {
  KeyId id;
  SecretKey key;
};

}  // namespace wangge::vault
