#include "services/wangge/doctor/offline.h"

#include <algorithm>
#include <map>

#include "base/status/text.h"
#include "engine/shard.h"
#include "services/wangge/case_scan.h"
#include "services/wangge/doctor/city.h"
#include "services/wangge/doctor/files.h"
#include "services/wangge/state_files.h"

namespace wangge::doctor {
namespace {

std::string AdviceFor(const absl::Status& status) {
  if (absl::IsDataLoss(status)) return "Keep this state as it is and restore a backup beside it: wangge restore.";
  if (status.message().find("open in another process") != absl::string_view::npos) {
    return "Nothing is wrong with that while a server runs: ask it, wangge doctor --server HOST:PORT.";
  }
  if (status.message().find("format") != absl::string_view::npos)
    return "Use the release that wrote it, or a newer one.";
  return "Do what the text says, then look again.";
}

bool HasOlderPlace(const domain::Case& c, const domain::Editions& editions) {
  return std::ranges::any_of(c.location.placements, [&editions](const domain::Placement& placement) {
    const auto in_force = editions.activations.find({domain::EditionKind::kLayer, placement.layer});
    return in_force != editions.activations.end() && placement.version < in_force->second.version;
  });
}

// Of the open cases: where they stand, and what waits for a person.
absl::Status ExamineCases(const OpenState& open, const domain::Editions& editions, Findings& findings) {
  std::uint64_t cases = 0;
  std::uint64_t older = 0;
  std::uint64_t incidents = 0;
  WANGGE_RETURN_IF_ERROR(ForEachCase(open, [&](const domain::Case& c) {
    if (c.outcome != domain::Outcome::kOpen) return absl::OkStatus();
    ++cases;
    older += HasOlderPlace(c, editions) ? 1 : 0;
    incidents += domain::OpenIncident(c) != nullptr ? 1 : 0;
    return absl::OkStatus();
  }));
  const std::string of_all = " of " + std::to_string(cases) + " open cases ";
  findings.push_back({older == 0 ? Level::kWell : Level::kWarning, "layers",
                      std::to_string(older) + of_all + "stand in an older version of a layer",
                      older == 0 ? "" : "The server places them again when it starts: serve it, and look again."});
  findings.push_back({incidents == 0 ? Level::kWell : Level::kWarning, "incidents",
                      std::to_string(incidents) + of_all + "wait because no rule could say who is responsible",
                      incidents == 0 ? "" : "Dispatch them by hand, and mend the rules: wangge routing check."});
  return absl::OkStatus();
}

absl::Status ExamineOpen(const std::string& state, Timestamp now, Findings& findings) {
  WANGGE_ASSIGN_OR_RETURN(const OpenState open, OpenStateFiles(state, OpenFor::kExisting, {.inline_mode = true}));
  WANGGE_ASSIGN_OR_RETURN(const storage::LogHead head, open.committer->Head());
  WANGGE_ASSIGN_OR_RETURN(const auto shard, engine::Shard::Open(*open.committer, {}, CatalogLoader(), {}));
  WANGGE_ASSIGN_OR_RETURN(const auto last, LastTime(*open.committer));
  findings.push_back({Level::kWell, "database",
                      "it opens; the log ends at position " + std::to_string(head.last_position) + ", " +
                          std::to_string(shard->armed_timers()) +
                          " timers are armed. `wangge verify` proves all of it"});
  const Findings city = ExamineCity({.editions = *shard->editions(), .now = now, .last_record = last});
  findings.insert(findings.end(), city.begin(), city.end());
  return ExamineCases(open, *shard->editions(), findings);
}

}  // namespace

Findings ExamineState(const std::string& state, Timestamp now) {
  Findings findings = ExamineFiles(state);
  if (findings.front().level == Level::kWrong) return findings;
  const absl::Status opened = ExamineOpen(state, now, findings);
  if (!opened.ok()) {
    findings.push_back({Level::kWrong, "database", std::string(ToStd(opened.message())), AdviceFor(opened)});
  }
  return findings;
}

}  // namespace wangge::doctor
