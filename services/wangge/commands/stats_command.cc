#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>

#include "base/status/text.h"
#include "engine/edition_book.h"
#include "insight/feed_facts.h"
#include "services/wangge/commands/command.h"
#include "services/wangge/commands/illustrative.h"
#include "services/wangge/commands/instant.h"
#include "services/wangge/commands/progress.h"
#include "services/wangge/commands/resolution_json.h"
#include "services/wangge/commands/server_options.h"
#include "services/wangge/commands/server_stats.h"
#include "services/wangge/past_cases.h"
#include "services/wangge/state_files.h"
#include "services/wangge/usage_error.h"

namespace wangge::commands {
namespace {

struct Options {
  std::shared_ptr<client::Access> access{};
  std::string state{};
  std::string basis = "opened";
  std::string from{};
  std::string to{};
  std::string as_of{};
  std::vector<std::string> group_by{};
  insight::ResolutionQuery query{};
  bool json = false;
};

// All facts of a state as of an instant.
struct Facts {
  insight::FactTable table;
  Timestamp as_of;
  bool is_illustrative = false;
  domain::System system;  // its first one: what dates without a time mean
};

absl::StatusOr<Facts> ReadFacts(const std::string& state, const std::string& as_of_text) {
  WANGGE_ASSIGN_OR_RETURN(const OpenState files, OpenStateFiles(state, OpenFor::kExisting));
  engine::EditionBook book(CatalogLoader());
  const auto snapshot = files.committer->Published();
  WANGGE_RETURN_IF_ERROR(book.Load(*snapshot, {}));
  const auto editions = book.current();
  Facts facts;
  WANGGE_ASSIGN_OR_RETURN(facts.is_illustrative, HasIllustrativeLayer(*snapshot, *editions));
  if (!editions->systems.active.empty()) {
    facts.system = *editions->systems.active.begin()->second.body;
  }
  insight::FeedFacts reader(facts.table, [&editions](domain::EditionId id) { return editions->procedures.Find(id); });
  WANGGE_ASSIGN_OR_RETURN(const AsOf as_of, ParseAsOf(facts.system, as_of_text));
  Progress progress("reading");
  WANGGE_ASSIGN_OR_RETURN(
      const auto last,
      ForEachRecord(
          files, as_of,
          [&reader](const engine::FeedRecord& record) { reader.Apply(record.record->case_id, record.record->events); },
          [&progress](std::uint64_t done, std::uint64_t total) { progress.Show(done, total); }));
  facts.as_of = last.value_or(Timestamp{});
  return facts;
}

absl::Status Print(const Options& options, const std::vector<insight::ResolutionRow>& rows) {
  if (!options.json) {
    std::fputs(ResolutionTable(options.query.group_by, rows).c_str(), stdout);
    return absl::OkStatus();
  }
  for (const insight::ResolutionRow& row : rows) {
    std::printf("%s\n", ResolutionJson(options.query.group_by, row).c_str());
  }
  return absl::OkStatus();
}

absl::Status OfState(Options& options) {
  WANGGE_ASSIGN_OR_RETURN(const Facts facts, ReadFacts(options.state, options.as_of));
  WANGGE_ASSIGN_OR_RETURN(options.query.from, ParseOptionalInstantIn(facts.system, "--from", options.from));
  WANGGE_ASSIGN_OR_RETURN(options.query.to, ParseOptionalInstantIn(facts.system, "--to", options.to));
  options.query.now = facts.as_of;
  if (facts.is_illustrative && !options.json) PrintIllustrativeTitle();
  return Print(options, insight::ResolutionTimes(facts.table, options.query));
}

// The server knows the city's days and this process does not: dates go there as they are.
absl::Status OfServer(Options& options) {
  if (!options.as_of.empty()) {
    return UsageError("Expected --as-of only with --state, but got it with --server, which answers as of now.");
  }
  WANGGE_ASSIGN_OR_RETURN(const InstantOrDay from, ParseInstantOrDay("--from", options.from));
  WANGGE_ASSIGN_OR_RETURN(const InstantOrDay to, ParseInstantOrDay("--to", options.to));
  WANGGE_ASSIGN_OR_RETURN(const client::Connection connection, client::Connection::Open(*options.access));
  WANGGE_ASSIGN_OR_RETURN(const auto rows, QueryServer(connection, options.query, from, to));
  if (!options.json && HasIllustrativeLayer(connection)) PrintIllustrativeTitle();
  return Print(options, rows);
}

absl::Status ResolutionTime(Options& options) {
  options.query.basis = options.basis == "closed" ? insight::Basis::kClosed : insight::Basis::kOpened;
  WANGGE_ASSIGN_OR_RETURN(options.query.group_by, ParseGroups(options.group_by));
  return options.access->server.empty() ? OfState(options) : OfServer(options);
}

}  // namespace

void AddStats(CLI::App& app) {
  CLI::App* stats = app.add_subcommand("stats", "Figures")->require_subcommand(1);
  CLI::App* command = stats->add_subcommand("resolution-time", "Counts and exact percentiles of resolution times");
  const auto options = std::make_shared<Options>();
  command->add_option("--state", options->state, "Directory of the state");
  command->add_option("--basis", options->basis, "Which instant the period is about")
      ->check(CLI::IsMember({"opened", "closed"}))
      ->capture_default_str();
  command->add_option("--from", options->from,
                      "Start of the period, included: RFC 3339, or a date: a day of the city's own");
  command->add_option("--to", options->to, "End of the period, not included, in the same forms");
  command->add_option("--as-of", options->as_of, kAsOfHelp);
  command->add_option("--group-by", options->group_by, "unit, category, area, source")->delimiter(',');
  command->add_option("--unit", options->query.unit, "Only this unit");
  command->add_option("--category", options->query.category, "Only this category");
  command->add_option("--area", options->query.area_prefix, "Only areas that begin so");
  command->add_option("--source", options->query.source, "Only this source");
  command->add_option("--area-digits", options->query.area_digits, "Cut area codes to so many characters in groups");
  command->add_flag("--json", options->json, "One line of JSON a group");
  options->access = AddServerOptions(*command, {"--state"});
  OnRun(*command, [options] { return ResolutionTime(*options); });
  AddCounts(*stats);
  AddSummary(*stats);
}

}  // namespace wangge::commands
