// Development keys in a folder: signing.json makes tokens, public.json is what a server checks them with. A city's own
// issuer keeps its private key to itself; then the folder holds public.json alone. Functions are safe against other
// processes that do the same at once.
#pragma once

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "rpc/key_file.h"

namespace wangge {

// Makes both files where the folder has neither. Errors of key_file.h.
absl::StatusOr<rpc::SigningKey> LoadOrMakeSigningKey(const std::string& folder);

struct ServerKeys {
  rpc::PublicKeys known{};
  std::optional<rpc::SigningKey> signing{};  // absent where the folder has only public keys
};
absl::StatusOr<ServerKeys> LoadOrMakeServerKeys(const std::string& folder);

}  // namespace wangge
