#include "services/wangge/backup/restore.h"

#include <filesystem>
#include <set>
#include <utility>

#include "base/file/file.h"
#include "base/hex.h"
#include "base/status/text.h"
#include "services/wangge/backup/copy.h"
#include "services/wangge/backup/key_id.h"
#include "services/wangge/state_files.h"
#include "storage/log_record.h"

namespace wangge::backup {
namespace {

namespace fs = std::filesystem;

absl::Status Changed(const BackedFile& file, const std::string& content, const std::string& what) {
  return DataLoss("Expected \"" + file.path + "\" of the backup as it was written, but its content in \"" + content +
                  "\" " + what + ". Restore another backup (--at NAME), or get this file from a copy of the folder.");
}

absl::Status CheckCopied(const BackedFile& file, const std::string& content, const absl::StatusOr<Copied>& copied) {
  if (absl::IsNotFound(copied.status())) return Changed(file, content, "is missing");
  WANGGE_RETURN_IF_ERROR(copied.status());
  if (copied->bytes == file.bytes && copied->sha256 == file.sha256) return absl::OkStatus();
  return Changed(file, content,
                 "has " + std::to_string(copied->bytes) + " bytes with SHA-256 " + copied->sha256 +
                     " where the manifest has " + std::to_string(file.bytes) + " with " + file.sha256);
}

// A directory may be named with a slash at its end, and its neighbour is wanted.
std::string WithoutSlash(const std::string& path) {
  const fs::path normal = fs::path(path).lexically_normal();
  return normal.has_filename() ? normal.string() : normal.parent_path().string();
}

absl::Status CheckPlace(const std::string& state) {
  std::error_code error;
  if (!fs::exists(state, error) || (fs::is_directory(state, error) && fs::is_empty(state, error))) {
    return absl::OkStatus();
  }
  return FailedPrecondition("Expected no \"" + state +
                            "\" or an empty directory, but something is there, and it is not overwritten. Name another "
                            "directory.");
}

// The log goes to where it went, and explains every row.
absl::StatusOr<engine::VerifyReport> Prove(const std::string& state, const Manifest& manifest) {
  WANGGE_ASSIGN_OR_RETURN(OpenState open, OpenStateFiles(state, OpenFor::kExisting));
  WANGGE_ASSIGN_OR_RETURN(const storage::LogHead head, open.committer->Head());
  if (head.last_position != manifest.position || ToHex(head.last_hash) != manifest.chain_hash) {
    return DataLoss("Expected a log up to position " + std::to_string(manifest.position) + " with hash " +
                    manifest.chain_hash + ", but it ends at " + std::to_string(head.last_position) + " with " +
                    ToHex(head.last_hash) + ". Restore another backup: --at NAME.");
  }
  WANGGE_ASSIGN_OR_RETURN(engine::VerifyReport report, engine::Verify(*open.committer->Published(), {}));
  if (!report.ok()) {
    return DataLoss("Expected a state that its log explains, but it has " + std::to_string(report.faults) +
                    " faults, the first of them: " + report.fault_texts.front() +
                    ". Restore another backup: --at NAME.");
  }
  open.committer.reset();
  WANGGE_RETURN_IF_ERROR(open.store->Close());
  return report;
}

absl::Status TakeKey(const RestoreOptions& options, const std::string& partial, RestoreReport& report) {
  if (options.master_key_file.empty()) {
    report.key_missing = !report.manifest.master_key.empty();
    return absl::OkStatus();
  }
  WANGGE_ASSIGN_OR_RETURN(const std::string id, MasterKeyIdIn(options.master_key_file));
  if (!report.manifest.master_key.empty() && id != report.manifest.master_key) {
    return FailedPrecondition("Expected the master key " + report.manifest.master_key +
                              ", which sealed this state, but \"" + options.master_key_file + "\" is " + id +
                              ". Give the right one.");
  }
  return CopyFile(options.master_key_file, MasterKeyFile(partial)).status();
}

absl::Status Fill(const RestoreOptions& options, const std::string& partial,
                  const std::function<void(const std::string&)>& told, RestoreReport& report) {
  if (told) told("copying " + std::to_string(report.manifest.files.size()) + " files");
  std::set<std::string> folders;
  for (const BackedFile& file : report.manifest.files) {
    const std::string content = ContentPath(options.folder, file.sha256);
    const std::string to = partial + "/" + file.path;
    WANGGE_RETURN_IF_ERROR(MakeFolder(fs::path(to).parent_path().string()));
    WANGGE_RETURN_IF_ERROR(CheckCopied(file, content, CopyFile(content, to)));
    folders.insert(fs::path(to).parent_path().string());
  }
  for (const std::string& folder : folders) WANGGE_RETURN_IF_ERROR(SyncDirectory(folder));
  WANGGE_RETURN_IF_ERROR(TakeKey(options, partial, report));
  if (told) told("proving " + std::to_string(report.manifest.position) + " records");
  WANGGE_ASSIGN_OR_RETURN(report.proof, Prove(partial, report.manifest));
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<RestoreReport> Restore(const RestoreOptions& options,
                                      const std::function<void(const std::string&)>& told) {
  RestoreReport report;
  WANGGE_RETURN_IF_ERROR(CheckPlace(options.state));
  WANGGE_ASSIGN_OR_RETURN(report.manifest, ReadManifest(options.folder, options.name));
  report.name = NameOf(report.manifest);
  const std::string state = WithoutSlash(options.state);
  const std::string partial = state + ".restoring";
  std::error_code error;
  fs::remove_all(partial, error);  // of a restore that did not end
  WANGGE_RETURN_IF_ERROR(MakeFolder(partial));
  const absl::Status filled = Fill(options, partial, told, report);
  if (!filled.ok()) {
    fs::remove_all(partial, error);
    return filled;
  }
  WANGGE_RETURN_IF_ERROR(MoveDurably(partial, state));
  return report;
}

absl::StatusOr<Manifest> CheckBackup(const std::string& folder, const std::string& name) {
  WANGGE_ASSIGN_OR_RETURN(Manifest manifest, ReadManifest(folder, name));
  for (const BackedFile& file : manifest.files) {
    const std::string content = ContentPath(folder, file.sha256);
    WANGGE_RETURN_IF_ERROR(CheckCopied(file, content, HashFile(content)));
  }
  return manifest;
}

}  // namespace wangge::backup
