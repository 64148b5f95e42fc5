#include "vault/sealer.h"

#include <algorithm>
#include <array>
#include <span>

#include "base/check.h"
#include "base/hex.h"
#include "base/status/text.h"

namespace wangge::vault {
namespace {

constexpr char kFieldVersion = 1;
constexpr std::size_t kHeadBytes = 2 + KeyId::kBytes;
constexpr std::size_t kTimeBytes = 6;
constexpr std::string_view kPurpose = "data key";

std::string Authenticated(std::string_view head, std::string_view label) {
  std::string text;
  text.reserve(head.size() + label.size());
  return text.append(head).append(label);
}

}  // namespace

DataKey Sealer::NewKey(Timestamp now) const {
  DataKey made;
  const auto millis = static_cast<std::uint64_t>(std::max<std::int64_t>(now.micros, 0) / 1'000);
  for (std::size_t i = 0; i < kTimeBytes; ++i) {
    made.id.bytes[i] = static_cast<char>(millis >> (8 * (kTimeBytes - 1 - i)));
  }
  entropy_.Fill(std::span(made.id.bytes).subspan(kTimeBytes));
  entropy_.Fill(made.key.Bytes());
  return made;
}

WrappedKey Sealer::Wrap(const DataKey& key) const {
  return {.id = key.id, .wrapped = master_.Wrap(entropy_, kPurpose, key.id.View(), key.key.View())};
}

absl::StatusOr<DataKey> Sealer::Unwrap(const WrappedKey& wrapped) const {
  WANGGE_ASSIGN_OR_RETURN(std::string secret, master_.Unwrap(kPurpose, wrapped.id.View(), wrapped.wrapped));
  if (secret.size() != kKeyBytes) return DataLoss("Expected a data key of 32 bytes, but it has another length");
  DataKey key{.id = wrapped.id, .key = SecretKey(secret)};
  Wipe(secret);
  return key;
}

std::string Sealer::Seal(const DataKey& key, std::string_view label, std::string_view plain) const {
  const CipherSuite& suite = DefaultSuite();
  std::string sealed;
  sealed.reserve(kHeadBytes + suite.NonceBytes() + plain.size() + suite.TagBytes());
  sealed.append(1, kFieldVersion).append(1, static_cast<char>(suite.Number())).append(key.id.View());
  const std::string authenticated = Authenticated(sealed, label);
  sealed.resize(kHeadBytes + suite.NonceBytes());
  entropy_.Fill(std::span(sealed).subspan(kHeadBytes));
  const std::string nonce = sealed.substr(kHeadBytes);  // its own bytes: sealing appends to `sealed`
  suite.Seal(key.key, nonce, authenticated, plain, sealed);
  return sealed;
}

absl::StatusOr<std::string> Sealer::Open(const DataKey& key, std::string_view label, std::string_view sealed) const {
  WANGGE_ASSIGN_OR_RETURN(const KeyId id, KeyIdOf(sealed));
  if (id != key.id) {
    return FailedPrecondition("Expected a field sealed under key " + ToHex(key.id.View()) + ", but it is under " +
                              ToHex(id.View()));
  }
  const CipherSuite* suite = FindSuite(static_cast<std::uint8_t>(sealed[1]));
  if (suite == nullptr) {
    return FailedPrecondition("Expected a field sealed by a known suite, but it has suite " +
                              std::to_string(static_cast<std::uint8_t>(sealed[1])));
  }
  const std::string_view nonce = sealed.substr(kHeadBytes, suite->NonceBytes());
  std::string plain;
  if (nonce.size() != suite->NonceBytes() ||
      !suite->Open(key.key, nonce, Authenticated(sealed.substr(0, kHeadBytes), label),
                   sealed.substr(kHeadBytes + nonce.size()), plain)) {
    return DataLoss("Expected the field \"" + std::string(label) +
                    "\" as it was sealed, but its bytes or its place changed");
  }
  return plain;
}

absl::StatusOr<KeyId> Sealer::KeyIdOf(std::string_view sealed) {
  if (sealed.size() < kHeadBytes || sealed[0] != kFieldVersion) {
    return DataLoss("Expected a sealed field of version 1, but its first bytes differ");
  }
  KeyId id;
  std::ranges::copy(sealed.substr(2, KeyId::kBytes), id.bytes.begin());
  return id;
}

}  // namespace wangge::vault
