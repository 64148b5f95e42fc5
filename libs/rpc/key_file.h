// Keys of call credentials in files: the public ones as a JSON Web Key Set (RFC 7517), which every server reads, and a
// private one as a single JSON Web Key, which only those read who make tokens. Values; files are read and written only
// in the functions named so.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "rpc/es256.h"

namespace wangge::rpc {

inline constexpr std::size_t kKeyFileBytesMax = 1u << 20;  // thousands of keys; bounds a wrong path
inline constexpr std::size_t kKeyIdBytesMax = 64;

using PublicKeys = std::map<std::string, Es256PublicKey, std::less<>>;  // by key id

struct SigningKey {
  std::string id;
  Es256PrivateKey key;
};

// A new key with an id derived from its public part (RFC 7638 thumbprint), so that equal ids mean equal keys.
absl::StatusOr<SigningKey> GenerateSigningKey();
PublicKeys PublicPartOf(const SigningKey& key);

// Text of the files, both ways. INVALID_ARGUMENT "`file_name`:line:column: ..." names the key and the member: not JSON,
// a kind other than EC P-256 for ES256, a missing or repeated id, a wrong coordinate, a private number in a public set,
// an empty set.
std::string FormatPublicKeys(const PublicKeys& keys);
absl::StatusOr<PublicKeys> ParsePublicKeys(std::string_view json, std::string_view file_name);
std::string FormatSigningKey(const SigningKey& key);
absl::StatusOr<SigningKey> ParseSigningKey(std::string_view json, std::string_view file_name);

// With the codes of ReadFile and of the parsers; the text begins with the path. A private key file that others than
// its owner may read is refused (PERMISSION_DENIED).
absl::StatusOr<PublicKeys> ReadPublicKeys(const std::string& path);
absl::StatusOr<SigningKey> ReadSigningKey(const std::string& path);
// Readable by the owner only (0600).
absl::Status WritePublicKeys(const std::string& path, const PublicKeys& keys);
absl::Status WriteSigningKey(const std::string& path, const SigningKey& key);

}  // namespace wangge::rpc
