#include "services/wangge/bench/lifecycle.h"

#include <algorithm>
#include <chrono>
#include <memory>
#include <optional>
#include <variant>

#include "base/status/text.h"
#include "domain/decide/decide.h"
#include "domain/evolve.h"
#include "domain/plain_path.h"
#include "domain/project.h"
#include "engine/shard.h"
#include "services/wangge/activate_edition.h"
#include "services/wangge/state_files.h"
#include "storage/memory_store.h"

namespace wangge::bench {
namespace {

using Clock = std::chrono::steady_clock;

Duration Since(Clock::time_point start) {
  return Microseconds(std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - start).count());
}

// What the lives have in common: one system, its plain path, and somebody for each step of it.
class Life {
 public:
  static absl::StatusOr<Life> Of(const domain::Editions& editions) {
    if (editions.systems.active.empty()) return FailedPrecondition("Expected a system, but there is none.");
    Life life;
    const domain::System& system = *editions.systems.active.begin()->second.body;
    const auto* procedure = editions.procedures.Active(system.procedure);
    const auto* catalogue = editions.catalogues.Active(system.catalogue);
    if (procedure == nullptr || catalogue == nullptr) {
      return FailedPrecondition("Expected the procedure and the catalogue of the system in force.");
    }
    life.procedure_ = procedure->body;
    life.path_ = domain::PlainPath(*procedure->body);
    const auto limited =
        std::ranges::find_if(catalogue->body->conditions(), [](const auto& c) { return c.limit.has_value(); });
    const auto source =
        std::ranges::find_if(system.sources, [](const auto& s) { return s.second.trusted && s.second.entry.empty(); });
    const auto unit = std::ranges::find_if(*editions.organisations, [](const auto& organisation) {
      return organisation.second.kind == domain::OrganisationKind::kUnit;
    });
    if (limited == catalogue->body->conditions().end() || source == system.sources.end() ||
        unit == editions.organisations->end() || life.path_.empty()) {
      return FailedPrecondition(
          "Expected a condition with a limit, a trusted source, a unit and a way to the end, but one is missing.");
    }
    life.report_ = {.system = system.id, .source = source->first, .category = limited->category};
    life.condition_ = limited->id;
    life.unit_ = unit->first;
    const auto& roles = source->second.roles.empty() ? life.procedure_->report_roles : source->second.roles;
    life.reporter_ = Somebody(roles, {});
    for (const domain::ActionIndex index : life.path_) {
      const domain::Action& action = life.procedure_->actions[index];
      life.actors_.push_back(Somebody(action.roles, action.IsOfUnit() ? life.unit_ : std::string{}));
    }
    return life;
  }

  std::size_t steps() const { return path_.size(); }
  const domain::Actor& reporter() const { return reporter_; }
  const domain::SubmitReport& report() const { return report_; }
  const domain::Actor& actor(std::size_t step) const { return actors_[step]; }
  domain::PerformAction Step(std::size_t step, domain::CaseId id) const {
    const domain::Action& action = procedure_->actions[path_[step]];
    domain::PerformAction command{.case_id = id, .action = action.id, .desk = action.desk};
    if (action.Asks(domain::Input::kUnit)) command.unit = unit_;
    if (action.Asks(domain::Input::kCondition)) command.condition = condition_;
    command.inferred = action.Asks(domain::Input::kProof);  // nobody stands anywhere
    command.has_note = action.Asks(domain::Input::kNote);
    return command;
  }

 private:
  static domain::Actor Somebody(const std::vector<std::string>& roles, std::string organisation) {
    return {
        .id = "bench-" + roles.front(), .organisation = std::move(organisation), .area = "*", .roles = {roles.front()}};
  }

  std::shared_ptr<const domain::Procedure> procedure_;
  std::vector<domain::ActionIndex> path_;
  std::vector<domain::Actor> actors_;
  domain::Actor reporter_;
  domain::SubmitReport report_;
  std::string condition_;
  std::string unit_;
};

struct Opened {
  OpenState files;
  std::unique_ptr<engine::Shard> shard;
};

absl::StatusOr<Opened> Open(const std::vector<catalog::ConfigEdition>& editions, Timestamp at,
                            const std::string& state) {
  Opened opened;
  if (state.empty()) {
    opened.files.store = storage::NewMemoryStore();
    WANGGE_ASSIGN_OR_RETURN(opened.files.committer,
                            storage::RocksCommitter::Open(opened.files.store.get(), {.inline_mode = true}));
  } else {
    WANGGE_ASSIGN_OR_RETURN(opened.files, OpenStateFiles(state, OpenFor::kFresh, {.inline_mode = true}));
  }
  WANGGE_ASSIGN_OR_RETURN(opened.shard, engine::Shard::Open(*opened.files.committer, {}, CatalogLoader(), nullptr));
  for (const catalog::ConfigEdition& edition : editions) {
    if (edition.kind == domain::EditionKind::kLayer) continue;  // places are found before the engine
    WANGGE_RETURN_IF_ERROR(ActivateEdition(*opened.shard, edition, {.id = "bench", .area = "*"}, at).status());
  }
  return opened;
}

// One step of every case of a group; the cases' ids are what the reports answer.
class Group {
 public:
  Group(engine::Shard& shard, std::uint64_t size) : shard_(shard), ids_(size) {}

