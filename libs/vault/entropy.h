// Where unpredictable bytes come from: keys, nonces, salts and the random part of key ids. Owned by the program's root,
// which outlives all that hold a reference to it. Thread-safe.
#pragma once

#include <cstdint>
#include <memory>
#include <span>

namespace wangge::vault {

class Entropy {
 public:
  virtual ~Entropy() = default;
  // Overwrites the whole of `out`. Never fails: a system without random bytes stops the process.
  virtual void Fill(std::span<char> out) = 0;
};

// OpenSSL's generator, seeded by the kernel. Requests of up to 64 bytes come from a stock that each thread keeps, whose
// bytes are erased as they are handed out and which a forked child never reuses.
class SystemEntropy final : public Entropy {
 public:
  void Fill(std::span<char> out) override;
};

// The same bytes for the same seed and the same order of requests. For tests and simulations only: who knows the seed
// knows every key.
class SeededEntropy final : public Entropy {
 public:
  explicit SeededEntropy(std::uint64_t seed);
  ~SeededEntropy() override;
  void Fill(std::span<char> out) override;

 private:
  struct Stream;
  std::unique_ptr<Stream> stream_;
};

}  // namespace wangge::vault
