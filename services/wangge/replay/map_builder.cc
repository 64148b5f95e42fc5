#include "services/wangge/replay/map_builder.h"

#include <cmath>
#include <set>
#include <utility>

#include "absl/strings/string_view.h"
#include "base/limits.h"
#include "base/status/text.h"

namespace wangge::replay {
namespace {

namespace pb = config::v1;

absl::Status Need(const std::string& value, const std::string& field) {
  return value.empty() ? InvalidArgument("Expected " + field + ", but it is missing or empty") : absl::OkStatus();
}

absl::Status NeedId(const std::string& value, const std::string& field) {
  WANGGE_RETURN_IF_ERROR(Need(value, field));
  if (value.size() <= limits::kIdBytesMax) return absl::OkStatus();
  return InvalidArgument("Expected " + field + " to have at most " + std::to_string(limits::kIdBytesMax) +
                         " bytes, but it has " + std::to_string(value.size()));
}

std::string At(const std::string& list, int index, const std::string& field) {
  return list + "[" + std::to_string(index) + "]." + field;
}

absl::Status BuildTimes(const pb::ReplayMap& message, ReplayMap& map) {
  WANGGE_RETURN_IF_ERROR(Need(message.time_zone(), "time_zone"));
  map.zone_name = message.time_zone();
  if (!absl::LoadTimeZone(ToAbsl(map.zone_name), &map.zone)) {
    return InvalidArgument("Expected time_zone to be an IANA zone, but \"" + map.zone_name + "\" is none");
  }
  if (message.time_formats().empty()) return InvalidArgument("Expected time_formats, but there are none");
  for (const std::string& text : message.time_formats()) {
    auto format = TimeFormat::Parse(text);
    if (!format.ok()) return WithContext("time_formats", format.status());
    map.time_formats.push_back(*std::move(format));
  }
  return absl::OkStatus();
}

absl::Status BuildColumns(const pb::ReplayMap::Columns& message, Columns& columns) {
  columns = {.id = message.id(),
             .opened = message.opened(),
             .closed = message.closed(),
             .due = message.due(),
             .category = message.category(),
             .unit = message.unit(),
             .longitude = message.longitude(),
             .latitude = message.latitude(),
             .source = message.source()};
  WANGGE_RETURN_IF_ERROR(Need(columns.id, "columns.id"));
  WANGGE_RETURN_IF_ERROR(Need(columns.opened, "columns.opened"));
  if (columns.longitude.empty() == columns.latitude.empty()) return absl::OkStatus();
  return InvalidArgument("Expected columns.longitude and columns.latitude together, but there is only one of them");
}

absl::Status BuildDefaultPositions(const pb::ReplayMap& message, ReplayMap& map) {
  for (int i = 0; i < message.default_positions_size(); ++i) {
    const auto& from = message.default_positions(i);
    // Written so that NaN fails too.
    if (!(std::abs(from.longitude()) <= 180 && std::abs(from.latitude()) <= 90)) {
      return InvalidArgument("Expected " + At("default_positions", i, "longitude and latitude") +
                             " in degrees, but they are out of range");
    }
    if (!(from.tolerance_deg() >= 0 && from.tolerance_deg() <= 1)) {
      return InvalidArgument("Expected " + At("default_positions", i, "tolerance_deg") +
                             " between 0 and 1, but it is not");
    }
    map.default_positions.push_back(
        {.position = {.lon_e7 = static_cast<std::int32_t>(std::llround(from.longitude() * 1e7)),
                      .lat_e7 = static_cast<std::int32_t>(std::llround(from.latitude() * 1e7))},
         .tolerance_e7 = std::llround(from.tolerance_deg() * 1e7)});
  }
  return absl::OkStatus();
}

AreaRules BuildAreaRules(const pb::ReplayMap::Layer& message) {
  AreaRules rules;
  for (const auto& rule : message.area_rules()) {
    rules.rules.push_back({rule.prefix(), rule.suffix(), rule.cut_at(), rule.put_before(), rule.put_behind()});
  }
  rules.only_matching = message.only_matching_areas();
  rules.missing.assign(message.missing_areas().begin(), message.missing_areas().end());
  rules.ignore_leading_zeros = message.ignore_leading_zeros();
  rules.ignore_case = message.ignore_case();
  return rules;
}

absl::Status BuildLayers(const pb::ReplayMap& message, ReplayMap& map) {
  std::set<std::string> names;
  for (int i = 0; i < message.layers_size(); ++i) {
    const auto& from = message.layers(i);
    WANGGE_RETURN_IF_ERROR(NeedId(from.name(), At("layers", i, "name")));
    WANGGE_RETURN_IF_ERROR(Need(from.file(), At("layers", i, "file")));
    WANGGE_RETURN_IF_ERROR(Need(from.key(), At("layers", i, "key")));
    if (!names.insert(from.name()).second) {
      return InvalidArgument("Expected each layer once, but \"" + from.name() + "\" stands twice");
    }
    if (from.name() == message.primary_layer()) map.primary_layer = map.layers.size();
    map.layers.push_back({.name = from.name(),
                          .file = from.file(),
                          .key = from.key(),
                          .datum = from.datum().empty() ? "wgs84" : from.datum(),
                          .area_column = from.area_column(),
                          .area_rules = BuildAreaRules(from)});
  }
  if (message.primary_layer().empty()) return map.layers.size() < 2 ? absl::OkStatus() : Need("", "primary_layer");
  if (names.contains(message.primary_layer())) return absl::OkStatus();
  return InvalidArgument("Expected primary_layer to be one of layers, but \"" + message.primary_layer() + "\" is not");
}

absl::Status BuildCodes(const pb::ReplayMap::Codes& message, const std::string& field, CodeList& list) {
  if (!message.none().empty()) {
    WANGGE_RETURN_IF_ERROR(NeedId(message.none(), field + ".none"));
    list = CodeList(message.none());
  }
  for (int i = 0; i < message.codes_size(); ++i) {
    const auto& code = message.codes(i);
    WANGGE_RETURN_IF_ERROR(Need(code.value(), At(field + ".codes", i, "value")));
    WANGGE_RETURN_IF_ERROR(NeedId(code.id(), At(field + ".codes", i, "id")));
    list.Add(code.value(), {code.id(), code.label().empty() ? code.value() : code.label()});
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<ReplayMap> BuildReplayMap(const pb::ReplayMap& message) {
  ReplayMap map;
  WANGGE_RETURN_IF_ERROR(NeedId(message.id(), "id"));
  map.id = message.id();
  map.label = message.label().empty() ? message.id() : message.label();
  map.missing_values.assign(message.missing_values().begin(), message.missing_values().end());
  map.decimal_comma = message.decimal_comma();
  WANGGE_RETURN_IF_ERROR(BuildTimes(message, map));
  WANGGE_RETURN_IF_ERROR(BuildColumns(message.columns(), map.columns));
  WANGGE_RETURN_IF_ERROR(BuildDefaultPositions(message, map));
  WANGGE_RETURN_IF_ERROR(BuildLayers(message, map));
  WANGGE_RETURN_IF_ERROR(BuildCodes(message.categories(), "categories", map.categories));
  WANGGE_RETURN_IF_ERROR(BuildCodes(message.units(), "units", map.units));
  WANGGE_RETURN_IF_ERROR(BuildCodes(message.sources(), "sources", map.sources));
  return map;
}

}  // namespace wangge::replay
