#include "tests/bench/contest/postgres_work.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "base/status/text.h"
#include "services/wangge/client/request_id.h"
#include "tests/bench/contest/postgres_contender.h"
#include "tests/bench/contest/postgres_session.h"
#include "tests/bench/contest/told_report.h"

namespace wangge::bench {
namespace {

using Of = PgArray::Of;

// The plan of a statement is made once; its arrays have any length.
constexpr const char* kIntakeStatement =
    "SELECT request_id, case_number, case_version FROM intake($1, $2, $3, $4, $5, $6, $7, $8)";
constexpr const char* kLookUpStatement = "SELECT version FROM case_state WHERE id = ANY($1)";
constexpr const char* kActStatement = "SELECT case_number, case_version FROM act($1, $2, $3, $4, $5, $6, $7, $8)";

PgValues IntakeValues(ToldReports& reports, std::uint64_t count) {
  PgArray ids(Of::kUuid, count);
  PgArray lons(Of::kFloat8, count);
  PgArray lats(Of::kFloat8, count);
  PgArray categories(Of::kText, count);
  PgArray sources(Of::kText, count);
  PgArray descriptions(Of::kText, count);
  PgArray addresses(Of::kText, count);
  for (std::uint64_t i = 0; i < count; ++i) {
    const ToldReport told = reports.Next();
    ids.Add(PgUuid(told.request_id));
    lons.Add(PgFloat8(told.longitude));
    lats.Add(PgFloat8(told.latitude));
    categories.Add(ToldReport::kCategory);
    sources.Add(ToldReport::kSource);
    descriptions.Add(ToldReport::kDescription);
    addresses.Add(ToldReport::kAddress);
  }
  return {ids.Take(),          lons.Take(),     lats.Take(),
          categories.Take(),   sources.Take(),  std::string(ToldReport::kActor),
          descriptions.Take(), addresses.Take()};
}

Answer AnswerOf(const absl::StatusOr<PgResult>& rows, std::uint64_t expected) {
  if (!rows.ok()) return {.status = rows.status()};
  const auto count = static_cast<std::uint64_t>(PQntuples(rows->get()));
  if (count == expected) return {.acked = count};
  return {.acked = count,
          .status = FailedPrecondition("Expected " + std::to_string(expected) + " rows, but got " +
                                       std::to_string(count) + ".")};
}

class Intake final : public Target {
 public:
  Intake(std::unique_ptr<PgSessions> sessions, std::uint64_t batch) : batch_(batch), sessions_(std::move(sessions)) {
    for (std::size_t i = 0; i < sessions_->size(); ++i) reports_.emplace_back(i);
  }

  std::size_t slots() const override { return sessions_->size(); }
  std::uint64_t events_per_call() const override { return batch_; }
  void Settle() override { sessions_->Settle(); }
  void Start(std::size_t slot, Done done) override {
    sessions_->Send(slot, "0", IntakeValues(reports_[slot], batch_),
                    [this, done = std::move(done)](const auto& rows) { done(AnswerOf(rows, batch_)); });
  }

 private:
  const std::uint64_t batch_;
  std::vector<ToldReports> reports_;
  std::unique_ptr<PgSessions> sessions_;  // last: its thread uses the rest
};

// Some cases at once, all at the same step.
class Lives final : public Target {
 public:
  Lives(std::unique_ptr<PgSessions> sessions, const LifePlan& plan, std::size_t steps, std::uint64_t batch)
      : plan_(plan), steps_(steps), batch_(batch), slots_(sessions->size()), sessions_(std::move(sessions)) {
    for (std::size_t i = 0; i < slots_.size(); ++i) slots_[i].reports = ToldReports(i);
  }

  std::size_t slots() const override { return slots_.size(); }
  std::uint64_t events_per_call() const override { return batch_ * (steps_ + 1); }
  void Settle() override { sessions_->Settle(); }

  void Start(std::size_t number, Done done) override {
    Slot& slot = slots_[number];
    slot.done = std::move(done);
    slot.acked = 0;
    sessions_->Send(number, "0", IntakeValues(slot.reports, batch_), [this, number](const auto& rows) {
      Slot& reported = slots_[number];
      if (!Take(reported, rows, 1)) return;
      LookUp(number);
    });
  }

