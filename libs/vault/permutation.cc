#include "vault/permutation.h"

#include <openssl/evp.h>

#include <array>

#include "base/check.h"

namespace wangge::vault {
namespace {

constexpr std::uint64_t kRounds = 10;  // as NIST SP 800-38G takes for small domains

EVP_CIPHER* BlockCipher() {
  static EVP_CIPHER* const cipher = EVP_CIPHER_fetch(nullptr, "AES-256-ECB", nullptr);
  return cipher;
}

struct OwnedContext {
  EVP_CIPHER_CTX* const evp = EVP_CIPHER_CTX_new();
  OwnedContext() { CHECK(evp != nullptr); }
  ~OwnedContext() { EVP_CIPHER_CTX_free(evp); }
  OwnedContext(const OwnedContext&) = delete;
  OwnedContext& operator=(const OwnedContext&) = delete;
};

// F(tweak, round, half): the low bits of one encrypted block of the three numbers.
class RoundFunction {
 public:
  RoundFunction(const SecretKey& key, std::uint64_t tweak, std::uint64_t mask) : tweak_(tweak), mask_(mask) {
    thread_local const OwnedContext context;
    evp_ = context.evp;
    const auto* bytes = reinterpret_cast<const unsigned char*>(key.View().data());
    CHECK(EVP_EncryptInit_ex2(evp_, BlockCipher(), bytes, nullptr, nullptr) == 1);
  }
  ~RoundFunction() { EVP_CIPHER_CTX_reset(evp_); }
  RoundFunction(const RoundFunction&) = delete;
  RoundFunction& operator=(const RoundFunction&) = delete;

  std::uint64_t operator()(std::uint64_t round, std::uint64_t half) const {
    std::array<unsigned char, 16> block{};
    Put(tweak_, &block[0]);
    Put(round << 56 | half, &block[8]);
    int n = 0;
    CHECK(EVP_EncryptUpdate(evp_, block.data(), &n, block.data(), static_cast<int>(block.size())) == 1);
    std::uint64_t low = 0;
    for (std::size_t i = 8; i < block.size(); ++i) low = low << 8 | block[i];
    return low & mask_;
  }

 private:
  static void Put(std::uint64_t number, unsigned char* to) {
    for (int i = 0; i < 8; ++i) to[i] = static_cast<unsigned char>(number >> (8 * (7 - i)));
  }
  std::uint64_t tweak_;
  std::uint64_t mask_;
  EVP_CIPHER_CTX* evp_ = nullptr;
};

}  // namespace

KeyedPermutation::KeyedPermutation(const SecretKey& key, int half_bits) : key_(key), half_bits_(half_bits) {
  CHECK(half_bits >= 1 && half_bits <= 31);
  CHECK(BlockCipher() != nullptr);
}

std::uint64_t KeyedPermutation::Apply(std::uint64_t tweak, std::uint64_t value) const {
  const std::uint64_t mask = (std::uint64_t{1} << half_bits_) - 1;
  CHECK(value >> (2 * half_bits_) == 0);
  const RoundFunction mix(key_, tweak, mask);
  std::uint64_t left = value >> half_bits_;
  std::uint64_t right = value & mask;
  for (std::uint64_t round = 0; round < kRounds; ++round) {
    const std::uint64_t next = left ^ mix(round, right);
    left = right;
    right = next;
  }
  return left << half_bits_ | right;
}

std::uint64_t KeyedPermutation::Invert(std::uint64_t tweak, std::uint64_t value) const {
  const std::uint64_t mask = (std::uint64_t{1} << half_bits_) - 1;
  CHECK(value >> (2 * half_bits_) == 0);
  const RoundFunction mix(key_, tweak, mask);
  std::uint64_t left = value >> half_bits_;
  std::uint64_t right = value & mask;
  for (std::uint64_t round = kRounds; round-- > 0;) {
    const std::uint64_t previous = right ^ mix(round, left);
    right = left;
    left = previous;
  }
  return left << half_bits_ | right;
}

}  // namespace wangge::vault
