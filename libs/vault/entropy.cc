#include "vault/entropy.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/rand.h>
#include <pthread.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cstring>
#include <mutex>
#include <string>

#include "base/check.h"
#include "base/digest/sha256.h"

namespace wangge::vault {
namespace {

constexpr std::size_t kStockBytes = 4'096;
constexpr std::size_t kFromStockMax = 64;  // larger requests gain nothing from a copy

void FillFromOpenSsl(std::span<char> out) {
  CHECK(RAND_bytes(reinterpret_cast<unsigned char*>(out.data()), static_cast<int>(out.size())) == 1);
}

// A child process inherits its parent's stock; the two must never hand out the same nonce.
std::atomic<std::uint32_t>& Forks() {
  static std::atomic<std::uint32_t> forks{0};
  return forks;
}

void WatchForks() {
  static std::once_flag once;
  std::call_once(once, [] {
    CHECK(pthread_atfork(nullptr, nullptr, [] { Forks().fetch_add(1, std::memory_order_relaxed); }) == 0);
  });
}

class Stock {
 public:
  Stock() { WatchForks(); }
  ~Stock() { OPENSSL_cleanse(bytes_.data(), bytes_.size()); }
  Stock(const Stock&) = delete;
  Stock& operator=(const Stock&) = delete;

  void Take(std::span<char> out) {
    const std::uint32_t forks = Forks().load(std::memory_order_relaxed);
    if (left_ < out.size() || forks != forks_) {
      FillFromOpenSsl(bytes_);
      left_ = bytes_.size();
      forks_ = forks;
    }
    char* from = bytes_.data() + (bytes_.size() - left_);
    std::memcpy(out.data(), from, out.size());
    OPENSSL_cleanse(from, out.size());
    left_ -= out.size();
  }

 private:
  std::array<char, kStockBytes> bytes_{};
  std::size_t left_ = 0;
  std::uint32_t forks_ = 0;
};

}  // namespace

void SystemEntropy::Fill(std::span<char> out) {
  if (out.empty()) return;
  if (out.size() > kFromStockMax) return FillFromOpenSsl(out);
  thread_local Stock stock;
  stock.Take(out);
}

// AES-256 in counter mode over zeros, under the hash of the seed.
struct SeededEntropy::Stream {
  std::mutex mutex;
  EVP_CIPHER_CTX* context = EVP_CIPHER_CTX_new();

  explicit Stream(std::uint64_t seed) {
    const Hash key = Sha256::Of("wangge seeded entropy " + std::to_string(seed));
    const std::array<unsigned char, 16> counter{};
    CHECK(context != nullptr);
    CHECK(EVP_EncryptInit_ex(context, EVP_aes_256_ctr(), nullptr, reinterpret_cast<const unsigned char*>(key.data()),
                             counter.data()) == 1);
  }
  ~Stream() { EVP_CIPHER_CTX_free(context); }
  Stream(const Stream&) = delete;
  Stream& operator=(const Stream&) = delete;
};

SeededEntropy::SeededEntropy(std::uint64_t seed) : stream_(std::make_unique<Stream>(seed)) {}
SeededEntropy::~SeededEntropy() = default;

void SeededEntropy::Fill(std::span<char> out) {
  std::ranges::fill(out, '\0');
  auto* bytes = reinterpret_cast<unsigned char*>(out.data());
  const std::scoped_lock lock(stream_->mutex);
  int written = 0;
  CHECK(EVP_EncryptUpdate(stream_->context, bytes, &written, bytes, static_cast<int>(out.size())) == 1);
}

}  // namespace wangge::vault