 private:
  struct Slot {
    ToldReports reports{0};
    std::vector<std::int64_t> cases{};
    std::vector<std::int32_t> versions{};
    std::uint64_t acked = 0;
    Done done{};
  };

  // Keeps the cases and versions of an answer, in columns `first` and the next. False: the life has ended.
  bool Take(Slot& slot, const absl::StatusOr<PgResult>& rows, int first) {
    const Answer answer = AnswerOf(rows, batch_);
    slot.acked += answer.acked;
    if (!answer.status.ok()) {
      End(slot, answer.status);
      return false;
    }
    slot.cases.clear();
    slot.versions.clear();
    for (int row = 0; row < PQntuples(rows->get()); ++row) {
      slot.cases.push_back(Int8In(rows->get(), row, first));
      slot.versions.push_back(Int4In(rows->get(), row, first + 1));
    }
    return true;
  }

  std::string CasesOf(const Slot& slot) const {
    PgArray cases(Of::kInt8, slot.cases.size());
    for (const std::int64_t id : slot.cases) cases.Add(PgInt8(id));
    return cases.Take();
  }

  // As whoever takes the first step looks at the case before.
  void LookUp(std::size_t number) {
    sessions_->Send(number, "1", {CasesOf(slots_[number])}, [this, number](const auto& rows) {
      const Answer answer = AnswerOf(rows, batch_);
      if (!answer.status.ok()) return End(slots_[number], answer.status);
      Step(number, 0);
    });
  }

  void Step(std::size_t number, std::size_t at) {
    Slot& slot = slots_[number];
    if (at == steps_) return End(slot, absl::OkStatus());
    const PlannedStep& step = plan_.steps[at];
    PgArray ids(Of::kUuid, batch_);
    PgArray versions(Of::kInt4, batch_);
    for (const std::int32_t version : slot.versions) {
      ids.Add(PgUuid(client::NewRequestId()));
      versions.Add(PgInt4(version));
    }
    const auto given = [](bool is_given, const char* value) {
      return is_given ? std::optional<std::string>(value) : std::nullopt;
    };
    sessions_->Send(number, "2",
                    {ids.Take(), CasesOf(slot), versions.Take(), step.action, "bench-" + step.role,
                     given(step.names_unit, plan_.unit.c_str()), given(step.names_condition, plan_.condition.c_str()),
                     given(step.has_note, "已处理，现场恢复正常。")},
                    [this, number, at](const auto& rows) {
                      if (Take(slots_[number], rows, 0)) Step(number, at + 1);
                    });
  }

  static void End(Slot& slot, const absl::Status& status) {
    const Done done = std::exchange(slot.done, nullptr);
    done({.acked = slot.acked, .status = status});
  }

  const LifePlan& plan_;
  const std::size_t steps_;
  const std::uint64_t batch_;
  std::vector<Slot> slots_;
  std::unique_ptr<PgSessions> sessions_;  // last: its thread uses the rest
};

}  // namespace

absl::StatusOr<std::unique_ptr<Target>> PostgresIntake(const std::string& place, const Setting& setting) {
  const std::size_t count = std::min(setting.in_flight, kPostgresSessionsMax);
  WANGGE_ASSIGN_OR_RETURN(auto sessions, PgSessions::Open(place, count, {kIntakeStatement}));
  return std::make_unique<Intake>(std::move(sessions), setting.batch);
}

absl::StatusOr<std::unique_ptr<Target>> PostgresLife(const std::string& place, const LifePlan& plan,
                                                     const Setting& setting) {
  const std::size_t count = std::min(setting.in_flight, kPostgresSessionsMax);
  WANGGE_ASSIGN_OR_RETURN(auto sessions,
                          PgSessions::Open(place, count, {kIntakeStatement, kLookUpStatement, kActStatement}));
  const std::size_t steps = setting.steps_max == 0 ? plan.steps.size() : setting.steps_max;
  return std::make_unique<Lives>(std::move(sessions), plan, steps, setting.batch);
}

}  // namespace wangge::bench
