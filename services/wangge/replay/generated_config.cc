#include "services/wangge/replay/generated_config.h"

#include <google/protobuf/text_format.h>

#include "base/csv/csv_field.h"
#include "wangge/config/v1/system.pb.h"

namespace wangge::replay {
namespace {

namespace v1 = wangge::config::v1;

// A system has at least one layer. One of this name never comes into force, so no case has an area.
constexpr char kNoLayer[] = "no_layer";

// The layer that decides the area stands first.
std::vector<std::string> LayerNames(const ReplayMap& map) {
  if (map.layers.empty()) return {kNoLayer};
  std::vector<std::string> names{map.layers[map.primary_layer].name};
  for (std::size_t i = 0; i < map.layers.size(); ++i) {
    if (i != map.primary_layer) names.push_back(map.layers[i].name);
  }
  return names;
}

std::string SystemText(const ReplayMap& map, const Records& records, const std::string& procedure) {
  v1::System system;
  system.set_id(map.id);
  system.mutable_label()->set_zh(map.label);
  system.mutable_label()->set_en(map.label);
  system.set_procedure(procedure);
  system.set_catalogue(map.id);
  for (const std::string& name : LayerNames(map)) system.add_layers(name);
  system.set_area_root("*");
  system.set_utc_offset_minutes(0);
  system.set_time_zone(map.zone_name);
  for (const auto& [id, label] : records.sources) {
    v1::Source* source = system.add_sources();
    source->set_id(id);
    source->mutable_label()->set_zh(label);
    source->mutable_label()->set_en(label);
    source->set_trusted(true);  // a record says nothing of a verification
  }
  std::string text;
  google::protobuf::TextFormat::PrintToString(system, &text);
  return text;
}

std::string CatalogueText(const Records& records) {
  std::string text =
      "category,kind,class,subclass,name,name_en,condition,condition_name,condition_name_en,limit,closing,closing_en\n";
  for (const auto& [id, label] : records.categories) {
    const std::string code = CsvField(id);
    const std::string name = CsvField(label);
    text += code + ",event,recorded,recorded," + name + "," + name + "," + CsvField(ConditionOf(id)) + "," + name +
            "," + name + ",,,\n";
  }
  return text;
}

std::string OrganisationsText(const Records& records) {
  std::string text = "code,name,name_en,kind,parent,areas\n";
  for (const auto& [id, label] : records.units) {
    text += CsvField(id) + "," + CsvField(label) + "," + CsvField(label) + ",unit,,\n";
  }
  return text;
}

}  // namespace

std::vector<catalog::ConfigEdition> GenerateConfig(const ReplayMap& map, const Records& records,
                                                   const std::string& procedure) {
  return {
      {domain::EditionKind::kOrganisations, "recorded", OrganisationsText(records), "recorded units"},
      {domain::EditionKind::kCatalogue, map.id, CatalogueText(records), "recorded categories"},
      {domain::EditionKind::kSystem, map.id, SystemText(map, records, procedure), "recorded system"},
  };
}

}  // namespace wangge::replay
