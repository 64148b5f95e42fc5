// What the subcommands of `wangge` share: how they are added, what they exit with, and how they tell what went wrong.
// Exit codes: 0 ok, 2 usage, 3 refused or bad input, 4 failure.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "domain/editions.h"
#include "domain/organisation.h"

namespace CLI {
class App;
}

namespace wangge::commands {

inline constexpr int kExitOk = 0;
inline constexpr int kExitUsage = 2;
inline constexpr int kExitRefused = 3;
inline constexpr int kExitFailure = 4;

// What `body` answers becomes the exit code; a refusal is told on stderr. The body runs after all options are parsed.
void OnRun(CLI::App& command, std::function<absl::Status()> body);
// The exit code of the subcommand that ran.
int ExitCode();

int ExitCodeOf(const absl::Status& status);
void Tell(const absl::Status& status);  // on stderr

// Whoever holds the files of a state may do offline what an administrator may: the actor for it, under the roles in
// force.
domain::Actor OwnerOf(const domain::Editions& editions);

// Each adds one subcommand.
void AddVersion(CLI::App& app);
void AddBackup(CLI::App& app);
void AddBench(CLI::App& app);
void AddBenchLifecycle(CLI::App& bench);
void AddBenchLocate(CLI::App& bench);
void AddBenchReassign(CLI::App& bench);
void AddCalendar(CLI::App& app);
void AddMigrate(CLI::App& parent);
void AddRouting(CLI::App& app);
void AddCounts(CLI::App& stats);
void AddProcedure(CLI::App& app);
void AddCase(CLI::App& app);
void AddCatalogue(CLI::App& app);
void AddCatalogueImpact(CLI::App& catalogue);
void AddClock(CLI::App& app);
void AddPatrol(CLI::App& app);
void AddReplay(CLI::App& app);
void AddReport(CLI::App& app);
void AddRestore(CLI::App& app);
void AddServe(CLI::App& app);
void AddSimilar(CLI::App& parent);
void AddSimulate(CLI::App& app);
void AddSummary(CLI::App& stats);  // below `stats`
void AddVerify(CLI::App& app);
void AddStats(CLI::App& app);
void AddComponent(CLI::App& app);
void AddConfig(CLI::App& app);
void AddDoctor(CLI::App& app);
void AddLayer(CLI::App& app);
void AddLayerCheck(CLI::App& layer);
void AddLayerDiff(CLI::App& layer);
// By either of its names, import and activate.
void AddLayerImport(CLI::App& layer, const std::string& name);
void AddLayerResolve(CLI::App& layer);
void AddLocate(CLI::App& app);
void AddCells(CLI::App& app);
void AddToken(CLI::App& app);

}  // namespace wangge::commands
