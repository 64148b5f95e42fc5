#include "services/wangge/commands/temporary_folder.h"

#include <cstdlib>
#include <filesystem>
#include <system_error>

#include "base/status/text.h"

namespace wangge::commands {

absl::StatusOr<TemporaryFolder> TemporaryFolder::Make(const std::string& parent) {
  std::error_code error;
  std::string path = parent.empty() ? std::filesystem::temp_directory_path(error).string() : parent;
  if (!error) std::filesystem::create_directories(path, error);
  path += "/wangge-XXXXXX";
  if (error || mkdtemp(path.data()) == nullptr) {
    return Internal("Expected to make a folder like \"" + path + "\", but the system refused.");
  }
  return TemporaryFolder(std::move(path));
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  if (!path_.empty()) std::filesystem::remove_all(path_, ignored);
}

}  // namespace wangge::commands
