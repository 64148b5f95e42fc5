#include "tests/bench/contest/postgres_session.h"

#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <array>
#include <bit>
#include <cstdio>
#include <latch>
#include <utility>

#include "base/big_endian.h"
#include "base/check.h"
#include "base/hex.h"
#include "base/status/text.h"

namespace wangge::bench {
namespace {

constexpr int kEventsMax = 64;
constexpr int kBinary = 1;
constexpr const char* kSettle = "settle";

template <typename T>
std::string BigEndian(T value) {
  std::string bytes;
  AppendBigEndian(value, bytes);
  return bytes;
}

absl::Status Failed(PGconn* connection, std::string_view what) {
  return Internal("Expected PostgreSQL to run \"" + std::string(what.substr(0, 60)) +
                  "\", but: " + PQerrorMessage(connection));
}

bool IsGood(const PGresult* result) {
  const ExecStatusType status = PQresultStatus(result);
  return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
}

absl::Status Prepare(PGconn* connection, const std::string& name, const std::string& statement) {
  const PgResult prepared(PQprepare(connection, name.c_str(), statement.c_str(), 0, nullptr), &PQclear);
  return IsGood(prepared.get()) ? absl::OkStatus() : Failed(connection, statement);
}

// As libpq takes values.
struct Given {
  explicit Given(const PgValues& values) {
    for (const auto& value : values) {
      pointers.push_back(value ? value->data() : nullptr);
      lengths.push_back(value ? static_cast<int>(value->size()) : 0);
      formats.push_back(kBinary);
    }
  }
  int count() const { return static_cast<int>(pointers.size()); }
  std::vector<const char*> pointers;
  std::vector<int> lengths;
  std::vector<int> formats;
};

std::string_view ValueIn(const PGresult* result, int row, int column) {
  return {PQgetvalue(result, row, column), static_cast<std::size_t>(PQgetlength(result, row, column))};
}

}  // namespace

std::string PgInt8(std::int64_t value) { return BigEndian(static_cast<std::uint64_t>(value)); }
std::string PgInt4(std::int32_t value) { return BigEndian(static_cast<std::uint32_t>(value)); }
std::string PgFloat8(double value) { return BigEndian(std::bit_cast<std::uint64_t>(value)); }

std::string PgUuid(std::string_view text) {
  std::string digits;
  for (const char c : text) {
    if (c != '-') digits.push_back(c);
  }
  const auto bytes = FromHex(digits);
  CHECK(bytes.has_value());
  return *bytes;
}

PgArray::PgArray(Of type, std::size_t count) {
  AppendBigEndian<std::uint32_t>(1, bytes_);  // dimensions
  AppendBigEndian<std::uint32_t>(0, bytes_);  // no nulls
  AppendBigEndian(static_cast<std::uint32_t>(type), bytes_);
  AppendBigEndian(static_cast<std::uint32_t>(count), bytes_);
  AppendBigEndian<std::uint32_t>(1, bytes_);  // the first index
}

void PgArray::Add(std::string_view value) {
  AppendBigEndian(static_cast<std::uint32_t>(value.size()), bytes_);
  bytes_ += value;
}

std::int64_t Int8In(const PGresult* result, int row, int column) {
  return static_cast<std::int64_t>(ReadBigEndian<std::uint64_t>(ValueIn(result, row, column)));
}
std::int32_t Int4In(const PGresult* result, int row, int column) {
  return static_cast<std::int32_t>(ReadBigEndian<std::uint32_t>(ValueIn(result, row, column)));
}

absl::StatusOr<PgConnection> PgConnect(const std::string& where) {
  PgConnection connection(PQconnectdb(where.c_str()), &PQfinish);
  if (PQstatus(connection.get()) != CONNECTION_OK) return Failed(connection.get(), "connect");
  // A plan is made once, while the tables are small, and must still hold when they are large: always by index.
  WANGGE_RETURN_IF_ERROR(PgRunScript(connection.get(), "SET client_min_messages = warning; SET enable_seqscan = off"));
  return connection;
}

absl::StatusOr<PgResult> PgRun(PGconn* connection, const std::string& command, const PgValues& values) {
  const Given given(values);
  PgResult result(PQexecParams(connection, command.c_str(), given.count(), nullptr, given.pointers.data(),
                               given.lengths.data(), given.formats.data(), kBinary),
                  &PQclear);
  if (!IsGood(result.get())) return Failed(connection, command);
  return result;
}

absl::Status PgRunScript(PGconn* connection, const std::string& commands) {
  const PgResult result(PQexec(connection, commands.c_str()), &PQclear);
  return IsGood(result.get()) ? absl::OkStatus() : Failed(connection, commands);
}

absl::StatusOr<std::unique_ptr<PgSessions>> PgSessions::Open(const std::string& where, std::size_t count,
                                                             const std::vector<std::string>& statements) {
  std::unique_ptr<PgSessions> sessions(new PgSessions());
  sessions->waits_ = Descriptor(epoll_create1(EPOLL_CLOEXEC));
  sessions->end_ = Descriptor(eventfd(0, EFD_CLOEXEC));
  epoll_event end{.events = EPOLLIN, .data = {.ptr = nullptr}};
  if (epoll_ctl(sessions->waits_.value(), EPOLL_CTL_ADD, sessions->end_.value(), &end) != 0) {
    return Internal("Expected to wait for sessions, but the system refused.");
  }
  for (std::size_t i = 0; i < count; ++i) {
    auto session = std::make_unique<Session>();
    WANGGE_ASSIGN_OR_RETURN(session->connection, PgConnect(where));
    PGconn* connection = session->connection.get();
    WANGGE_RETURN_IF_ERROR(Prepare(connection, kSettle, "SELECT pg_stat_force_next_flush()"));
    for (std::size_t s = 0; s < statements.size(); ++s) {
      WANGGE_RETURN_IF_ERROR(Prepare(connection, std::to_string(s), statements[s]));
    }
    epoll_event readable{.events = EPOLLIN, .data = {.ptr = session.get()}};
    if (epoll_ctl(sessions->waits_.value(), EPOLL_CTL_ADD, PQsocket(connection), &readable) != 0) {
      return Internal("Expected to wait for a session, but the system refused.");
    }
    sessions->sessions_.push_back(std::move(session));
  }
  sessions->thread_ = std::jthread([raw = sessions.get()](const std::stop_token& stop) { raw->Run(stop); });
  return sessions;
}

PgSessions::~PgSessions() {
  if (!thread_.joinable()) return;
  thread_.request_stop();
  const std::uint64_t one = 1;
  CHECK(write(end_.value(), &one, sizeof one) == sizeof one);
  thread_.join();
}

void PgSessions::Send(std::size_t number, const std::string& statement, const PgValues& values, Done done) {
  Session& session = *sessions_[number];
  const Given given(values);
  const std::scoped_lock lock(session.mutex);
  session.done = std::move(done);
  const bool sent =
      PQsendQueryPrepared(session.connection.get(), statement.c_str(), given.count(), given.pointers.data(),
                          given.lengths.data(), given.formats.data(), kBinary) == 1;
  if (!sent) std::fprintf(stderr, "%s\n", PQerrorMessage(session.connection.get()));
  CHECK(sent);  // a lost session ends the measurement
}

void PgSessions::Settle() {
  std::latch told(static_cast<std::ptrdiff_t>(sessions_.size()));
  for (std::size_t i = 0; i < sessions_.size(); ++i) {
    Send(i, kSettle, {}, [&told](const auto&) { told.count_down(); });
  }
  told.wait();
}

void PgSessions::Run(const std::stop_token& stop) {
  std::array<epoll_event, kEventsMax> events{};
  while (!stop.stop_requested()) {
    const int ready = epoll_wait(waits_.value(), events.data(), kEventsMax, -1);
    for (int i = 0; i < ready; ++i) {
      auto* session = static_cast<Session*>(events[static_cast<std::size_t>(i)].data.ptr);
      if (session != nullptr) Read(*session);
    }
  }
}

void PgSessions::Read(Session& session) {
  PgResult rows(nullptr, &PQclear);
  Done done;
  absl::Status failure;
  {
    const std::scoped_lock lock(session.mutex);
    PGconn* connection = session.connection.get();
    if (PQconsumeInput(connection) == 0) {
      epoll_ctl(waits_.value(), EPOLL_CTL_DEL, PQsocket(connection), nullptr);  // it would be readable for ever
      session.failure = Failed(connection, "read");
    }
    // An answer may come in parts; it is whole when PQgetResult has no more.
    while (PQisBusy(connection) == 0) {
      PGresult* next = PQgetResult(connection);
      if (next == nullptr) {
        done = std::exchange(session.done, nullptr);
        break;
      }
      session.rows.reset(next);
      if (!IsGood(next)) session.failure = Failed(connection, "a statement");
    }
    if (done == nullptr) return;
    rows = std::move(session.rows);
    failure = std::exchange(session.failure, absl::OkStatus());
  }
  if (!failure.ok()) return done(failure);
  done(std::move(rows));
}

}  // namespace wangge::bench
