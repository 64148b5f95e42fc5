#include "services/wangge/backup/backup.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <optional>
#include <utility>

#include "base/digest/sha256.h"
#include "base/file/file.h"
#include "base/hex.h"
#include "base/status/text.h"
#include "services/wangge/backup/copy.h"
#include "services/wangge/state_files.h"
#include "storage/log_record.h"

namespace wangge::backup {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kIdentityBytesMax = 4'096;

// Its content never changes while it has this name.
bool IsWrittenOnce(const std::string& path) {
  return path.ends_with(".sst") || (path.starts_with("attachments/") && !path.starts_with("attachments/pending/"));
}

// Made anew by each start, or worthless after it. Two states restored of one backup must not share an IDENTITY.
bool IsNoPart(const std::string& path) {
  return path == "rocks/LOCK" || path == "rocks/IDENTITY" || path.starts_with("rocks/LOG") ||
         path.starts_with("rocks/OPTIONS-") || path.starts_with("attachments/incoming/");
}

absl::StatusOr<std::string> HashAt(storage::Committer& committer, std::uint64_t position) {
  if (position == 0) return ToHex(storage::GenesisHash());
  WANGGE_ASSIGN_OR_RETURN(const auto records, committer.Read(position, 1));
  if (records.empty())
    return DataLoss("Expected a record at position " + std::to_string(position) + ", but there is none.");
  return ToHex(BytesOf(storage::HashOfLogRecord(records.front())));
}

absl::StatusOr<std::uint64_t> CountEntries(const std::string& folder) {
  std::error_code error;
  std::uint64_t entries = 0;
  for (fs::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error)) ++entries;
  if (error) return Internal("Expected to read \"" + folder + "\", but: " + error.message() + ".");
  return entries;
}

class Backup {
 public:
  Backup(const BackupSource& source, std::string folder) : source_(source), folder_(std::move(folder)) {}

  absl::StatusOr<BackupReport> Make() {
    WANGGE_RETURN_IF_ERROR(Prepare());
    const absl::Status made = FromCheckpoint();
    std::error_code ignored;
    fs::remove_all(checkpoint_, ignored);
    fs::remove_all(IncomingDir(folder_), ignored);
    WANGGE_RETURN_IF_ERROR(made);
    return std::move(report_);
  }

 private:
  absl::Status Prepare() {
    const std::string mark = folder_ + "/wangge-backup";
    WANGGE_RETURN_IF_ERROR(MakeFolder(folder_));
    if (!fs::exists(mark)) {
      WANGGE_ASSIGN_OR_RETURN(const std::uint64_t entries, CountEntries(folder_));
      if (entries > 0) {
        return FailedPrecondition("Expected an empty folder or one of backups, but \"" + folder_ +
                                  "\" holds other things. Name another folder.");
      }
      WANGGE_RETURN_IF_ERROR(WriteFileDurably(mark, "wangge-backup " + std::to_string(kFormat) + "\n"));
    }
    std::error_code ignored;
    fs::remove_all(IncomingDir(folder_), ignored);
    fs::remove_all(checkpoint_, ignored);  // of a backup that a crash ended
    WANGGE_RETURN_IF_ERROR(MakeFolder(ManifestsDir(folder_)));
    WANGGE_RETURN_IF_ERROR(MakeFolder(IncomingDir(folder_)));
    WANGGE_ASSIGN_OR_RETURN(const auto names, ListBackups(folder_));
    if (names.empty()) return absl::OkStatus();
    WANGGE_ASSIGN_OR_RETURN(last_, ReadManifest(folder_, names.back()));
    for (const BackedFile& file : last_->files) known_[file.path] = file;
    return absl::OkStatus();
  }

  absl::Status FromCheckpoint() {
    Manifest& manifest = report_.manifest;
    manifest.made = source_.now;
    manifest.release = WANGGE_VERSION;
    manifest.master_key = source_.master_key;
    WANGGE_ASSIGN_OR_RETURN(const std::string identity,
                            ReadFile(RocksDir(source_.state) + "/IDENTITY", kIdentityBytesMax));
    manifest.identity = ToHex(BytesOf(Sha256::Of(identity)));
    WANGGE_RETURN_IF_ERROR(source_.store.Checkpoint(checkpoint_));
    WANGGE_RETURN_IF_ERROR(ReadEnd());
    WANGGE_RETURN_IF_ERROR(TakeFolder(checkpoint_, "rocks"));
    // After the checkpoint: what a record in it names was there before.
    WANGGE_RETURN_IF_ERROR(TakeFolder(AttachmentsDir(source_.state), "attachments"));
    if (fs::exists(ReadingsFile(source_.state))) {
      WANGGE_RETURN_IF_ERROR(Take(ReadingsFile(source_.state), "readings.jsonl"));
    }
    std::ranges::sort(manifest.files, {}, &BackedFile::path);
    report_.name = NameOf(manifest);
    const std::string path = ManifestsDir(folder_) + "/" + report_.name + ".jsonl";
    if (fs::exists(path)) {
      return AlreadyExists("Expected no backup \"" + report_.name + "\" yet, but there is one. Ask again.");
    }
    return WriteFileDurably(path, EncodeManifest(manifest));
  }

