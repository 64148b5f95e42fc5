#include "tests/bench/contest/postgres_contender.h"

#include <sys/types.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <utility>

#include "base/check.h"
#include "base/file/file.h"
#include "base/status/text.h"
#include "catalog/layer_body.h"
#include "tests/bench/contest/contest.h"
#include "tests/bench/contest/postgres_session.h"
#include "tests/bench/contest/postgres_work.h"
#include "tests/bench/contest/told_report.h"

namespace wangge::bench {
namespace {

using Json = nlohmann::json;

constexpr std::size_t kScriptBytesMax = 1u << 20;

// In pieces of few corners; those of one layer over an index of their own.
constexpr const char* kLoadLayer =
    "INSERT INTO cell SELECT $1, f->'properties'->>$2, "
    "ST_Subdivide(ST_MakeValid(ST_SetSRID(ST_GeomFromGeoJSON(f->'geometry'), 4326)), 64) "
    "FROM jsonb_array_elements(convert_from($3, 'UTF8')::jsonb->'features') f";

absl::Status LoadLayers(PGconn* connection, const simulate::City& city) {
  for (const catalog::ConfigEdition& edition : city.editions) {
    if (edition.kind != domain::EditionKind::kLayer) continue;
    WANGGE_ASSIGN_OR_RETURN(const catalog::LayerBody body, catalog::DecodeLayerBody(edition.body));
    WANGGE_RETURN_IF_ERROR(PgRun(connection, kLoadLayer, {edition.name, body.key, std::string(body.geojson)}).status());
    WANGGE_RETURN_IF_ERROR(
        PgRunScript(connection, "CREATE INDEX ON cell USING spgist (area) WHERE layer = '" + edition.name + "'"));
  }
  return PgRunScript(connection, "ANALYZE cell");
}

std::string JsonOf(const std::vector<StartedClock>& clocks) {
  Json starts = Json::object();
  for (const StartedClock& clock : clocks) starts[clock.id] = clock.limit.micros;
  return starts.dump();
}

std::string ArrayOf(const std::vector<std::string>& texts) {
  PgArray array(PgArray::Of::kText, texts.size());
  for (const std::string& text : texts) array.Add(text);
  return array.Take();
}

absl::Status LoadMoves(PGconn* connection, const LifePlan& plan) {
  constexpr const char* kInsert =
      "INSERT INTO move VALUES ($1::text, $2::text, $3::text, $4::text::bool, $5::text[], $6::text::jsonb)";
  WANGGE_RETURN_IF_ERROR(
      PgRun(connection, kInsert, {"", "", plan.first_stage, "false", ArrayOf({}), JsonOf(plan.first_clocks)}).status());
  for (const PlannedStep& step : plan.steps) {
    WANGGE_RETURN_IF_ERROR(
        PgRun(connection, kInsert,
              {step.action, step.from, step.to, step.ends ? "true" : "false", ArrayOf(step.stops), JsonOf(step.starts)})
            .status());
  }
  return absl::OkStatus();
}

absl::Status LoadCategories(PGconn* connection, const simulate::City& city) {
  std::vector<std::string> ids;
  for (const domain::Category& category : city.catalogue->categories()) ids.push_back(category.id);
  return PgRun(connection, "INSERT INTO category SELECT unnest($1::text[])", {ArrayOf(ids)}).status();
}

// The parent of every session's process.
absl::StatusOr<pid_t> PostmasterOf(PGconn* connection) {
  std::ifstream file("/proc/" + std::to_string(PQbackendPID(connection)) + "/status");
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with("PPid:")) return static_cast<pid_t>(std::stol(line.substr(line.find(':') + 1)));
  }
  return FailedPrecondition("Expected PostgreSQL on this machine, but the process of its session is not here.");
}

class Postgres final : public Contender {
 public:
  Postgres(std::string place, PgConnection connection, pid_t postmaster, const LifePlan& plan)
      : place_(std::move(place)), connection_(std::move(connection)), postmaster_(postmaster), plan_(plan) {}

