#include <set>

#include "absl/time/time.h"
#include "catalog/load.h"
#include "catalog/names.h"
#include "catalog/read_component_rules.h"
#include "catalog/text_fields.h"
#include "wangge/config/v1/system.pb.h"

namespace wangge::catalog {
namespace {

namespace v1 = wangge::config::v1;

constexpr int kOffsetMinutesMax = 14 * 60;

absl::Status ReadLayers(const TextNode& root, const v1::System& text, domain::System& system) {
  WANGGE_RETURN_IF_ERROR(CheckPresent(root, "layers", text.layers_size() > 0));
  std::set<std::string> seen;
  for (int i = 0; i < text.layers_size(); ++i) {
    WANGGE_RETURN_IF_ERROR(CheckId(root, "layers", i, text.layers(i)));
    if (!seen.insert(text.layers(i)).second) {
      return root.Fault("layers", i, "Expected each layer once, but \"" + text.layers(i) + "\" stands twice.");
    }
    system.layers.push_back(text.layers(i));
  }
  return absl::OkStatus();
}

absl::Status ReadSources(const TextNode& root, const v1::System& text, domain::System& system) {
  WANGGE_RETURN_IF_ERROR(CheckPresent(root, "sources", text.sources_size() > 0));
  for (int i = 0; i < text.sources_size(); ++i) {
    const v1::Source& source = text.sources(i);
    const TextNode node = root.Child("sources", i, source);
    if (!IsCode(source.id())) {
      return node.Fault("id", "Expected the code of a source (at most 64 bytes), but got \"" + source.id() + "\".");
    }
    WANGGE_ASSIGN_OR_RETURN(domain::Label label, ReadLabel(node, source));
    for (int r = 0; r < source.roles_size(); ++r) WANGGE_RETURN_IF_ERROR(CheckId(node, "roles", r, source.roles(r)));
    if (!source.entry().empty()) WANGGE_RETURN_IF_ERROR(CheckId(node, "entry", -1, source.entry()));
    const domain::Source value{.label = std::move(label),
                               .trusted = source.trusted(),
                               .roles = {source.roles().begin(), source.roles().end()},
                               .entry = source.entry()};
    if (!system.sources.emplace(source.id(), value).second) {
      return node.Fault("id", "Expected each source once, but \"" + source.id() + "\" stands twice.");
    }
  }
  return absl::OkStatus();
}

absl::Status ReadPlaceAndTime(const TextNode& root, const v1::System& text, domain::System& system) {
  if (text.area_root() != "*" && !IsCode(text.area_root())) {
    return root.Fault("area_root",
                      "Expected the code prefix of the whole city or \"*\", but got \"" + text.area_root() + "\".");
  }
  system.area_root = text.area_root();
  const int minutes = text.utc_offset_minutes();
  WANGGE_RETURN_IF_ERROR(CheckPresent(root, "utc_offset_minutes", text.has_utc_offset_minutes()));
  if (minutes < -kOffsetMinutesMax || minutes > kOffsetMinutesMax) {
    return root.Fault("utc_offset_minutes", "Expected -840 to 840 minutes, but got " + std::to_string(minutes) + ".");
  }
  system.local_days = domain::Calendar::Bare(Minutes(minutes));
  if (!text.calendar().empty()) WANGGE_RETURN_IF_ERROR(CheckId(root, "calendar", -1, text.calendar()));
  system.calendar = text.calendar();
  for (int i = 0; i < text.calendar_rules_size(); ++i) {
    const v1::CalendarRule& rule = text.calendar_rules(i);
    const TextNode node = root.Child("calendar_rules", i, rule);
    WANGGE_RETURN_IF_ERROR(CheckId(node, "calendar", -1, rule.calendar()));
    if (rule.area_prefix().empty() && rule.organisation().empty()) {
      return node.Fault("calendar", "Expected an area_prefix or an organisation, but the rule of calendar \"" +
                                        rule.calendar() + "\" has neither: name it as the system's calendar.");
    }
    system.calendar_rules.push_back({rule.calendar(), rule.area_prefix(), rule.organisation()});
  }
  absl::TimeZone zone;
  if (!text.time_zone().empty() && !absl::LoadTimeZone(text.time_zone(), &zone)) {
    return root.Fault("time_zone", "Expected the IANA name of a time zone, e.g. \"Asia/Shanghai\", but got \"" +
                                       text.time_zone() + "\".");
  }
  system.time_zone = text.time_zone();
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<domain::System> LoadSystem(std::string_view body, std::string_view file_name) {
  v1::System text;
  ParsedText parsed{.file_name = std::string(file_name)};
  WANGGE_RETURN_IF_ERROR(ParseTextFormat(body, text, parsed));
  const TextNode root(text, parsed);
  for (const auto& [field, id] :
       {std::pair{"id", text.id()}, {"procedure", text.procedure()}, {"catalogue", text.catalogue()}}) {
    WANGGE_RETURN_IF_ERROR(CheckId(root, field, -1, id));
  }
  domain::System system{.id = text.id(), .procedure = text.procedure(), .catalogue = text.catalogue()};
  WANGGE_ASSIGN_OR_RETURN(system.label, ReadLabel(root, text));
  WANGGE_RETURN_IF_ERROR(ReadLayers(root, text, system));
  WANGGE_RETURN_IF_ERROR(ReadPlaceAndTime(root, text, system));
  WANGGE_RETURN_IF_ERROR(ReadSources(root, text, system));
  if (text.has_components()) {
    WANGGE_ASSIGN_OR_RETURN(ComponentRules rules,
                            ReadComponentRules(root.Child("components", -1, text.components()), text.components()));
    system.components = std::move(rules.duty);
  }
  return system;
}

}  // namespace wangge::catalog
