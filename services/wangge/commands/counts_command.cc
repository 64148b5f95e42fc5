#include <CLI/CLI.hpp>
#include <array>
#include <cstdio>
#include <functional>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>

#include "base/file/file.h"
#include "base/limits.h"
#include "base/status/text.h"
#include "catalog/campaign.h"
#include "engine/edition_book.h"
#include "insight/case_counts.h"
#include "insight/case_rates.h"
#include "services/wangge/commands/command.h"
#include "services/wangge/commands/instant.h"
#include "services/wangge/commands/progress.h"
#include "services/wangge/commands/server_counts.h"
#include "services/wangge/commands/server_options.h"
#include "services/wangge/state_counts.h"
#include "services/wangge/state_files.h"
#include "services/wangge/usage_error.h"

namespace wangge::commands {
namespace {

using Json = nlohmann::ordered_json;

struct Options {
  std::shared_ptr<client::Access> access{};
  std::string state{};
  std::string campaign{};
  std::string as_of{};
  bool by_unit = false;
  bool json = false;
};

// A date is a day of the state's first system.
absl::StatusOr<AsOf> AsOfIn(const OpenState& state, const std::string& text) {
  engine::EditionBook book(CatalogLoader());
  WANGGE_RETURN_IF_ERROR(book.Load(*state.committer->Published(), {}));
  const auto& systems = book.current()->systems.active;
  return ParseAsOf(systems.empty() ? domain::System() : *systems.begin()->second.body, text);
}

absl::StatusOr<std::optional<catalog::Campaign>> ReadCampaign(const std::string& file) {
  if (file.empty()) return std::optional<catalog::Campaign>();
  WANGGE_ASSIGN_OR_RETURN(const std::string body, ReadFile(file, limits::kConfigBodyBytesMax));
  WANGGE_ASSIGN_OR_RETURN(catalog::Campaign campaign, catalog::LoadCampaign(body, file));
  return std::optional(std::move(campaign));
}

absl::StatusOr<insight::CaseCounts> OfServer(const Options& options) {
  if (!options.as_of.empty()) {
    return UsageError("Expected --as-of only with --state, but got it with --server, which answers as of now.");
  }
  WANGGE_ASSIGN_OR_RETURN(const auto campaign, ReadCampaign(options.campaign));
  WANGGE_ASSIGN_OR_RETURN(const client::Connection connection, client::Connection::Open(*options.access));
  return QueryServerCounts(connection, campaign, options.by_unit);
}

absl::StatusOr<insight::CaseCounts> OfState(const Options& options) {
  WANGGE_ASSIGN_OR_RETURN(const auto campaign, ReadCampaign(options.campaign));
  std::function<bool(const domain::Case&, const domain::System&)> wanted;
  if (campaign) {
    wanted = [&campaign](const domain::Case& c, const domain::System& system) {
      return campaign->Holds(c, system.local_days.utc_offset());
    };
  }
  WANGGE_ASSIGN_OR_RETURN(const OpenState state, OpenStateFiles(options.state, OpenFor::kExisting));
  WANGGE_ASSIGN_OR_RETURN(const AsOf as_of, AsOfIn(state, options.as_of));
  Progress progress("counting");
  return CountCases(
      state, [&progress](std::uint64_t done, std::uint64_t total) { progress.Show(done, total); }, wanted, as_of);
}

Json ToJson(const insight::AssignmentCounts& counts) {
  return {{"assignments", counts.assignments}, {"helping", counts.helping},     {"rework", counts.rework},
          {"confirmed", counts.confirmed},     {"late", counts.late},           {"exempt", counts.exempt},
          {"returned", counts.returned},       {"withdrawn", counts.withdrawn}, {"open", counts.open},
          {"overdue", counts.overdue},         {"extended", counts.extended},   {"counters", counts.counters}};
}

Json ToJson(const insight::CaseCounts& counts) {
  Json clocks = Json::object();
  for (const auto& [id, c] : counts.clocks) {
    clocks[id] = {{"runs", c.runs},       {"on_time", c.on_time}, {"late", c.late},     {"released", c.released},
                  {"running", c.running}, {"overdue", c.overdue}, {"paused", c.paused}, {"extended", c.extended}};
  }
  Json requests = Json::object();
  for (const auto& [id, r] : counts.requests) {
    requests[id] = {
        {"asked", r.asked}, {"granted", r.granted}, {"refused", r.refused}, {"lapsed", r.lapsed}, {"open", r.open}};
  }
  return {{"cases", counts.cases},
          {"filed", counts.filed},
          {"without_place", counts.without_place},
          {"in_gap", counts.in_gap},
          {"recurring", counts.recurring},
          {"reworked", counts.reworked},
          {"returned", counts.returned},
          {"reopened", counts.reopened},
          {"sources", counts.sources},
          {"stages", counts.stages},
          {"assignments", ToJson(counts.assignments)},
          {"clocks", clocks},
          {"requests", requests},
          {"counters", counts.counters}};
}

Json ToJson(const std::vector<insight::Rate>& rates) {
  Json json = Json::object();
  for (const insight::Rate& rate : rates) {
    json[std::string(rate.id)] = {{"numerator", rate.numerator}, {"denominator", rate.denominator}, {"of", rate.of}};
    json[std::string(rate.id)]["rate"] = nullptr;  // of nothing
    if (rate.denominator > 0) {
      json[std::string(rate.id)]["rate"] = static_cast<double>(rate.numerator) / static_cast<double>(rate.denominator);
    }
  }
  return json;
}

void Print(const std::vector<insight::Rate>& rates) {
  std::printf("rates\n");
  for (const insight::Rate& rate : rates) {
    std::array<char, 32> percent{"-"};
    if (rate.denominator > 0) {
      std::snprintf(percent.data(), percent.size(), "%.2f %%",
                    100 * static_cast<double>(rate.numerator) / static_cast<double>(rate.denominator));
    }
    std::printf("  %-24.*s %9s  %llu of %llu %.*s\n", static_cast<int>(rate.id.size()), rate.id.data(), percent.data(),
                static_cast<unsigned long long>(rate.numerator), static_cast<unsigned long long>(rate.denominator),
                static_cast<int>(rate.of.size()), rate.of.data());
  }
}

void Print(const std::string& title, const Json& values) {
  std::printf("%s\n", title.c_str());
  for (const auto& [name, value] : values.items()) {
    std::string text;
    if (!value.is_object()) text = value.dump();
    for (const auto& [inner, count] : value.items()) {
      if (value.is_object()) text.append(text.empty() ? "" : ", ").append(inner + " " + count.dump());
    }
    std::printf("  %-24s %s\n", name.c_str(), text.c_str());
  }
}

absl::Status Run(const Options& options) {
  WANGGE_ASSIGN_OR_RETURN(const insight::CaseCounts counts,
                          options.access->server.empty() ? OfState(options) : OfServer(options));
  Json json = ToJson(counts);
  if (options.by_unit) {
    for (const auto& [unit, c] : counts.units) json["units"][unit] = ToJson(c);
  }
  const std::vector<insight::Rate> rates = insight::RatesOf(counts);
  if (options.json) {
    json["rates"] = ToJson(rates);
    std::printf("%s\n", json.dump().c_str());
    return absl::OkStatus();
  }
  Json plain = Json::object();
  for (const auto& [name, value] : json.items()) {
    if (!value.is_object()) plain[name] = value;
  }
  Print("cases", plain);
  for (const auto& [name, value] : json.items()) {
    if (value.is_object()) Print(name, value);
  }
  Print(rates);
  return absl::OkStatus();
}

}  // namespace

void AddCounts(CLI::App& stats) {
  CLI::App* command = stats.add_subcommand(
      "counts", "Base counts and rates: clocks kept and missed, requests, assignments of units, recurring reports");
  const auto options = std::make_shared<Options>();
  command->add_option("--state", options->state, "Directory of the state, which no server has open");
  command->add_option("--campaign", options->campaign, "Only cases of a campaign, e.g. one of config/campaigns");
  command->add_option("--as-of", options->as_of, kAsOfHelp);
  command->add_flag("--by-unit", options->by_unit, "The assignments of each unit too");
  command->add_flag("--json", options->json, "One line of JSON");
  options->access = AddServerOptions(*command, {"--state"});
  OnRun(*command, [options] { return Run(*options); });
}

}  // namespace wangge::commands
