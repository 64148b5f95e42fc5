#include <atomic>
#include <utility>

#include "base/status/text.h"
#include "tests/bench/contest/postgres_session.h"
#include "tests/bench/contest/postgres_work.h"

namespace wangge::bench {
namespace {

// One worker asks again and again for what is due by now, as an application's own scheduler does.
class Fires final : public Target {
 public:
  Fires(std::unique_ptr<PgSessions> sessions, std::uint64_t batch, std::uint64_t& slices)
      : batch_(batch), slices_(slices), sessions_(std::move(sessions)) {}

  std::size_t slots() const override { return 1; }
  std::uint64_t events_per_call() const override { return batch_; }
  void Settle() override { sessions_->Settle(); }
  void Start(std::size_t slot, Done done) override {
    ++slices_;
    sessions_->Send(slot, "0",
                    {PgInt8(static_cast<std::int64_t>(slices_)), PgInt8(kFireSlice.micros),
                     PgInt4(static_cast<std::int32_t>(batch_))},
                    [this, done = std::move(done)](const absl::StatusOr<PgResult>& rows) {
                      if (!rows.ok()) return done({.status = rows.status()});
                      done({.acked = static_cast<std::uint64_t>(Int8In(rows->get(), 0, 0))});
                    });
  }

 private:
  const std::uint64_t batch_;
  std::uint64_t& slices_;
  std::unique_ptr<PgSessions> sessions_;  // last: its thread uses the rest
};

}  // namespace

// Long past, so that no deadline of a load beside falls among them.
absl::Status PostgresArm(PGconn* connection, std::uint64_t per_slice) {
  return PgRun(connection,
               "WITH numbered AS (SELECT case_id, row_number() OVER (ORDER BY case_id) - 1 AS n FROM timer) "
               "UPDATE timer t SET due = timestamptz '2000-01-01Z' + n.n / $1::int8 * $2::int8 * interval '1 us' "
               "FROM numbered n WHERE n.case_id = t.case_id",
               {PgInt8(static_cast<std::int64_t>(per_slice)), PgInt8(kFireSlice.micros)})
      .status();
}

absl::StatusOr<std::unique_ptr<Target>> PostgresFires(const std::string& place, const Setting& setting,
                                                      std::uint64_t& slices) {
  WANGGE_ASSIGN_OR_RETURN(
      auto sessions,
      PgSessions::Open(place, 1,
                       {"SELECT fire(timestamptz '2000-01-01Z' + $1::int8 * $2::int8 * interval '1 us', $3::int4)"}));
  return std::make_unique<Fires>(std::move(sessions), setting.batch, slices);
}

}  // namespace wangge::bench
