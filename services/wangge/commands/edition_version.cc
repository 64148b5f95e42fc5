#include "services/wangge/commands/edition_version.h"

#include <charconv>
#include <optional>

#include "base/status/text.h"
#include "services/wangge/commands/activation.h"
#include "services/wangge/state_files.h"
#include "services/wangge/usage_error.h"
#include "storage/activation_record.h"
#include "storage/keys.h"

namespace wangge::commands {

absl::StatusOr<std::uint64_t> ParseVersion(const std::string& text) {
  std::uint64_t version = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), version);
  if (error == std::errc() && end == text.data() + text.size()) return version;
  return UsageError("Expected the number of a version beside --state, but got \"" + text + "\".");
}

absl::StatusOr<std::string> ReadEditionVersion(const std::string& state, domain::EditionKind kind,
                                               const std::string& name, std::uint64_t version) {
  WANGGE_ASSIGN_OR_RETURN(const OpenState files, OpenStateFiles(state, OpenFor::kExisting));
  const auto snapshot = files.committer->Published();
  const std::string what(NameOf(kind));
  std::string others;
  std::optional<domain::ContentHash> hash;
  const auto cursor = snapshot->ScanPrefix(storage::Family::kConfig, storage::ActivationPrefix({}));
  for (; cursor->Valid(); cursor->Next()) {
    WANGGE_ASSIGN_OR_RETURN(const auto record, storage::DecodeActivation(cursor->Value()));
    if (record.event.kind != kind || record.event.name != name) continue;
    others += (others.empty() ? "" : ", ") + std::to_string(record.event.version);
    if (record.event.version == version) hash = record.event.hash;
  }
  WANGGE_RETURN_IF_ERROR(cursor->status());
  const std::string asked = "version " + std::to_string(version) + " of the " + what + " \"" + name + "\"";
  if (!hash.has_value()) {
    return NotFound("Expected " + asked + " in " + state + ", but it has " +
                    (others.empty() ? "no such " + what : "only " + others));
  }
  WANGGE_ASSIGN_OR_RETURN(auto body, snapshot->Get(storage::Family::kConfig, storage::BodyKey(kind, *hash)));
  if (!body) return DataLoss("Expected the body of " + asked + ", but it is missing. Run `wangge verify`.");
  return *std::move(body);
}

}  // namespace wangge::commands
