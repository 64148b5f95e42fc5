#include "services/wangge/state_files.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <string_view>
#include <system_error>
#include <vector>

#include "base/status/text.h"
#include "catalog/edition_set.h"

namespace wangge {
namespace {

namespace fs = std::filesystem;

bool Exists(const std::string& path) {
  std::error_code ignored;
  return fs::exists(path, ignored);
}

// What a server makes before it has a database, and what a new disk comes with.
constexpr auto kAllowedAlone =
    std::to_array<std::string_view>({"master.key", "attachments", "readings.jsonl", "lost+found"});

// Somebody else's folder, named by mistake, must not be filled with the files of a state.
absl::Status CheckNothingElse(const std::string& state) {
  std::error_code error;
  const fs::file_status found = fs::status(state, error);
  if (!fs::exists(found)) return absl::OkStatus();
  if (!fs::is_directory(found)) {
    return FailedPrecondition("Expected a directory for the state, but \"" + state + "\" is none. Name another place.");
  }
  for (fs::directory_iterator entry(state, error), end; !error && entry != end; entry.increment(error)) {
    const std::string name = entry->path().filename().string();
    if (std::ranges::find(kAllowedAlone, name) != kAllowedAlone.end()) continue;
    return FailedPrecondition("Expected a state or an empty directory, but \"" + state + "\" holds \"" + name +
                              "\" and no state. Name another directory.");
  }
  if (!error) return absl::OkStatus();
  return Internal("Expected to read directory \"" + state + "\", but: " + error.message() + ".");
}

}  // namespace

std::string RocksDir(const std::string& state) { return state + "/rocks"; }
std::string MasterKeyFile(const std::string& state) { return state + "/master.key"; }
std::string AttachmentsDir(const std::string& state) { return state + "/attachments"; }
std::string ReadingsFile(const std::string& state) { return state + "/readings.jsonl"; }
std::string IndexesDir(const std::string& state) { return state + "/indexes"; }
std::string CheckpointDir(const std::string& state) { return state + "/checkpoint"; }

absl::Status CheckStateFolder(const std::string& state, OpenFor what) {
  const bool exists = Exists(RocksDir(state));
  if (what == OpenFor::kFresh && exists) {
    return FailedPrecondition("Expected a directory without a state, but \"" + state +
                              "\" holds one. Name another directory.");
  }
  if (what == OpenFor::kExisting && !exists) {
    return NotFound("Expected a state in \"" + state +
                    "\", but there is none. Make one with `wangge config apply`, "
                    "`wangge replay` or `wangge simulate`.");
  }
  return exists ? absl::OkStatus() : CheckNothingElse(state);
}

absl::StatusOr<OpenState> OpenStateFiles(const std::string& state, OpenFor what,
                                         const storage::CommitterOptions& options) {
  WANGGE_RETURN_IF_ERROR(CheckStateFolder(state, what));
  std::error_code error;
  fs::create_directories(state, error);
  if (error) return Internal("Expected to make directory \"" + state + "\", but: " + error.message() + ".");
  OpenState open;
  WANGGE_ASSIGN_OR_RETURN(open.store,
                          storage::OpenRocksStore(RocksDir(state), {.create_if_missing = what != OpenFor::kExisting}));
  WANGGE_ASSIGN_OR_RETURN(open.committer, storage::RocksCommitter::Open(open.store.get(), options));
  return open;
}

engine::EditionLoader CatalogLoader() {
  return [](domain::Editions& editions, const domain::EditionActivated& event, domain::EditionId id, Timestamp at,
            std::string_view body) { return catalog::Activate(editions, event, id, at, std::string(body)); };
}

absl::StatusOr<std::string> ConfigDir(const std::string& given) {
  if (!given.empty()) {
    if (Exists(given)) return given;
    return NotFound("Expected the folder of the configuration, but \"" + given + "\" does not exist.");
  }
  std::error_code ignored;
  const fs::path program = fs::read_symlink("/proc/self/exe", ignored).parent_path();
  const std::vector<fs::path> places{"config", program / "../../../config", program / "../share/wangge/config"};
  std::string looked;
  for (const fs::path& place : places) {
    if (Exists((place / "systems").string())) return fs::weakly_canonical(place, ignored).string();
    looked += "\n  " + place.string();
  }
  return NotFound("Expected the folder of the configuration, but it is in none of these places:" + looked +
                  "\nName it with --config.");
}

}  // namespace wangge
