// AttachmentStore::SweepPending: costs what lies unfinished and pending, never what is stored.
#include <filesystem>
#include <system_error>
#include <vector>

#include "base/file/descriptor.h"
#include "base/file/file.h"
#include "base/status/text.h"
#include "vault/attachment_store.h"

namespace wangge::vault {
namespace {

// Listed before anything is removed: what a directory walk shows while its files go is not defined.
absl::StatusOr<std::vector<std::string>> NamesIn(const std::string& folder) {
  std::vector<std::string> names;
  std::error_code error;
  std::filesystem::directory_iterator entry(folder, error);
  while (!error && entry != std::filesystem::directory_iterator()) {
    names.push_back(entry->path().filename().string());
    entry.increment(error);
  }
  if (error) return SystemError("list", folder, error.value());
  return names;
}

}  // namespace

absl::StatusOr<AttachmentStore::Swept> AttachmentStore::SweepPending(
    Duration older_than, Timestamp now, const std::function<bool(std::string_view name)>& is_named) const {
  Swept swept;
  const Timestamp before = now - older_than;
  WANGGE_ASSIGN_OR_RETURN(const std::vector<std::string> incoming, NamesIn(layout_.IncomingFolder()));
  for (const std::string& name : incoming) {
    const std::optional<Timestamp> begun = AttachmentLayout::BegunOf(name);
    if (!begun || *begun >= before) continue;
    std::error_code error;
    std::filesystem::remove(layout_.IncomingFolder() + "/" + name, error);
    if (error) return SystemError("remove", layout_.IncomingFolder() + "/" + name, error.value());
    ++swept.unfinished;
  }
  WANGGE_ASSIGN_OR_RETURN(const std::vector<std::string> pending, NamesIn(layout_.PendingFolder()));
  for (const std::string& name : pending) {
    if (!CheckAttachmentName(name).ok()) continue;  // not ours
    const absl::StatusOr<std::string> bytes = ReadFile(layout_.PendingPath(name), kPendingBytesMax);
    if (absl::IsNotFound(bytes.status())) continue;  // forgotten since it was listed
    WANGGE_RETURN_IF_ERROR(bytes.status());
    const absl::StatusOr<Timestamp> begun = BegunOfPending(*bytes);
    if (begun.ok() && *begun >= before) continue;
    const bool named = is_named(name);
    WANGGE_RETURN_IF_ERROR(named ? Forget(name) : Remove(name));
    ++(named ? swept.named : swept.unnamed);
  }
  return swept;
}

}  // namespace wangge::vault