  absl::Status Report(const Life& life, Timestamp at) {
    std::vector<engine::Pending> commands;
    for (domain::CaseId& id : ids_) {
      commands.push_back({{.actor = life.reporter(), .command = life.report()},
                          [this, &id](engine::Answer answer) { Take(answer, &id); }});
    }
    return Send(std::move(commands), at);
  }

  absl::Status Step(const Life& life, std::size_t step, Timestamp at) {
    std::vector<engine::Pending> commands;
    for (const domain::CaseId id : ids_) {
      commands.push_back({{.actor = life.actor(step), .command = life.Step(step, id)},
                          [this](engine::Answer answer) { Take(answer, nullptr); }});
    }
    return Send(std::move(commands), at);
  }

 private:
  void Take(const engine::Answer& answer, domain::CaseId* id) {
    if (const auto* accepted = std::get_if<engine::Accepted>(&answer)) {
      if (id != nullptr) *id = accepted->the_case->id;
      return;
    }
    const auto* refusal = std::get_if<domain::Rejection>(&answer);
    failure_ = refusal != nullptr ? FailedPrecondition(refusal->reason + ": " + refusal->text)
                                  : std::get<absl::Status>(answer);
  }

  absl::Status Send(std::vector<engine::Pending> commands, Timestamp at) {
    shard_.Process(std::move(commands), at);
    WANGGE_RETURN_IF_ERROR(shard_.Flush());
    return failure_;
  }

  engine::Shard& shard_;
  std::vector<domain::CaseId> ids_;
  absl::Status failure_;
};

}  // namespace

absl::StatusOr<LifecycleResult> RunCore(const std::vector<catalog::ConfigEdition>& editions, std::uint64_t cases,
                                        Timestamp start) {
  WANGGE_ASSIGN_OR_RETURN(const Opened opened, Open(editions, start, {}));
  const std::shared_ptr<const domain::Editions> in_force = opened.shard->editions();
  WANGGE_ASSIGN_OR_RETURN(const Life life, Life::Of(*in_force));
  LifecycleResult result;
  std::uint64_t timers = 0;  // keeps the projection from being optimised away
  const std::uint64_t warm_up = cases / 10;
  Clock::time_point begun = Clock::now();
  for (std::uint64_t i = 0; i < cases + warm_up; ++i) {
    if (i == warm_up) {
      begun = Clock::now();
      result.transitions = 0;
    }
    domain::LogPosition position{1'000 + i * (life.steps() + 1)};
    domain::Case c{.id = domain::MakeCaseId({}, position)};
    const auto apply = [&](const domain::Decision& decision, const domain::Case* before) -> absl::Status {
      if (const auto* refusal = std::get_if<domain::Rejection>(&decision)) {
        return FailedPrecondition(refusal->reason + ": " + refusal->text);
      }
      domain::Case after = c;
      domain::EvolveAll(after, position, std::get<std::vector<domain::Event>>(decision));
      timers += domain::ProjectTimer(before, after).put ? 1 : 0;
      c = std::move(after);
      ++position.value;
      ++result.transitions;
      return absl::OkStatus();
    };
    domain::Context context{.position = position, .now = start, .editions = in_force.get()};
    context.actor = &life.reporter();
    WANGGE_RETURN_IF_ERROR(apply(domain::Decide(context, nullptr, life.report()), nullptr));
    for (std::size_t step = 0; step < life.steps(); ++step) {
      context.actor = &life.actor(step);
      context.position = position;
      WANGGE_RETURN_IF_ERROR(apply(domain::Decide(context, &c, life.Step(step, c.id)), &c));
    }
  }
  result.wall = Since(begun);
  result.cases = cases;
  if (timers == 0) return FailedPrecondition("Expected a procedure with clocks, but no timer was ever armed.");
  return result;
}

absl::StatusOr<LifecycleResult> RunEngine(const std::vector<catalog::ConfigEdition>& editions, std::uint64_t cases,
                                          std::uint64_t in_flight, Timestamp start, const std::string& state) {
  WANGGE_ASSIGN_OR_RETURN(const Opened opened, Open(editions, start, state));
  WANGGE_ASSIGN_OR_RETURN(const Life life, Life::Of(*opened.shard->editions()));
  LifecycleResult result{.cases = cases};
  Timestamp now = start;
  const auto begun = Clock::now();
  for (std::uint64_t done = 0; done < cases; done += in_flight) {
    Group group(*opened.shard, std::min(in_flight, cases - done));
    WANGGE_RETURN_IF_ERROR(group.Report(life, now));
    for (std::size_t step = 0; step < life.steps(); ++step) {
      now = now + Milliseconds(1);
      WANGGE_RETURN_IF_ERROR(group.Step(life, step, now));
    }
    if (!state.empty()) result.syncs += life.steps() + 1;
  }
  result.wall = Since(begun);
  result.transitions = cases * (life.steps() + 1);
  return result;
}

}  // namespace wangge::bench
