#include "vault/master_key.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <algorithm>

#include "base/check.h"
#include "base/digest/sha256.h"
#include "base/hex.h"
#include "base/status/text.h"

namespace wangge::vault {
namespace {

constexpr char kWrapVersion = 1;
constexpr std::size_t kHeadBytes = 2 + MasterKeyId::kBytes;

MasterKeyId IdOf(const SecretKey& key) {
  const Hash hash = Sha256().Add("wangge master key id").Add(key.View()).Finish();
  MasterKeyId id;
  std::copy_n(hash.begin(), MasterKeyId::kBytes, id.bytes.begin());
  return id;
}

// The zero byte ends the purpose: no two pairs of purpose and context give the same text.
std::string Authenticated(std::string_view head, std::string_view purpose, std::string_view context) {
  std::string text(head);
  return text.append(purpose).append(1, '\0').append(context);
}

}  // namespace

MasterKey::MasterKey(SecretKey key) : key_(std::move(key)), id_(IdOf(key_)) {}

std::string MasterKey::Wrap(Entropy& entropy, std::string_view purpose, std::string_view context,
                            std::string_view secret) const {
  const CipherSuite& suite = DefaultSuite();
  std::string wrapped{kWrapVersion, static_cast<char>(suite.Number())};
  wrapped.append(id_.View());
  const std::string authenticated = Authenticated(wrapped, purpose, context);
  std::string nonce(suite.NonceBytes(), '\0');
  entropy.Fill(nonce);
  wrapped.append(nonce);
  suite.Seal(key_, nonce, authenticated, secret, wrapped);
  return wrapped;
}

absl::StatusOr<std::string> MasterKey::Unwrap(std::string_view purpose, std::string_view context,
                                              std::string_view wrapped) const {
  if (wrapped.size() < kHeadBytes || wrapped[0] != kWrapVersion) {
    return DataLoss("Expected a wrapped " + std::string(purpose) + " of version 1, but its first bytes differ");
  }
  const CipherSuite* suite = FindSuite(static_cast<std::uint8_t>(wrapped[1]));
  if (suite == nullptr) {
    return FailedPrecondition("Expected a wrapped " + std::string(purpose) + " of a known suite, but it has suite " +
                              std::to_string(static_cast<std::uint8_t>(wrapped[1])));
  }
  const std::string_view head = wrapped.substr(0, kHeadBytes);
  if (head.substr(2) != id_.View()) {
    return FailedPrecondition("Expected a " + std::string(purpose) + " wrapped under master key " + ToHex(id_.View()) +
                              ", but it is under " + ToHex(head.substr(2)));
  }
  const std::string_view nonce = wrapped.substr(kHeadBytes, suite->NonceBytes());
  std::string secret;
  if (nonce.size() != suite->NonceBytes() || !suite->Open(key_, nonce, Authenticated(head, purpose, context),
                                                          wrapped.substr(kHeadBytes + nonce.size()), secret)) {
    return DataLoss("Expected a " + std::string(purpose) + " as it was wrapped, but its bytes or its place changed");
  }
  return secret;
}

SecretKey MasterKey::Derive(std::string_view use) const {
  const std::string label = std::string("wangge derived key").append(1, '\0').append(use);
  SecretKey derived;
  unsigned int bytes = 0;
  const auto* made = HMAC(EVP_sha256(), key_.View().data(), static_cast<int>(kKeyBytes),
                          reinterpret_cast<const unsigned char*>(label.data()), label.size(),
                          reinterpret_cast<unsigned char*>(derived.Bytes().data()), &bytes);
  CHECK(made != nullptr && bytes == kKeyBytes);
  return derived;
}

}  // namespace wangge::vault
