#include "services/wangge/commands/resolution_json.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <utility>

#include "base/status/text.h"
#include "services/wangge/usage_error.h"

namespace wangge::commands {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::array<std::pair<std::string_view, insight::GroupBy>, 4> kGroups{{
    {"unit", insight::GroupBy::kUnit},
    {"category", insight::GroupBy::kCategory},
    {"area", insight::GroupBy::kArea},
    {"source", insight::GroupBy::kSource},
}};

double SecondsOf(std::int64_t micros) { return static_cast<double>(micros) / 1e6; }

void AddSpan(const insight::Span& span, Json& json) {
  json["mean_s"] = span.mean / 1e6;
  json["p50_s"] = SecondsOf(span.p50);
  json["p90_s"] = SecondsOf(span.p90);
  json["p95_s"] = SecondsOf(span.p95);
  json["p99_s"] = SecondsOf(span.p99);
}

Json StageJson(const insight::Span& span) {
  Json json{{"count", span.count}};
  AddSpan(span, json);
  return json;
}

// Nothing has no mean.
std::string HoursText(const insight::Span& span, double micros) {
  if (span.count == 0) return "-";
  std::array<char, 32> text;
  std::snprintf(text.data(), text.size(), "%.2f", micros / 3.6e9);
  return text.data();
}

}  // namespace

absl::StatusOr<std::vector<insight::GroupBy>> ParseGroups(const std::vector<std::string>& names) {
  std::vector<insight::GroupBy> groups;
  for (const std::string& name : names) {
    const auto known = std::ranges::find(kGroups, name, [](const auto& entry) { return entry.first; });
    if (known == kGroups.end() || std::ranges::find(groups, known->second) != groups.end()) {
      return UsageError("Expected --group-by with unit, category, area or source, each once, but got \"" + name +
                        "\".");
    }
    groups.push_back(known->second);
  }
  return groups;
}

std::string_view NameOf(insight::GroupBy group) {
  return std::ranges::find(kGroups, group, [](const auto& entry) { return entry.second; })->first;
}

std::string ResolutionJson(const std::vector<insight::GroupBy>& groups, const insight::ResolutionRow& row) {
  Json json = Json::object();
  for (std::size_t i = 0; i < groups.size(); ++i) json[std::string(NameOf(groups[i]))] = row.keys[i];
  json["count"] = row.count;
  json["open"] = row.open;
  json["closed"] = row.closed;
  json["other_end"] = row.count - row.open - row.closed;
  json["closed_with_deadline"] = row.closed_with_deadline;
  json["closed_late"] = row.closed_late;
  json["open_past_due"] = row.open_past_due;
  AddSpan(row.resolution, json);
  json["occurred_to_received_s"] = StageJson(row.occurred_to_received);
  json["report_to_dispatch_s"] = StageJson(row.report_to_dispatch);
  json["dispatch_to_confirmed_s"] = StageJson(row.dispatch_to_confirmed);
  return json.dump();
}

std::string ResolutionTable(const std::vector<insight::GroupBy>& groups,
                            const std::vector<insight::ResolutionRow>& rows) {
  std::string text;
  std::array<char, 256> line;
  std::string title;
  for (const insight::GroupBy group : groups) title.append(title.empty() ? "" : " / ").append(NameOf(group));
  std::snprintf(line.data(), line.size(), "%-32s %9s %9s %9s %9s %11s %13s %10s %10s %10s\n",
                title.empty() ? "all" : title.c_str(), "count", "open", "closed", "other end", "closed late",
                "open past due", "mean h", "p50 h", "p90 h");
  text += line.data();
  for (const insight::ResolutionRow& row : rows) {
    std::string keys;
    for (const std::string& key : row.keys) keys.append(keys.empty() ? "" : " / ").append(key.empty() ? "-" : key);
    std::snprintf(line.data(), line.size(), "%-32s %9llu %9llu %9llu %9llu %11llu %13llu %10s %10s %10s\n",
                  keys.c_str(), static_cast<unsigned long long>(row.count), static_cast<unsigned long long>(row.open),
                  static_cast<unsigned long long>(row.closed),
                  static_cast<unsigned long long>(row.count - row.open - row.closed),
                  static_cast<unsigned long long>(row.closed_late), static_cast<unsigned long long>(row.open_past_due),
                  HoursText(row.resolution, row.resolution.mean).c_str(),
                  HoursText(row.resolution, static_cast<double>(row.resolution.p50)).c_str(),
                  HoursText(row.resolution, static_cast<double>(row.resolution.p90)).c_str());
    text += line.data();
  }
  return text;
}

}  // namespace wangge::commands
