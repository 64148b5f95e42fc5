#include <algorithm>
#include <atomic>
#include <utility>
#include <vector>

#include "base/status/text.h"
#include "tests/bench/contest/listed.h"
#include "tests/bench/contest/postgres_contender.h"
#include "tests/bench/contest/postgres_session.h"
#include "tests/bench/contest/postgres_work.h"

namespace wangge::bench {
namespace {

// What a row of a list shows, as ours: everything but personal words.
constexpr const char* kShown =
    "SELECT id, version, stage, is_open, category, source, condition, unit, inspector, cells, ST_X(place), "
    "ST_Y(place), "
    "received, due, clocks FROM ";

// The page is found first, over an index that begins with what narrows the list most; then its other half by key.
std::string OfState(const std::string& where, const std::string& order) {
  return kShown + ("(SELECT * FROM case_state WHERE is_open" + where + " ORDER BY " + order +
                   " LIMIT 50) s JOIN city_case USING (id) ORDER BY " + order);
}
std::string OfCase(const std::string& where) {
  return kShown + ("(SELECT * FROM city_case WHERE " + where +
                   " ORDER BY id DESC LIMIT 50) c JOIN case_state USING (id) ORDER BY id DESC");
}

// In the order of ListKind.
std::vector<std::string> Statements() {
  return {OfState(" AND stage = $1", "id DESC"),
          OfState(" AND unit = $1", "id DESC"),
          OfState(" AND unit = $1", "due, id"),
          OfCase("street = $1"),
          OfState("", "due, id"),
          OfCase("category = $1"),
          OfCase("source = $1"),
          OfCase("id = $1")};
}

class Pages final : public Target {
 public:
  Pages(std::unique_ptr<PgSessions> sessions, const LifePlan& plan, std::string list, std::vector<std::string> numbers)
      : plan_(plan), list_(std::move(list)), numbers_(std::move(numbers)), sessions_(std::move(sessions)) {}

  std::size_t slots() const override { return sessions_->size(); }
  std::uint64_t events_per_call() const override { return 1; }
  void Settle() override { sessions_->Settle(); }

  void Start(std::size_t slot, Done done) override {
    const std::uint64_t turn = turn_++;
    const ListAsked asked = AskFor(list_, plan_, turn);
    PgValues values;
    if (asked.kind == ListKind::kNumber) {
      values.emplace_back(numbers_[turn % numbers_.size()]);
    } else if (asked.kind != ListKind::kDue) {
      values.emplace_back(asked.value);
    }
    sessions_->Send(slot, std::to_string(static_cast<int>(asked.kind)), values,
                    [done = std::move(done)](const absl::StatusOr<PgResult>& rows) {
                      if (!rows.ok()) return done({.status = rows.status()});
                      if (PQntuples(rows->get()) > 0) return done({.acked = 1});
                      done({.status = NotFound("Expected a page with cases, but it is empty.")});
                    });
  }

 private:
  const LifePlan& plan_;
  const std::string list_;
  const std::vector<std::string> numbers_;  // in binary
  std::atomic<std::uint64_t> turn_ = 0;
  std::unique_ptr<PgSessions> sessions_;  // last: its thread uses the rest
};

}  // namespace

absl::StatusOr<std::unique_ptr<Target>> PostgresPages(const std::string& place, const LifePlan& plan,
                                                      const Setting& setting) {
  WANGGE_ASSIGN_OR_RETURN(const auto connection, PgConnect(place));
  WANGGE_ASSIGN_OR_RETURN(const auto rows,
                          PgRun(connection.get(), "SELECT id FROM city_case ORDER BY id DESC LIMIT 50"));
  std::vector<std::string> numbers;
  for (int row = 0; row < PQntuples(rows.get()); ++row) numbers.push_back(PgInt8(Int8In(rows.get(), row, 0)));
  if (numbers.empty()) return FailedPrecondition("Expected cases to list, but there are none.");
  WANGGE_ASSIGN_OR_RETURN(auto sessions,
                          PgSessions::Open(place, std::min(setting.in_flight, kPostgresSessionsMax), Statements()));
  return std::make_unique<Pages>(std::move(sessions), plan, setting.list, std::move(numbers));
}

}  // namespace wangge::bench
