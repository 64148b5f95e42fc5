#include <libpq-fe.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <functional>
#include <memory>
#include <string>

#include "base/big_endian.h"
#include "base/check.h"
#include "base/status/text.h"
#include "geo/build/geos_index.h"
#include "tests/bench/peers.h"

namespace wangge::bench {
namespace {

// The GiST index is of the cells: each point looks its cell up. One process answers, as everywhere here.
constexpr const char* kSetUp =
    "CREATE EXTENSION IF NOT EXISTS postgis; SET client_min_messages = warning; SET jit = off;"
    "SET max_parallel_workers_per_gather = 0; SET work_mem = '512MB'; SET synchronous_commit = off;"
    "DROP TABLE IF EXISTS cells, points;"
    "CREATE UNLOGGED TABLE cells (cell int4, area geometry); CREATE UNLOGGED TABLE points (point int4, at geometry)";
constexpr const char* kIndexCells = "CREATE INDEX ON cells USING gist (area); ANALYZE cells";
constexpr const char* kForgetPoints = "TRUNCATE points";
constexpr const char* kCountPoints = "ANALYZE points";
constexpr const char* kJoin =
    "SELECT point, min(cell), count(*)::int4 FROM points JOIN cells ON ST_Covers(area, at) GROUP BY point";

using Result = std::unique_ptr<PGresult, decltype(&PQclear)>;

absl::Status Failed(PGconn* connection, const char* what) {
  return Internal(std::string("Expected PostgreSQL to run \"") + what + "\", but: " + PQerrorMessage(connection));
}

absl::Status Run(PGconn* connection, const char* command) {
  const Result result(PQexec(connection, command), &PQclear);
  return PQresultStatus(result.get()) == PGRES_COMMAND_OK ? absl::OkStatus() : Failed(connection, command);
}

// Sends what `write` hands to its argument line by line.
absl::Status Copy(PGconn* connection, const char* command,
                  const std::function<absl::Status(const std::function<void(const std::string&)>&)>& write) {
  const Result begun(PQexec(connection, command), &PQclear);
  if (PQresultStatus(begun.get()) != PGRES_COPY_IN) return Failed(connection, command);
  bool sent = true;
  WANGGE_RETURN_IF_ERROR(write([&](const std::string& line) {
    sent = sent && PQputCopyData(connection, line.data(), static_cast<int>(line.size())) == 1;
  }));
  if (!sent || PQputCopyEnd(connection, nullptr) != 1) return Failed(connection, command);
  const Result ended(PQgetResult(connection), &PQclear);
  while (PQgetResult(connection) != nullptr) continue;
  return PQresultStatus(ended.get()) == PGRES_COMMAND_OK ? absl::OkStatus() : Failed(connection, command);
}

std::string TextOf(const GEOSGeom_t& area) {
  std::string text = "MULTIPOLYGON(";
  for (const std::vector<geo::Ring>& rings : geo::PolygonsOf(area)) {
    text += text.back() == '(' ? "(" : ",(";
    for (const geo::Ring& ring : rings) {
      text += text.back() == '(' ? "(" : ",(";
      for (const geo::LonLat& corner : ring) {
        if (text.back() != '(') text += ",";
        text += std::to_string(static_cast<std::uint64_t>(corner.lon)) + " " +
                std::to_string(static_cast<std::uint64_t>(corner.lat));
      }
      text += ")";
    }
    text += ")";
  }
  return text + ")";
}

absl::Status LoadCells(PGconn* connection, const PlaceLayer& layer) {
  WANGGE_RETURN_IF_ERROR(Copy(connection, "COPY cells FROM STDIN", [&](const auto& send) -> absl::Status {
    const auto edges = geo::EdgesByCell(layer.edges, layer.codes.size());
    for (std::size_t i = 0; i < edges.size(); ++i) {
      WANGGE_ASSIGN_OR_RETURN(const geo::GeosGeometry area, geo::AreaOf(edges[i]));
      if (area != nullptr) send(std::to_string(i) + "\t" + TextOf(*area) + "\n");
    }
    return absl::OkStatus();
  }));
  return Run(connection, kIndexCells);
}

absl::Status LoadPoints(PGconn* connection, const geo::Lattice& lattice, std::span<const Position> points) {
  WANGGE_RETURN_IF_ERROR(Run(connection, kForgetPoints));
  WANGGE_RETURN_IF_ERROR(Copy(connection, "COPY points FROM STDIN", [&](const auto& send) {
    for (std::size_t i = 0; i < points.size(); ++i) {
      geo::LatticePoint p;
      if (!lattice.Find(points[i], p)) continue;
      send(std::to_string(i) + "\tPOINT(" + std::to_string(p.x) + " " + std::to_string(p.y) + ")\n");
    }
    return absl::OkStatus();
  }));
  return Run(connection, kCountPoints);
}

std::uint32_t NumberIn(const PGresult* result, int row, int column) {
  return ReadBigEndian<std::uint32_t>({PQgetvalue(result, row, column), sizeof(std::uint32_t)});
}

void Join(PGconn* connection, std::span<geo::CellMatch> matches) {
  std::ranges::fill(matches, geo::CellMatch{});
  const Result result(PQexecParams(connection, kJoin, 0, nullptr, nullptr, nullptr, nullptr, 1), &PQclear);
  CHECK(PQresultStatus(result.get()) == PGRES_TUPLES_OK);
  for (int row = 0; row < PQntuples(result.get()); ++row) {
    matches[NumberIn(result.get(), row, 0)] = {.cell = NumberIn(result.get(), row, 1),
                                               .matches = NumberIn(result.get(), row, 2)};
  }
}

}  // namespace

absl::StatusOr<Contender> MakePostgis(const PlaceLayer& layer) {
  const auto start = std::chrono::steady_clock::now();
  const std::shared_ptr<PGconn> connection(PQconnectdb(std::getenv(kPostgresVariable)), &PQfinish);
  if (PQstatus(connection.get()) != CONNECTION_OK) return Failed(connection.get(), "connect");
  WANGGE_RETURN_IF_ERROR(Run(connection.get(), kSetUp));
  WANGGE_RETURN_IF_ERROR(LoadCells(connection.get(), layer));
  const double build_s = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  return Contender{.name = "postgis_service",
                   .find = [connection](std::span<const Position>,
                                        std::span<geo::CellMatch> matches) { Join(connection.get(), matches); },
                   .prepare =
                       [connection, lattice = layer.lattice](std::span<const Position> points) {
                         const absl::Status loaded = LoadPoints(connection.get(), lattice, points);
                         CHECK(loaded.ok());
                       },
                   .build_s = build_s,
                   .bytes = 0};
}

}  // namespace wangge::bench