  std::string name() const override { return "postgres"; }

  absl::StatusOr<std::unique_ptr<Target>> Open(const Setting& setting) override {
    switch (setting.work) {
      case Work::kIntake:
        return PostgresIntake(place_, setting);
      case Work::kLifecycle:
        return PostgresLife(place_, plan_, setting);
      case Work::kPages:
        return PostgresPages(place_, plan_, setting);
      case Work::kFires:
        return PostgresFires(place_, setting, slices_);
    }
    CHECK(false);
  }

  absl::StatusOr<Counters> Count() override {
    WANGGE_ASSIGN_OR_RETURN(const Used used, UsedByFamily(postmaster_));
    WANGGE_ASSIGN_OR_RETURN(const std::int64_t syncs, Number("SELECT wal_sync FROM pg_stat_wal"));
    return Counters{.used = used, .syncs = static_cast<std::uint64_t>(syncs)};
  }

  absl::StatusOr<std::optional<std::uint64_t>> CountReadable(const Setting& setting) override {
    if (setting.work == Work::kPages) return std::optional<std::uint64_t>();
    if (setting.work == Work::kFires) return CountFired();
    const PgValues after = {PgInt8(counted_to_)};
    WANGGE_ASSIGN_OR_RETURN(
        const PgResult rows,
        PgRun(connection_.get(), "SELECT count(*), coalesce(max(case_id), $1::int8) FROM event WHERE case_id > $1",
              after));
    counted_to_ = Int8In(rows.get(), 0, 1);
    return std::optional(static_cast<std::uint64_t>(Int8In(rows.get(), 0, 0)));
  }

  absl::Status Arm(std::uint64_t slices, std::uint64_t per_slice) override {
    WANGGE_RETURN_IF_ERROR(LoadReports(*this, slices, per_slice));
    return PostgresArm(connection_.get(), per_slice);
  }
  absl::Status Loaded() override { return PgRunScript(connection_.get(), "VACUUM ANALYZE"); }

 private:
  absl::StatusOr<std::optional<std::uint64_t>> CountFired() {
    WANGGE_ASSIGN_OR_RETURN(const std::int64_t fired,
                            Number("SELECT count(*) FROM event WHERE action = 'deadline_passed'"));
    const auto count = static_cast<std::uint64_t>(fired);
    return std::optional(count - std::exchange(fired_, count));
  }

  absl::StatusOr<std::int64_t> Number(const std::string& query) {
    WANGGE_ASSIGN_OR_RETURN(const PgResult rows, PgRun(connection_.get(), query));
    return Int8In(rows.get(), 0, 0);
  }

  const std::string place_;
  const PgConnection connection_;
  const pid_t postmaster_;
  const LifePlan& plan_;
  std::int64_t counted_to_ = 0;
  std::uint64_t fired_ = 0;
  std::uint64_t slices_ = 0;  // that passed
};

}  // namespace

absl::StatusOr<std::unique_ptr<Contender>> MakePostgres(const std::string& place, const simulate::City& city,
                                                        const LifePlan& plan) {
  WANGGE_ASSIGN_OR_RETURN(auto connection, PgConnect(place));
  WANGGE_ASSIGN_OR_RETURN(const std::string script,
                          ReadFile(WANGGE_SOURCE_DIR "/tests/bench/contest/postgres.sql", kScriptBytesMax));
  WANGGE_RETURN_IF_ERROR(PgRunScript(connection.get(), script));
  WANGGE_RETURN_IF_ERROR(LoadLayers(connection.get(), city));
  WANGGE_RETURN_IF_ERROR(LoadMoves(connection.get(), plan));
  WANGGE_RETURN_IF_ERROR(LoadCategories(connection.get(), city));
  WANGGE_ASSIGN_OR_RETURN(const pid_t postmaster, PostmasterOf(connection.get()));
  return std::make_unique<Postgres>(place, std::move(connection), postmaster, plan);
}

}  // namespace wangge::bench
