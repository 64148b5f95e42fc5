#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>

#include "base/file/file.h"
#include "base/limits.h"
#include "base/status/text.h"
#include "catalog/config_files.h"
#include "catalog/layer_body.h"
#include "catalog/load.h"
#include "catalog/routing.h"
#include "geo/geojson.h"
#include "services/wangge/case_scan.h"
#include "services/wangge/commands/command.h"
#include "services/wangge/state_files.h"

namespace wangge::commands {
namespace {

using Json = nlohmann::ordered_json;
using catalog::ConfigEdition;
using domain::EditionKind;

constexpr std::size_t kListedMax = 20;  // of each finding, as text; --json has all

struct Options {
  std::string city{};
  std::string posts{};
  std::string state{};
  std::uint32_t days = 30;
  bool json = false;
};

struct RuleSet {
  domain::System system;
  catalog::Responsibilities rules;
  domain::Catalogue catalogue;
  domain::Organisations organisations;
  std::vector<std::string> areas;
};

absl::StatusOr<const ConfigEdition*> Only(const std::vector<ConfigEdition>& editions, EditionKind kind,
                                          const std::string& name) {
  const auto found = std::ranges::find_if(
      editions, [&](const ConfigEdition& e) { return e.kind == kind && (name.empty() || e.name == name); });
  if (found != editions.end()) return &*found;
  return InvalidArgument(
      "Expected a city file that lists what routing needs, a system with its catalogue and first "
      "layer, organisations and responsibilities, but one is missing.");
}

// Of the first system of the city.
absl::StatusOr<RuleSet> ReadRules(const std::string& city) {
  WANGGE_ASSIGN_OR_RETURN(const auto editions, catalog::ReadConfigFiles(city));
  WANGGE_ASSIGN_OR_RETURN(const ConfigEdition* system_file, Only(editions, EditionKind::kSystem, {}));
  RuleSet set;
  WANGGE_ASSIGN_OR_RETURN(set.system, catalog::LoadSystem(system_file->body, system_file->file));
  const domain::System& system = set.system;
  WANGGE_ASSIGN_OR_RETURN(const ConfigEdition* rules, Only(editions, EditionKind::kResponsibilities, {}));
  WANGGE_ASSIGN_OR_RETURN(const ConfigEdition* organisations, Only(editions, EditionKind::kOrganisations, {}));
  WANGGE_ASSIGN_OR_RETURN(const ConfigEdition* catalogue, Only(editions, EditionKind::kCatalogue, system.catalogue));
  WANGGE_ASSIGN_OR_RETURN(const ConfigEdition* layer,
                          Only(editions, EditionKind::kLayer, system.layers.empty() ? "" : system.layers.front()));
  WANGGE_ASSIGN_OR_RETURN(set.rules, catalog::LoadResponsibilities(rules->body, rules->file));
  WANGGE_ASSIGN_OR_RETURN(set.organisations, catalog::LoadOrganisations(organisations->body, organisations->file));
  WANGGE_ASSIGN_OR_RETURN(set.catalogue, catalog::LoadCatalogue(catalogue->body, catalogue->file));
  WANGGE_ASSIGN_OR_RETURN(const catalog::LayerBody body, catalog::DecodeLayerBody(layer->body));
  WANGGE_ASSIGN_OR_RETURN(const geo::LayerSource source, geo::ParseGeoJson(body.geojson, body.key, layer->file));
  for (const geo::SourceCell& cell : source.cells) set.areas.push_back(cell.code);
  return set;
}

// The units in which somebody can act, by the posts named, or those beside the city file; nullopt where none are there.
absl::StatusOr<std::optional<std::set<std::string>>> ReadStaff(const Options& options, const domain::System& system) {
  std::string file = options.posts;
  if (file.empty()) {
    file = std::filesystem::path(options.city).parent_path() / "posts.csv";
    if (!std::filesystem::exists(file)) return std::optional<std::set<std::string>>();
  }
  WANGGE_ASSIGN_OR_RETURN(const std::string body, ReadFile(file, limits::kConfigBodyBytesMax));
  WANGGE_ASSIGN_OR_RETURN(const auto posts, catalog::LoadPosts(body, file));
  WANGGE_ASSIGN_OR_RETURN(const auto editions, catalog::ReadConfigFiles(options.city));
  WANGGE_ASSIGN_OR_RETURN(const ConfigEdition* text, Only(editions, EditionKind::kProcedure, system.procedure));
  WANGGE_ASSIGN_OR_RETURN(const domain::Procedure procedure, catalog::LoadProcedure(text->body, text->file));
  return std::optional(catalog::StaffedUnits(posts, procedure));
}

Json ToJson(const catalog::RoutingRule& rule) {
  return {{"kind", catalog::FormatBodyKind(rule.kind)},
          {"category", rule.category_prefix},
          {"area", rule.area_prefix},
          {"unit", rule.unit}};
}

template <typename Rows, typename Text>
void PrintRows(const char* title, const Rows& rows, const Text& text) {
  if (rows.empty()) return;
  std::printf("%s: %zu\n", title, rows.size());
  for (std::size_t i = 0; i < rows.size() && i < kListedMax; ++i) std::printf("  %s\n", text(rows[i]).c_str());
  if (rows.size() > kListedMax) std::printf("  and %zu more: --json has all\n", rows.size() - kListedMax);
}

absl::Status Check(const Options& options) {
  WANGGE_ASSIGN_OR_RETURN(const RuleSet set, ReadRules(options.city));
  WANGGE_ASSIGN_OR_RETURN(const auto staffed, ReadStaff(options, set.system));
  if (!staffed) {
    std::fprintf(stderr,
                 "wangge: no posts.csv lies beside the city file: whether anybody can act in a unit is not checked; "
                 "name one with --posts\n");
  }
  const catalog::RoutingFindings findings =
      catalog::CheckRouting(set.rules, set.catalogue, set.organisations, set.areas, staffed ? &*staffed : nullptr);
  if (options.json) {
    Json json{{"rules", findings.rules},   {"places", findings.places}, {"unreachable", Json::array()},
              {"inactive", Json::array()}, {"unrouted", Json::array()}, {"unstaffed", findings.unstaffed},
              {"dead_ends", Json::array()}};
    for (const auto& rule : findings.unreachable) json["unreachable"].push_back(ToJson(rule));
    for (const auto& rule : findings.inactive) json["inactive"].push_back(ToJson(rule));
    for (const auto& place : findings.unrouted) {
      json["unrouted"].push_back({{"category", place.category}, {"area", place.area}});
    }
    for (const auto& place : findings.dead_ends) {
      json["dead_ends"].push_back({{"category", place.category}, {"area", place.area}, {"unit", place.unit}});
    }
    std::printf("%s\n", json.dump().c_str());
  } else {
    const auto rule_text = [](const catalog::RoutingRule& rule) { return ToJson(rule).dump(); };
    PrintRows("rules that decide nothing", findings.unreachable, rule_text);
    PrintRows("rules whose unit is none of the organisations", findings.inactive, rule_text);
    PrintRows("categories without a unit in an area", findings.unrouted,
              [](const catalog::Unrouted& place) { return place.category + " in " + place.area; });
    PrintRows("units in which no post can act", findings.unstaffed, [](const std::string& unit) { return unit; });
    PrintRows("categories in areas that lead only to such a unit", findings.dead_ends,
              [](const auto& place) { return place.category + " in " + place.area + " -> " + place.unit; });
    std::printf("%zu rules, %zu categories in areas\n", findings.rules, findings.places);
  }
  if (findings.ok()) return absl::OkStatus();
  return InvalidArgument(
      "Expected rules that all decide something, lead to units in which somebody can act and leave "
      "no category without one, but " +
      std::to_string(findings.unreachable.size() + findings.inactive.size()) + " rules, " +
      std::to_string(findings.unstaffed.size()) + " units and " +
      std::to_string(findings.unrouted.size() + findings.dead_ends.size()) + " places are at fault. See above.");
}

// Where the cases of the last days went first, and where the rules would have sent them.
absl::Status Try(const Options& options) {
  WANGGE_ASSIGN_OR_RETURN(const RuleSet set, ReadRules(options.city));
  WANGGE_ASSIGN_OR_RETURN(const OpenState state, OpenStateFiles(options.state, OpenFor::kExisting));
  WANGGE_ASSIGN_OR_RETURN(const auto last, LastTime(*state.committer));
  if (!last) return FailedPrecondition("Expected a state with cases, but its log is empty.");
  const Timestamp from = *last - Days(options.days);
  std::map<std::pair<std::string, std::string>, std::uint64_t> elsewhere;
  std::uint64_t cases = 0;
  std::uint64_t same = 0;
  std::uint64_t by_component = 0;   // a body of the component they name
  std::uint64_t without_place = 0;  // a person chose the unit, and would again
  WANGGE_RETURN_IF_ERROR(ForEachCase(state, [&](const domain::Case& c) {
    if (c.received_at < from || c.assignments.empty()) return absl::OkStatus();
    ++cases;
    const std::string& went = c.assignments.front().unit;
    const auto bodies = catalog::BodiesInOrder(c.component.bodies);
    const std::string* unit = bodies.empty() ? set.rules.Find(c.category, c.area) : &bodies.front().unit;
    if (!bodies.empty()) ++by_component;
    if (unit == nullptr && c.area.empty()) {
      ++without_place;
    } else if (unit != nullptr && *unit == went) {
      ++same;
    } else {
      ++elsewhere[{went, unit == nullptr ? "" : *unit}];
    }
    return absl::OkStatus();
  }));
  std::vector<std::pair<std::pair<std::string, std::string>, std::uint64_t>> rows(elsewhere.begin(), elsewhere.end());
  std::ranges::stable_sort(rows, std::greater<>(), [](const auto& row) { return row.second; });
  if (options.json) {
    Json json{{"days", options.days},
              {"cases", cases},
              {"same", same},
              {"by_component", by_component},
              {"without_place", without_place},
              {"elsewhere", Json::array()}};
    for (const auto& [units, count] : rows) {
      json["elsewhere"].push_back({{"went", units.first}, {"would_go", units.second}, {"cases", count}});
    }
    std::printf("%s\n", json.dump().c_str());
    return absl::OkStatus();
  }
  std::printf("%llu cases of the last %u days, %llu would go where they went, %llu have no place in an area\n",
              static_cast<unsigned long long>(cases), options.days, static_cast<unsigned long long>(same),
              static_cast<unsigned long long>(without_place));
  if (by_component > 0) {
    std::printf("%llu of them by a body of the component that they name\n",
                static_cast<unsigned long long>(by_component));
  }
  for (const auto& [units, count] : rows) {
    std::printf("  %-14s -> %-14s %llu\n", units.first.c_str(),
                units.second.empty() ? "(no unit)" : units.second.c_str(), static_cast<unsigned long long>(count));
  }
  return absl::OkStatus();
}

CLI::App* Add(CLI::App& parent, const std::shared_ptr<Options>& options, const char* name, const char* help,
              absl::Status (*run)(const Options&)) {
  CLI::App* command = parent.add_subcommand(name, help);
  command->add_option("--city", options->city, "City file with the rules to test")->required();
  command->add_flag("--json", options->json, "One line of JSON");
  OnRun(*command, [options, run] { return run(*options); });
  return command;
}

}  // namespace

void AddRouting(CLI::App& app) {
  CLI::App* routing = app.add_subcommand("routing", "Rules of responsibility under test")->require_subcommand(1);
  const auto options = std::make_shared<Options>();
  CLI::App* check =
      Add(*routing, options, "check",
          "Rules that decide nothing, categories without a unit, units that are none or have nobody", Check);
  check->add_option("--posts", options->posts, "Who works where (default: posts.csv beside the city file)");
  CLI::App* attempt = Add(*routing, options, "try", "Where past cases would have gone", Try);
  attempt->add_option("--state", options->state, "Directory of the state, which no server has open")->required();
  attempt->add_option("--days", options->days, "Cases received in so many days before the last record")
      ->check(CLI::Range(1, 36'500))
      ->capture_default_str();
}

}  // namespace wangge::commands
