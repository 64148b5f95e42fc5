#include "services/wangge/activate_edition.h"

#include "base/digest/sha256.h"
#include "base/status/text.h"

namespace wangge {

absl::StatusOr<bool> ActivateEdition(engine::Shard& shard, const catalog::ConfigEdition& edition,
                                     const domain::Actor& actor, Timestamp at) {
  absl::StatusOr<bool> changed = Internal("Expected an answer of the engine, but there is none.");
  const auto done = [&changed](const engine::Answer& answer) {
    if (const auto* accepted = std::get_if<engine::Accepted>(&answer)) changed = accepted->position.value != 0;
    if (const auto* rejection = std::get_if<domain::Rejection>(&answer)) {
      changed = FailedPrecondition(rejection->reason + ": " + rejection->text);
    }
    if (const auto* status = std::get_if<absl::Status>(&answer)) changed = *status;
  };
  const domain::ActivateEdition command{edition.kind, edition.name, Sha256::Of(edition.body)};
  shard.Stage({.envelope = {.actor = actor, .command = command, .edition_body = edition.body}, .done = done}, at);
  shard.Commit();
  WANGGE_RETURN_IF_ERROR(shard.Flush());
  if (!changed.ok()) return WithContext(edition.file, changed.status());
  return changed;
}

}  // namespace wangge
