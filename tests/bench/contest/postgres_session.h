// libpq as its manual shows it for many sessions on one thread: prepared statements, binary values, one wait for all
// sockets.
#pragma once

#include <libpq-fe.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "absl/status/statusor.h"
#include "base/file/descriptor.h"

namespace wangge::bench {

using PgResult = std::unique_ptr<PGresult, decltype(&PQclear)>;
using PgConnection = std::unique_ptr<PGconn, decltype(&PQfinish)>;

// Values in PostgreSQL's binary form.
std::string PgInt8(std::int64_t value);
std::string PgInt4(std::int32_t value);
std::string PgFloat8(double value);
std::string PgUuid(std::string_view text);  // 36 characters

// A one-dimensional array without nulls, filled from the front.
class PgArray {
 public:
  enum class Of : std::uint32_t { kInt8 = 20, kInt4 = 23, kText = 25, kFloat8 = 701, kUuid = 2950 };
  PgArray(Of type, std::size_t count);
  void Add(std::string_view value);
  std::string Take() { return std::move(bytes_); }

 private:
  std::string bytes_;
};

// Of a binary result.
std::int64_t Int8In(const PGresult* result, int row, int column);
std::int32_t Int4In(const PGresult* result, int row, int column);

using PgValues = std::vector<std::optional<std::string>>;  // nullopt: null

// INTERNAL with PostgreSQL's own words.
absl::StatusOr<PgConnection> PgConnect(const std::string& where);
absl::StatusOr<PgResult> PgRun(PGconn* connection, const std::string& command, const PgValues& values = {});
// Several commands in one text.
absl::Status PgRunScript(PGconn* connection, const std::string& commands);

// So many sessions that each have at most one statement under way.
class PgSessions {
 public:
  // Each session prepares `statements` as "0", "1", ... first.
  static absl::StatusOr<std::unique_ptr<PgSessions>> Open(const std::string& where, std::size_t count,
                                                          const std::vector<std::string>& statements);
  // No statement is under way.
  ~PgSessions();

  std::size_t size() const { return sessions_.size(); }
  // `done` gets the rows, or what PostgreSQL said; on the thread of all sessions, and may Send on the same session.
  using Done = std::function<void(absl::StatusOr<PgResult>)>;
  void Send(std::size_t session, const std::string& statement, const PgValues& values, Done done);
  // No statement is under way. Has each session tell what it counted, which it else does once a second; blocks.
  void Settle();

 private:
  struct Session {
    PgConnection connection{nullptr, &PQfinish};
    std::mutex mutex;  // of the connection and all below
    Done done;
    PgResult rows{nullptr, &PQclear};
    absl::Status failure;
  };

  PgSessions() = default;
  void Run(const std::stop_token& stop);
  void Read(Session& session);

  std::vector<std::unique_ptr<Session>> sessions_;
  Descriptor waits_;
  Descriptor end_;
  std::jthread thread_;  // last: joined before the rest goes
};

}  // namespace wangge::bench
