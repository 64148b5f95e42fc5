#include "services/wangge/development_keys.h"

#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <system_error>

#include "base/file/descriptor.h"
#include "base/status/text.h"
#include "rpc/call.h"

namespace wangge {
namespace {

std::string SigningFile(const std::string& folder) { return folder + "/signing.json"; }
std::string PublicFile(const std::string& folder) { return folder + "/public.json"; }

bool Exists(const std::string& path) {
  std::error_code ignored;
  return std::filesystem::exists(path, ignored);
}

// Of several who make the file at once, all end with the same one: the first that gives it its name.
template <typename Write>
absl::Status WriteOnce(const std::string& path, const Write& write) {
  const std::string draft = path + "." + rpc::NewIncident();
  WANGGE_RETURN_IF_ERROR(write(draft));
  const int error = ::link(draft.c_str(), path.c_str()) == 0 ? 0 : errno;
  ::unlink(draft.c_str());
  return error == 0 || error == EEXIST ? absl::OkStatus() : SystemError("name", path, error);
}

}  // namespace

absl::StatusOr<rpc::SigningKey> LoadOrMakeSigningKey(const std::string& folder) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error) return Internal("Expected to make directory \"" + folder + "\", but: " + error.message() + ".");
  if (!Exists(SigningFile(folder))) {
    WANGGE_ASSIGN_OR_RETURN(const rpc::SigningKey made, rpc::GenerateSigningKey());
    WANGGE_RETURN_IF_ERROR(WriteOnce(SigningFile(folder),
                                     [&made](const std::string& draft) { return rpc::WriteSigningKey(draft, made); }));
  }
  WANGGE_ASSIGN_OR_RETURN(rpc::SigningKey key, rpc::ReadSigningKey(SigningFile(folder)));
  if (!Exists(PublicFile(folder))) {
    WANGGE_RETURN_IF_ERROR(WriteOnce(PublicFile(folder), [&key](const std::string& draft) {
      return rpc::WritePublicKeys(draft, rpc::PublicPartOf(key));
    }));
  }
  return key;
}

absl::StatusOr<ServerKeys> LoadOrMakeServerKeys(const std::string& folder) {
  ServerKeys keys;
  if (Exists(SigningFile(folder)) || !Exists(PublicFile(folder))) {
    WANGGE_ASSIGN_OR_RETURN(keys.signing, LoadOrMakeSigningKey(folder));
  }
  WANGGE_ASSIGN_OR_RETURN(keys.known, rpc::ReadPublicKeys(PublicFile(folder)));
  return keys;
}

}  // namespace wangge