  // Of the checkpoint itself: the state may have gone on meanwhile.
  absl::Status ReadEnd() {
    WANGGE_ASSIGN_OR_RETURN(const auto store, storage::OpenRocksStore(checkpoint_, {.create_if_missing = false}));
    {
      WANGGE_ASSIGN_OR_RETURN(const auto committer, storage::RocksCommitter::Open(store.get(), {.inline_mode = true}));
      WANGGE_ASSIGN_OR_RETURN(const storage::LogHead head, committer->Head());
      report_.manifest.position = head.last_position;
      report_.manifest.chain_hash = ToHex(head.last_hash);
      WANGGE_ASSIGN_OR_RETURN(report_.manifest.chain_start, HashAt(*committer, head.last_position == 0 ? 0 : 1));
    }
    WANGGE_RETURN_IF_ERROR(store->Close());
    if (!last_ || last_->position == 0 || last_->chain_start == report_.manifest.chain_start) return absl::OkStatus();
    return FailedPrecondition("Expected the backups of one city in \"" + folder_ +
                              "\", but those there are of another one. Name another folder.");
  }

  absl::Status TakeFolder(const std::string& folder, const std::string& as) {
    std::error_code error;
    if (!fs::exists(folder)) return absl::OkStatus();
    for (fs::recursive_directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error)) {
      if (!entry->is_regular_file(error)) continue;
      const std::string path = as + "/" + fs::relative(entry->path(), folder, error).string();
      if (IsNoPart(path)) continue;
      const absl::Status taken = Take(entry->path().string(), path);
      if (absl::IsNotFound(taken) && as == "attachments") continue;  // removed meanwhile: nothing names it
      WANGGE_RETURN_IF_ERROR(taken);
    }
    return error ? Internal("Expected to read \"" + folder + "\", but: " + error.message() + ".") : absl::OkStatus();
  }

  absl::Status Take(const std::string& from, const std::string& path) {
    std::error_code error;
    const std::uint64_t size = fs::file_size(from, error);
    if (error) return NotFound("Expected \"" + from + "\", but it has gone.");
    if (const auto known = known_.find(path); known != known_.end() && IsUnchanged(known->second, size)) {
      report_.manifest.files.push_back(known->second);
      return absl::OkStatus();
    }
    const std::string incoming = IncomingDir(folder_) + "/" + std::to_string(++incoming_);
    WANGGE_ASSIGN_OR_RETURN(const Copied copied, CopyFile(from, incoming, size));
    const std::string content = ContentPath(folder_, copied.sha256);
    report_.manifest.files.push_back({path, copied.bytes, copied.sha256});
    if (HasContent(copied.sha256, copied.bytes)) {
      fs::remove(incoming, error);
      return absl::OkStatus();
    }
    WANGGE_RETURN_IF_ERROR(MakeFolder(fs::path(content).parent_path().string()));
    ++report_.copied_files;
    report_.copied_bytes += copied.bytes;
    return MoveDurably(incoming, content);
  }

  bool IsUnchanged(const BackedFile& known, std::uint64_t size) const {
    return IsWrittenOnce(known.path) && known.bytes == size && last_->identity == report_.manifest.identity &&
           HasContent(known.sha256, size);
  }

  bool HasContent(const std::string& sha256, std::uint64_t size) const {
    std::error_code error;
    return fs::file_size(ContentPath(folder_, sha256), error) == size && !error;
  }

  const BackupSource& source_;
  const std::string folder_;
  const std::string checkpoint_ = CheckpointDir(source_.state);
  std::optional<Manifest> last_;
  std::map<std::string, BackedFile> known_;
  std::uint64_t incoming_ = 0;
  BackupReport report_;
};

}  // namespace

absl::StatusOr<BackupReport> MakeBackup(const BackupSource& source, const std::string& folder) {
  return Backup(source, folder).Make();
}

}  // namespace wangge::backup
