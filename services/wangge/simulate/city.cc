#include "services/wangge/simulate/city.h"

#include <google/protobuf/io/tokenizer.h>
#include <google/protobuf/text_format.h>

#include <algorithm>

#include "base/file/file.h"
#include "base/limits.h"
#include "base/status/text.h"
#include "catalog/layer_body.h"
#include "catalog/load.h"
#include "geo/build/build_layer.h"
#include "geo/geojson.h"
#include "wangge/config/v1/procedure.pb.h"
#include "wangge/config/v1/simulation.pb.h"

namespace wangge::simulate {
namespace {

namespace v1 = wangge::config::v1;

constexpr std::size_t kTextBytesMax = 1u << 20;
constexpr std::uint32_t kReportsPerDayMax = 100'000;

class FirstError final : public google::protobuf::io::ErrorCollector {
 public:
  void AddError(int line, int column, const std::string& text) override {
    if (first_.empty()) first_ = std::to_string(line + 1) + ":" + std::to_string(column + 1) + ": " + text;
  }
  const std::string& first() const { return first_; }

 private:
  std::string first_;
};

absl::StatusOr<v1::Simulation> ReadSimulation(const std::string& file) {
  WANGGE_ASSIGN_OR_RETURN(const std::string text, ReadFile(file, kTextBytesMax));
  v1::Simulation simulation;
  FirstError error;
  google::protobuf::TextFormat::Parser parser;
  parser.RecordErrorsTo(&error);
  if (!parser.ParseFromString(text, &simulation)) return InvalidArgument(file + ":" + error.first());
  return simulation;
}

absl::StatusOr<Habits> ReadHabits(const std::string& file, const domain::System& system) {
  WANGGE_ASSIGN_OR_RETURN(const v1::Simulation text, ReadSimulation(file));
  Habits habits{.reports_per_day = text.reports_per_day(),
                .other_minutes = text.other_minutes(),
                .handling_share_min = text.handling_share_min(),
                .handling_share_max = text.handling_share_max(),
                .late_share = text.late_share(),
                .gap_share = text.gap_share(),
                .return_share = text.return_share(),
                .extension_share = text.extension_share(),
                .no_place_share = text.no_place_share(),
                .recurring_share = text.recurring_share(),
                .rework_share = text.rework_share(),
                .refusal_share = text.refusal_share()};
  if (habits.reports_per_day < 1 || habits.reports_per_day > kReportsPerDayMax) {
    return InvalidArgument(file + ": Expected reports_per_day from 1 to 100,000.");
  }
  for (const v1::Session& session : text.sessions()) {
    if (session.from_minute() >= session.to_minute() || session.to_minute() > 1'440) {
      return InvalidArgument(file + ": Expected sessions with from_minute < to_minute <= 1440.");
    }
    habits.sessions.push_back({Minutes(session.from_minute()), Minutes(session.to_minute())});
  }
  for (const v1::SimulatedSource& source : text.sources()) {
    if (!system.sources.contains(source.source())) {
      return InvalidArgument(file + ": Expected a source of the system, but \"" + source.source() + "\" is none.");
    }
    habits.sources.push_back({source.source(), source.role(), source.weight()});
  }
  if (habits.sessions.empty() || habits.sources.empty()) {
    return InvalidArgument(file + ": Expected at least one session and one source.");
  }
  for (const v1::Delay& delay : text.delays()) {
    v1::Milestone milestone = v1::MILESTONE_UNSPECIFIED;
    if (!v1::Milestone_Parse(delay.milestone(), &milestone) || milestone == v1::MILESTONE_UNSPECIFIED) {
      return InvalidArgument(file + ": Expected a milestone of procedure.proto, but got \"" + delay.milestone() +
                             "\".");
    }
    habits.minutes[static_cast<domain::Milestone>(milestone)] = delay.minutes();
  }
  return habits;
}

const catalog::ConfigEdition* Find(const City& city, domain::EditionKind kind, const std::string& name) {
  for (const catalog::ConfigEdition& edition : city.editions) {
    if (edition.kind == kind && (name.empty() || edition.name == name)) return &edition;
  }
  return nullptr;
}

absl::StatusOr<const catalog::ConfigEdition*> Need(const City& city, domain::EditionKind kind,
                                                   const std::string& name) {
  const catalog::ConfigEdition* edition = Find(city, kind, name);
  if (edition != nullptr) return edition;
  return InvalidArgument("Expected the city file to list edition \"" + name + "\", but it does not.");
}

absl::Status LoadEditions(City& city) {
  using domain::EditionKind;
  WANGGE_ASSIGN_OR_RETURN(const auto* system, Need(city, EditionKind::kSystem, ""));
  WANGGE_ASSIGN_OR_RETURN(auto the_system, catalog::LoadSystem(system->body, system->file));
  city.system = std::make_shared<const domain::System>(std::move(the_system));
  WANGGE_ASSIGN_OR_RETURN(const auto* procedure, Need(city, EditionKind::kProcedure, city.system->procedure));
  WANGGE_ASSIGN_OR_RETURN(auto the_procedure, catalog::LoadProcedure(procedure->body, procedure->file));
  city.procedure = std::make_shared<const domain::Procedure>(std::move(the_procedure));
  WANGGE_ASSIGN_OR_RETURN(const auto* catalogue, Need(city, EditionKind::kCatalogue, city.system->catalogue));
  WANGGE_ASSIGN_OR_RETURN(auto the_catalogue, catalog::LoadCatalogue(catalogue->body, catalogue->file));
  city.catalogue = std::make_shared<const domain::Catalogue>(std::move(the_catalogue));
  WANGGE_ASSIGN_OR_RETURN(const auto* rules, Need(city, EditionKind::kResponsibilities, ""));
  WANGGE_ASSIGN_OR_RETURN(city.responsibilities, catalog::LoadResponsibilities(rules->body, rules->file));
  if (city.system->components) {
    const auto* survey = Find(city, EditionKind::kComponents, city.system->components->edition);
    if (survey != nullptr) {
      WANGGE_ASSIGN_OR_RETURN(auto components, catalog::LoadComponents(survey->body, survey->file));
      city.components = std::make_shared<const catalog::Components>(std::move(components));
    }
  }
  for (const std::string& name : city.system->layers) {
    WANGGE_ASSIGN_OR_RETURN(const auto* layer, Need(city, EditionKind::kLayer, name));
    WANGGE_ASSIGN_OR_RETURN(const auto body, catalog::DecodeLayerBody(layer->body));
    WANGGE_ASSIGN_OR_RETURN(auto cells, geo::ParseGeoJson(body.geojson, body.key));
    WANGGE_ASSIGN_OR_RETURN(
        auto built,
        geo::BuildLayer({.name = name, .version = 1, .key = body.key, .datum = body.datum}, std::move(cells)));
    city.layers.push_back(std::move(built));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<City> LoadCity(const std::string& folder) {
  City city;
  WANGGE_ASSIGN_OR_RETURN(city.editions, catalog::ReadConfigFiles(folder + "/city.textproto"));
  WANGGE_RETURN_IF_ERROR(LoadEditions(city));
  WANGGE_ASSIGN_OR_RETURN(const std::string posts, ReadFile(folder + "/posts.csv", limits::kConfigBodyBytesMax));
  WANGGE_ASSIGN_OR_RETURN(city.posts, catalog::LoadPosts(posts, folder + "/posts.csv"));
  WANGGE_ASSIGN_OR_RETURN(city.habits, ReadHabits(folder + "/simulation.textproto", *city.system));
  return city;
}

domain::ComponentClaim ClaimOf(const City& city, const std::string& category, const std::optional<Position>& position) {
  constexpr std::int64_t kReachCm = 5'000;
  const domain::Category* known = city.catalogue->FindCategory(category);
  const bool is_asked =
      city.components != nullptr && known != nullptr && city.system->components->kinds.contains(known->kind);
  if (!is_asked) return {};
  const domain::ComponentDuty& duty = *city.system->components;
  const auto near =
      position ? city.components->Nearest(*position, 1, kReachCm, category) : std::vector<geo::NearPoint>();
  if (near.empty()) return {.reason = duty.reasons.begin()->first};
  const catalog::Component component = city.components->At(near.front().number);
  // The first version, as of the layers: a simulation begins with an empty state.
  return {.id = std::string(component.id),
          .evidence = {{.edition = duty.edition,
                        .version = 1,
                        .is_known = true,
                        .category = category,
                        .bodies = catalog::BodiesOf(component)}}};
}

}  // namespace wangge::simulate
