#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>

#include "base/status/text.h"
#include "engine/edition_book.h"
#include "services/wangge/commands/command.h"
#include "services/wangge/commands/illustrative.h"
#include "services/wangge/summary.h"

namespace wangge::commands {
namespace {

struct Options {
  std::string state{};
  bool json = false;
};

void PrintForPeople(const Summary& summary) {
  const auto line = [](const char* name, std::uint64_t count) {
    std::printf("%-10s %12llu\n", name, static_cast<unsigned long long>(count));
  };
  line("reports", summary.reports);
  line("located", summary.located);
  line("gap", summary.gap);
  line("filed", summary.filed);
  line("closed", summary.closed);
  std::printf("%-10s %12llu handled late, or in handling past the limit\n", "overdue",
              static_cast<unsigned long long>(summary.overdue));
  if (summary.closed > 0) {
    std::printf("%-10s %12.2f hours from report to close\n", "median", summary.p50_s / 3600);
  } else {
    std::printf("%-10s %12s nothing is closed\n", "median", "-");
  }
  std::printf("%-10s %s\n%-10s %s\n", "digest", summary.digest.c_str(), "verify",
              summary.verified ? "ok" : "FAULTS: see `wangge verify`");
}

absl::Status Summarise(const Options& options) {
  WANGGE_ASSIGN_OR_RETURN(const OpenState state, OpenStateFiles(options.state, OpenFor::kExisting));
  WANGGE_ASSIGN_OR_RETURN(const Summary summary, wangge::Summarise(state));
  if (options.json) {
    std::printf("%s\n", ToJson(summary).c_str());
  } else {
    const auto snapshot = state.committer->Published();
    engine::EditionBook book(CatalogLoader());
    WANGGE_RETURN_IF_ERROR(book.Load(*snapshot, {}));
    WANGGE_ASSIGN_OR_RETURN(const bool is_illustrative, HasIllustrativeLayer(*snapshot, *book.current()));
    if (is_illustrative) PrintIllustrativeTitle();
    PrintForPeople(summary);
  }
  return absl::OkStatus();
}

}  // namespace

void AddSummary(CLI::App& stats) {
  CLI::App* command = stats.add_subcommand("summary", "A state in one line, verified");
  const auto options = std::make_shared<Options>();
  command->add_option("--state", options->state, "Directory of the state")->required();
  command->add_flag("--json", options->json, "One line of JSON");
  OnRun(*command, [options] { return Summarise(*options); });
}

}  // namespace wangge::commands
