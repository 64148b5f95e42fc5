#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/rfc3339.h"
#include "telemetry/log.h"

namespace wangge::telemetry {
namespace {

using Json = nlohmann::ordered_json;

// A line stays a line, and a value one word: what a log reader splits at is quoted.
bool NeedsQuotes(std::string_view text) {
  return text.empty() || std::ranges::any_of(text, [](char c) {
           return static_cast<unsigned char>(c) <= ' ' || c == '"' || c == '=' || c == '\\' || c == '\x7f';
         });
}

std::string Dump(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

Json JsonOf(const Field::Value& value) {
  return std::visit(
      [](const auto& v) -> Json {
        if constexpr (std::is_same_v<std::decay_t<decltype(v)>, std::string_view>)
          return std::string(v);
        else
          return v;
      },
      value);
}

std::string TextOf(const Field::Value& value) {
  const auto* text = std::get_if<std::string_view>(&value);
  if (text != nullptr && !NeedsQuotes(*text)) return std::string(*text);
  return Dump(JsonOf(value));
}

}  // namespace

std::string FormatText(Timestamp time, Level level, std::string_view event, Fields fields) {
  std::string line = FormatRfc3339(time) + " " + std::string(TextOf(level)) + " " + std::string(event);
  for (const Field& field : fields) line.append(" ").append(field.name).append("=").append(TextOf(field.value));
  return line;
}

std::string FormatJson(Timestamp time, Level level, std::string_view event, Fields fields) {
  Json line{{"time", FormatRfc3339(time)}, {"level", std::string(TextOf(level))}, {"event", std::string(event)}};
  for (const Field& field : fields) line[std::string(field.name)] = JsonOf(field.value);
  return Dump(line);
}

}  // namespace wangge::telemetry
