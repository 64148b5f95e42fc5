// `component`: surveys of components (部件): whether a file may come into force, bringing it there, what changed
// between two, and the nearest to a point.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>

#include "absl/strings/numbers.h"
#include "base/file/file.h"
#include "base/limits.h"
#include "base/status/clock.h"
#include "base/status/text.h"
#include "catalog/component_diff.h"
#include "catalog/load.h"
#include "services/grid/component_questions.h"
#include "services/wangge/commands/activation.h"
#include "services/wangge/commands/command.h"
#include "services/wangge/commands/edition_versions.h"
#include "services/wangge/commands/server_options.h"
#include "services/wangge/usage_error.h"
#include "wangge/grid/v1/grid.grpc.pb.h"

namespace wangge::commands {
namespace {

namespace v1 = grid::v1;
using Json = nlohmann::ordered_json;
using Service = v1::GridService;
using domain::EditionKind;

constexpr std::size_t kListedMax = 20;  // of the changes, as text; --json has all

struct Options {
  std::shared_ptr<client::Access> access{};
  std::string state{};
  std::string name{};
  std::string file{};
  std::string other{};
  std::string city{};
  std::string near{};
  std::string datum = "wgs84";
  std::string category{};
  std::uint32_t count = 10;
  double within = 50;
  bool json = false;
};

absl::StatusOr<std::string> ReadSurvey(const std::string& file) { return ReadFile(file, limits::kConfigBodyBytesMax); }

catalog::ConfigEdition EditionOf(const Options& options, std::string body) {
  return {.kind = EditionKind::kComponents, .name = options.name, .body = std::move(body), .file = options.file};
}

// Against the city file's system, catalogue and organisations, as it would be against those in force.
absl::Status CheckAgainst(const std::string& city, const catalog::ConfigEdition& survey) {
  WANGGE_ASSIGN_OR_RETURN(auto editions, catalog::ReadConfigFiles(city));
  std::erase_if(editions, [&](const catalog::ConfigEdition& edition) {
    return edition.kind == survey.kind && edition.name == survey.name;
  });
  return catalog::CheckReferences({survey}, editions);
}

absl::Status Check(const Options& options) {
  WANGGE_ASSIGN_OR_RETURN(std::string body, ReadSurvey(options.file));
  WANGGE_ASSIGN_OR_RETURN(const catalog::Components components, catalog::LoadComponents(body, options.file));
  if (options.city.empty()) {
    std::fputs(
        "wangge: only the form of the rows is checked; name a city file with --city for ids, categories, states "
        "and bodies\n",
        stderr);
  } else {
    WANGGE_RETURN_IF_ERROR(CheckAgainst(options.city, EditionOf(options, std::move(body))));
  }
  std::map<std::string, std::size_t, std::less<>> by_category;
  std::size_t without_body = 0;
  for (std::uint32_t i = 0; i < components.size(); ++i) {
    const catalog::Component component = components.At(i);
    ++by_category[std::string(component.category)];
    if (catalog::BodiesOf(component) == domain::ComponentBodies{}) ++without_body;
  }
  if (options.json) {
    const Json json{{"components", components.size()}, {"without_body", without_body}, {"by_category", by_category}};
    std::printf("%s\n", json.dump().c_str());
    return absl::OkStatus();
  }
  for (const auto& [category, count] : by_category) std::printf("%-12s %zu\n", category.c_str(), count);
  std::printf("%zu components, %zu of them without any body\n", components.size(), without_body);
  return absl::OkStatus();
}

absl::Status Import(const Options& options) {
  WANGGE_ASSIGN_OR_RETURN(std::string body, ReadSurvey(options.file));
  const catalog::ConfigEdition edition = EditionOf(options, std::move(body));
  WANGGE_ASSIGN_OR_RETURN(const auto activated, options.access->server.empty()
                                                    ? ActivateOffline(options.state, {edition}, SystemClock().Now())
                                                    : ActivateOnServer(*options.access, {edition}));
  const Activated& survey = activated.front();
  if (options.json) {
    const Json json{{"components", options.name}, {"version", survey.version}, {"unchanged", survey.unchanged}};
    std::printf("%s\n", json.dump().c_str());
    return absl::OkStatus();
  }
  std::printf("components %s: version %llu%s\n", options.name.c_str(), static_cast<unsigned long long>(survey.version),
              survey.unchanged ? " (unchanged)" : "");
  return absl::OkStatus();
}

// A file, or a version of a state.
absl::StatusOr<catalog::Components> ReadEither(const Options& options, const std::string& which) {
  if (options.state.empty()) {
    WANGGE_ASSIGN_OR_RETURN(const std::string body, ReadSurvey(which));
    return catalog::LoadComponents(body, which);
  }
  WANGGE_ASSIGN_OR_RETURN(const std::uint64_t version, ParseVersion(which));
  WANGGE_ASSIGN_OR_RETURN(const EditionVersions survey,
                          VersionsInState(options.state, EditionKind::kComponents, options.name));
  WANGGE_ASSIGN_OR_RETURN(const std::string body, ReadVersion(survey, version));
  return catalog::LoadComponents(body, options.name + " version " + which);
}

absl::Status Diff(const Options& options) {
  WANGGE_ASSIGN_OR_RETURN(const catalog::Components from, ReadEither(options, options.file));
  WANGGE_ASSIGN_OR_RETURN(const catalog::Components to, ReadEither(options, options.other));
  const std::vector<catalog::ComponentChange> changes = catalog::DiffComponents(from, to);
  std::map<std::string, std::size_t, std::less<>> counts;
  for (std::size_t i = 0; i < changes.size(); ++i) {
    const catalog::ComponentChange& change = changes[i];
    std::string what;
    for (const std::string_view one : change.what) {
      ++counts[std::string(one)];
      what.append(what.empty() ? "" : ", ").append(one);
    }
    if (options.json) {
      Json json{{"component", change.id}, {"what", change.what}};
      if (change.moved_cm > 0) json["moved_m"] = static_cast<double>(change.moved_cm) / 100;
      std::printf("%s\n", json.dump().c_str());
    } else if (i < kListedMax) {
      std::printf("%s  %s", change.id.c_str(), what.c_str());
      if (change.moved_cm > 0) std::printf(" %.2f m", static_cast<double>(change.moved_cm) / 100);
      std::printf("\n");
    }
  }
  if (options.json) return absl::OkStatus();
  if (changes.size() > kListedMax) std::printf("and %zu more: --json has all\n", changes.size() - kListedMax);
  std::printf("%zu of %zu and %zu components differ", changes.size(), from.size(), to.size());
  for (const auto& [what, count] : counts) std::printf("; %s %zu", what.c_str(), count);
  std::printf("\n");
  return absl::OkStatus();
}

absl::StatusOr<v1::NearestComponentsRequest> QuestionOf(const Options& options) {
  const std::size_t comma = options.near.find(',');
  double longitude = 0;
  double latitude = 0;
  if (comma == std::string::npos || !absl::SimpleAtod(options.near.substr(0, comma), &longitude) ||
      !absl::SimpleAtod(options.near.substr(comma + 1), &latitude)) {
    return UsageError("Expected --near LON,LAT in degrees, but got \"" + options.near + "\".");
  }
  v1::NearestComponentsRequest request;
  request.mutable_point()->set_longitude(longitude);
  request.mutable_point()->set_latitude(latitude);
  request.set_datum(options.datum);
  request.set_category(options.category);
  request.set_count(options.count);
  request.set_radius_m(options.within);
  return request;
}

Json ToJson(const v1::NearComponent& near) {
  const v1::Component& component = near.component();
  return {{"component", component.id()},
          {"category", component.category()},
          {"name", component.display_name()},
          {"state", component.state()},
          {"accuracy", component.accuracy()},
          {"maintaining", component.bodies().maintaining()},
          {"owning", component.bodies().owning()},
          {"supervising", component.bodies().supervising()},
          {"lon", component.point().longitude()},
          {"lat", component.point().latitude()},
          {"distance_m", near.distance_m()},
          {"edition", near.edition()},
          {"version", near.version()}};
}

absl::Status Nearest(const Options& options) {
  WANGGE_ASSIGN_OR_RETURN(const v1::NearestComponentsRequest request, QuestionOf(options));
  v1::NearestComponentsResponse found;
  if (options.access->server.empty()) {
    WANGGE_ASSIGN_OR_RETURN(const std::string body, ReadSurvey(options.file));
    grid::ComponentBooks books;
    WANGGE_ASSIGN_OR_RETURN(books[options.file], grid::ComponentsOfEdition(options.file, 0, body));
    WANGGE_ASSIGN_OR_RETURN(found, grid::NearestComponents(books, request));
  } else {
    WANGGE_ASSIGN_OR_RETURN(const client::Connection connection, client::Connection::Open(*options.access));
    WANGGE_ASSIGN_OR_RETURN(found,
                            connection.Call(*connection.StubOf<Service>(), &Service::Stub::NearestComponents, request));
  }
  for (const v1::NearComponent& near : found.components()) {
    const v1::Component& component = near.component();
    if (options.json) {
      std::printf("%s\n", ToJson(near).dump().c_str());
      continue;
    }
    std::printf("%-20s %8.2f m  %s  %s  maintained by %s  %s\n", component.id().c_str(), near.distance_m(),
                component.category().c_str(), component.state().c_str(),
                component.bodies().maintaining().empty() ? "nobody" : component.bodies().maintaining().c_str(),
                component.display_name().c_str());
  }
  if (found.components().empty() && !options.json) std::printf("none within %g m\n", options.within);
  return absl::OkStatus();
}

void AddName(CLI::App& command, Options& options) {
  command.add_option("--name", options.name, "Name of the edition, as the system asks for it")->required();
}

}  // namespace

void AddComponent(CLI::App& app) {
  CLI::App* component = app.add_subcommand("component", "Surveys of components (部件)")->require_subcommand(1);
  constexpr char kFileHelp[] = "CSV of components; the columns stand in config/README.md";
  const auto options = std::make_shared<Options>();

  CLI::App* import = component->add_subcommand("import", "Check a survey and bring it into force as a new version");
  import->add_option("file", options->file, kFileHelp)->required();
  AddName(*import, *options);
  import->add_option("--state", options->state, "Directory of the state");
  import->add_flag("--json", options->json, "One line of JSON");
  const auto import_access = AddServerOptions(*import, {"--state"});
  OnRun(*import, [options, import_access] {
    options->access = import_access;
    return Import(*options);
  });

  CLI::App* check = component->add_subcommand("check", "Whether a survey may come into force; changes nothing");
  check->add_option("file", options->file, kFileHelp)->required();
  CLI::Option* city = check->add_option("--city", options->city, "City file whose system asks for the survey");
  CLI::Option* name = check->add_option("--name", options->name, "Name of the edition, as that system has it");
  city->needs(name);
  name->needs(city);
  check->add_flag("--json", options->json, "One line of JSON");
  OnRun(*check, [options] { return Check(*options); });

  CLI::App* diff = component->add_subcommand("diff", "What changed between two surveys");
  diff->add_option("from", options->file, "CSV, or with --state the number of a version")->required();
  diff->add_option("to", options->other, "The same")->required();
  CLI::Option* state = diff->add_option("--state", options->state, "Directory of the state that has both");
  CLI::Option* named = diff->add_option("--name", options->name, "Name of the edition in the state");
  state->needs(named);
  named->needs(state);
  diff->add_flag("--json", options->json, "One line of JSON a component");
  OnRun(*diff, [options] { return Diff(*options); });

  CLI::App* nearest = component->add_subcommand("nearest", "The components nearest to a point");
  nearest->add_option("--file", options->file, kFileHelp);
  nearest->add_option("--near", options->near, "LON,LAT in degrees")->required();
  nearest->add_option("--datum", options->datum, "Of the point: wgs84, cgcs2000, gcj02 or bd09")->capture_default_str();
  nearest->add_option("--category", options->category, "Only of this category");
  nearest->add_option("--count", options->count, "How many, at most 50")->capture_default_str();
  nearest->add_option("--within", options->within, "Metres, at most 1,000")->capture_default_str();
  nearest->add_flag("--json", options->json, "One line of JSON a component");
  const auto nearest_access = AddServerOptions(*nearest, {"--file"});
  OnRun(*nearest, [options, nearest_access] {
    options->access = nearest_access;
    return Nearest(*options);
  });
}

}  // namespace wangge::commands
