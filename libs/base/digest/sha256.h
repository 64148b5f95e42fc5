// SHA-256 (FIPS 180-4) over OpenSSL: the hash of the log's chain, of editions and of attachments. Thread-compatible.
#pragma once

#include <array>
#include <memory>
#include <string>
#include <string_view>

namespace wangge {

using Hash = std::array<char, 32>;

inline std::string_view BytesOf(const Hash& hash) { return {hash.data(), hash.size()}; }

class Sha256 {
 public:
  Sha256();
  ~Sha256();
  Sha256(Sha256&&) noexcept;
  Sha256& operator=(Sha256&&) noexcept;

  Sha256& Add(std::string_view bytes);
  // The hash of all added; starts anew.
  Hash Finish();

  static Hash Of(std::string_view bytes);

 private:
  struct Context;
  std::unique_ptr<Context> context_;
};

}  // namespace wangge
