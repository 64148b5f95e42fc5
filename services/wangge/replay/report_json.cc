#include <nlohmann/json.hpp>

#include "services/wangge/replay/run.h"

namespace wangge::replay {
namespace {

using Json = nlohmann::ordered_json;

double SecondsOf(std::int64_t micros) { return static_cast<double>(micros) / 1e6; }

Json SpanJson(const insight::Span& span) {
  return {{"count", span.count},        {"mean", span.mean / 1e6},    {"p50", SecondsOf(span.p50)},
          {"p90", SecondsOf(span.p90)}, {"p95", SecondsOf(span.p95)}, {"p99", SecondsOf(span.p99)}};
}

Json UnitJson(const insight::ResolutionRow& row) {
  return {{"reports", row.count},
          {"closed", row.closed},
          {"closed_with_deadline", row.closed_with_deadline},
          {"late", row.closed_late},
          {"resolution_s", SpanJson(row.resolution)}};
}

}  // namespace

std::string ToJson(const RunReport& report) {
  Json json{{"rows", report.rows},
            {"rejected", Json::object()},
            {"reports", report.all.count},
            {"closed", report.all.closed},
            {"closed_with_deadline", report.all.closed_with_deadline},
            {"late", report.all.closed_late},
            {"layers", Json::object()}};
  for (const auto& [reason, count] : report.rejected) json["rejected"][reason] = count;
  for (std::size_t i = 0; i < report.layers.size(); ++i) {
    const LayerCounts& counts = report.layers[i];
    json["layers"][report.layer_names[i]] = {{"one", counts.one},     {"many", counts.many},
                                             {"none", counts.none},   {"no_point", counts.no_point},
                                             {"agree", counts.agree}, {"compared", counts.compared}};
  }
  json["resolution_s"] = SpanJson(report.all.resolution);
  json["by_unit"] = Json::object();
  for (const insight::ResolutionRow& row : report.by_unit) json["by_unit"][row.keys.front()] = UnitJson(row);
  json["deadlines_passed"] = report.timers_fired;
  json["due_not_after_open"] = report.due_not_after_open;
  json["wall_s"] = report.wall_s;
  json["digest"] = report.digest;
  return json.dump();
}

}  // namespace wangge::replay
