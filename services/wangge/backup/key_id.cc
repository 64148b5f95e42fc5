#include "services/wangge/backup/key_id.h"

#include <filesystem>

#include "base/hex.h"
#include "base/status/text.h"
#include "services/wangge/state_files.h"
#include "vault/entropy.h"
#include "vault/master_key.h"

namespace wangge::backup {

absl::StatusOr<std::string> MasterKeyIdIn(const std::string& path) {
  if (!std::filesystem::exists(path)) return NotFound("Expected a master key in \"" + path + "\", but there is none.");
  vault::SystemEntropy entropy;
  WANGGE_ASSIGN_OR_RETURN(const vault::MasterKey key, vault::MasterKey::LoadOrCreate(path, entropy));
  return ToHex(key.id().View());
}

absl::StatusOr<std::string> MasterKeyIdOf(const std::string& state) {
  if (!std::filesystem::exists(MasterKeyFile(state))) return std::string();
  return MasterKeyIdIn(MasterKeyFile(state));
}

}  // namespace wangge::backup
