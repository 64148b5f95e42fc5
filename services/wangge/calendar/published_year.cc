#include "services/wangge/calendar/published_year.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <vector>

#include "base/json_place.h"
#include "base/status/text.h"
#include "domain/calendar/day.h"

namespace wangge::calendars {
namespace {

using Json = nlohmann::json;
using domain::Day;

struct Holiday {
  std::string name{};
  std::vector<Day> off{};
  std::vector<Day> work{};
};

// In a string of text format.
std::string Quoted(std::string_view text) {
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') quoted.push_back('\\');
    quoted.push_back(c);
  }
  return quoted.append("\"");
}

// " off: "2026-02-15..2026-02-23"" for each run of days.
void AppendRuns(std::vector<Day> days, std::string_view field, std::string& out) {
  std::ranges::sort(days);
  for (std::size_t i = 0; i < days.size();) {
    std::size_t last = i;
    while (last + 1 < days.size() && days[last + 1] - days[last] == 1) ++last;
    std::string text = domain::FormatDay(days[i]);
    if (last > i) text.append("..").append(domain::FormatDay(days[last]));
    out.append(" ").append(field).append(": ").append(Quoted(text));
    i = last + 1;
  }
}

std::string BlockOf(int year, const std::vector<Holiday>& holidays) {
  std::string block = "years {\n  year: " + std::to_string(year) + "\n";
  for (const Holiday& holiday : holidays) {
    block.append("  holidays { name: ").append(Quoted(holiday.name));
    AppendRuns(holiday.off, "off", block);
    AppendRuns(holiday.work, "work", block);
    block.append(" }\n");
  }
  return block.append("}\n");
}

Holiday& HolidayNamed(std::vector<Holiday>& holidays, const std::string& name) {
  const auto found = std::ranges::find(holidays, name, &Holiday::name);
  if (found != holidays.end()) return *found;
  return holidays.emplace_back(Holiday{.name = name});
}

}  // namespace

absl::StatusOr<PublishedYear> ReadPublishedYear(std::string_view json, std::string_view file_name) {
  const auto fault = [&](std::initializer_list<JsonStep> path, const std::string& text) {
    return InvalidArgument(NameOf(file_name, PlaceOfJson(json, path)) + ": " + text);
  };
  Json root;
  try {
    root = Json::parse(json);
  } catch (const Json::parse_error& error) {
    const JsonFault not_json = NotJson(json, error.byte, error.what());
    return InvalidArgument(NameOf(file_name, not_json.place) + ": " + not_json.text);
  } catch (const Json::exception& error) {
    return fault({}, std::string("Expected JSON that can be read, but: ") + error.what());
  }
  const std::string kinds = "Expected an object with a whole number \"year\" and a list \"days\", but ";
  if (!root.is_object()) return fault({}, kinds + "it is another value.");
  if (!root.contains("year") || !root["year"].is_number_integer()) {
    return fault({"year"}, kinds + "\"year\" is missing or another value.");
  }
  if (!root.contains("days") || !root["days"].is_array()) {
    return fault({"days"}, kinds + "\"days\" is missing or another value.");
  }
  std::vector<Holiday> holidays;
  for (std::size_t i = 0; i < root["days"].size(); ++i) {
    const Json& entry = root["days"][i];
    const std::string place = "days[" + std::to_string(i) + "]";
    if (!entry.is_object() || !entry.value("isOffDay", Json()).is_boolean() ||
        !entry.value("name", Json()).is_string() || !entry.value("date", Json()).is_string()) {
      return fault({"days", i}, "Expected \"name\", \"date\" and \"isOffDay\" in " + place + ", but one is missing.");
    }
    const std::string date = entry["date"];
    const auto day = domain::ParseDay(date);
    if (!day) {
      return fault({"days", i, "date"}, "Expected a day as \"2026-02-17\" in " + place + ", but got \"" + date + "\".");
    }
    Holiday& holiday = HolidayNamed(holidays, entry["name"]);
    (entry["isOffDay"].get<bool>() ? holiday.off : holiday.work).push_back(*day);
  }
  const int year = root["year"];
  // A list that was cut off would make wrong deadlines firm. Every published list ends with the holidays of autumn.
  constexpr unsigned kAutumn = 9;
  const auto is_of_autumn = [](domain::Day day) {
    return static_cast<unsigned>(domain::DateOf(day).month()) >= kAutumn;
  };
  const bool is_whole = std::ranges::any_of(
      holidays, [&](const Holiday& holiday) { return std::ranges::any_of(holiday.off, is_of_autumn); });
  if (!is_whole) {
    return fault({"days"},
                 "Expected the holidays of a whole year, the autumn's among them, but none lies in September or later: "
                 "an empty or cut list would make deadlines firm that may still move.");
  }
  return PublishedYear{year, BlockOf(year, holidays)};
}

}  // namespace wangge::calendars
