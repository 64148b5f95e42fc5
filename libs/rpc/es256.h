// ECDSA over P-256 with SHA-256 (RFC 7518 section 3.4), keys and signatures as raw big-endian numbers.
// Keys are immutable, cheap to copy (they share one OpenSSL key) and thread-safe.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"

struct evp_pkey_st;

namespace wangge::rpc {

inline constexpr std::size_t kCoordinateBytes = 32;  // of x, y, the private number, r and s

class Es256PublicKey {
 public:
  // INVALID_ARGUMENT: not 32 bytes each, or not a point of the curve.
  static absl::StatusOr<Es256PublicKey> FromCoordinates(std::string_view x, std::string_view y);

  // `signature` is r and s, 32 bytes each. About 80 microseconds. False for anything else than a right signature.
  bool Verifies(std::string_view message, std::string_view signature) const;

  const std::string& x() const { return x_; }
  const std::string& y() const { return y_; }

 private:
  friend class Es256PrivateKey;
  Es256PublicKey(std::shared_ptr<evp_pkey_st> key, std::string x, std::string y);

  std::shared_ptr<evp_pkey_st> key_;
  std::string x_;
  std::string y_;
};

class Es256PrivateKey {
 public:
  // From the operating system's randomness. INTERNAL: OpenSSL refused.
  static absl::StatusOr<Es256PrivateKey> Generate();
  // `d` is 32 bytes and belongs to `of`. INVALID_ARGUMENT otherwise.
  static absl::StatusOr<Es256PrivateKey> FromNumber(std::string_view d, const Es256PublicKey& of);

  // r and s, 64 bytes. INTERNAL: OpenSSL refused.
  absl::StatusOr<std::string> Sign(std::string_view message) const;

  const Es256PublicKey& public_key() const { return public_key_; }
  const std::string& number() const { return d_; }  // secret

 private:
  Es256PrivateKey(Es256PublicKey public_key, std::string d);

  Es256PublicKey public_key_;  // its OpenSSL key holds the private number too
  std::string d_;
};

}  // namespace wangge::rpc
