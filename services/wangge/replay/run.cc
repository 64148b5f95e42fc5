#include "services/wangge/replay/run.h"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <memory>
#include <system_error>
#include <utility>

#include "base/hex.h"
#include "base/status/text.h"
#include "catalog/edition_set.h"
#include "domain/plain_path.h"
#include "engine/digest.h"
#include "engine/feed.h"
#include "engine/shard.h"
#include "insight/feed_facts.h"
#include "services/wangge/activate_edition.h"
#include "services/wangge/replay/generated_config.h"
#include "services/wangge/replay/placer.h"
#include "services/wangge/state_files.h"

namespace wangge::replay {
namespace {

constexpr std::uint64_t kProgressEvery = 1'000;
constexpr std::size_t kReadMax = 4'096;

// One end of a record on the virtual clock.
struct Moment {
  Timestamp at;
  std::size_t record;
  bool closes;
};

std::vector<Moment> MomentsOf(const std::vector<Record>& records) {
  std::vector<Moment> moments;
  for (std::size_t i = 0; i < records.size(); ++i) {
    moments.push_back({records[i].opened, i, false});
    if (records[i].closed) moments.push_back({*records[i].closed, i, true});
  }
  std::ranges::sort(moments, [](const Moment& a, const Moment& b) {
    return std::tie(a.at, a.record, a.closes) < std::tie(b.at, b.record, b.closes);
  });
  return moments;
}

class Runner {
 public:
  Runner(const ReplayMap& map, const Records& records, const Placer& placer)
      : map_(map), records_(records), placer_(placer), agreement_(map) {}

  absl::Status Open(const std::string& state) {
    WANGGE_ASSIGN_OR_RETURN(files_, OpenStateFiles(state, OpenFor::kFresh, {.inline_mode = true}));
    WANGGE_ASSIGN_OR_RETURN(shard_, engine::Shard::Open(*files_.committer, {}, CatalogLoader(), nullptr));
    return absl::OkStatus();
  }

  absl::Status Activate(const catalog::ConfigEdition& edition, Timestamp at) {
    WANGGE_RETURN_IF_ERROR(catalog::CheckBody(edition.kind, edition.name, edition.body, edition.file));
    return ActivateEdition(*shard_, edition, {.id = "replay"}, at).status();
  }

  absl::Status FindPath() {
    const auto* system = shard_->editions()->systems.Active(map_.id);
    const auto* procedure = shard_->editions()->procedures.Active(system->body->procedure);
    procedure_ = procedure->body;
    path_ = domain::PlainPath(*procedure_);
    // The record knows the opening and the closing: what comes before the hand-in belongs to the former.
    const auto dispatch = std::ranges::find_if(
        path_, [this](domain::ActionIndex i) { return procedure_->actions[i].Has(domain::ActionEffect::kDispatch); });
    if (dispatch == path_.end()) {
      return FailedPrecondition("Expected a procedure whose plain path dispatches a case, but \"" + procedure_->id +
                                "\" has none.");
    }
    const auto hand_in = std::find_if(dispatch, path_.end(), [this](domain::ActionIndex i) {
      return procedure_->actions[i].milestone == domain::Milestone::kHandled;
    });
    opening_steps_ = static_cast<std::size_t>((hand_in == path_.end() ? dispatch + 1 : hand_in) - path_.begin());
    return absl::OkStatus();
  }

  absl::Status Replay(const std::function<void(std::uint64_t, std::uint64_t)>& progress) {
    const std::vector<Moment> moments = MomentsOf(records_.records);
    cases_.resize(records_.records.size());
    for (std::size_t i = 0; i < moments.size() && failure_.ok(); ++i) {
      const Moment& moment = moments[i];
      record_ = moment.record;
      shard_->StageTimersUntil(moment.at);
      if (moment.closes) {
        Walk(moment.record, opening_steps_, path_.size(), moment.at);
      } else {
        Report(moment.record);
        Walk(moment.record, 0, opening_steps_, moment.at);
      }
      if (progress && i % kProgressEvery == 0) progress(i, moments.size());
    }
    shard_->Commit();
    if (!failure_.ok()) return failure_;
    return shard_->Flush();
  }

  absl::Status Read(RunReport& report) {
    insight::FactTable table;
    insight::FeedFacts facts(table, [this](domain::EditionId id) { return shard_->editions()->procedures.Find(id); });
    const engine::Feed feed(*files_.committer, shard_->last_position());
    for (domain::LogPosition from{1};;) {
      WANGGE_ASSIGN_OR_RETURN(const auto records, feed.Read(from, kReadMax));
      if (records.empty()) break;
      for (const engine::FeedRecord& record : records) {
        facts.Apply(record.record->case_id, record.record->events);
        Count(record.record->events, report);
      }
      from.value += records.size();
    }
    report.all = insight::ResolutionTimes(table, {.now = shard_->last_time()}).front();
    report.by_unit =
        insight::ResolutionTimes(table, {.group_by = {insight::GroupBy::kUnit}, .now = shard_->last_time()});
    for (const LayerSource& layer : map_.layers) report.layer_names.push_back(layer.name);
    report.layers = agreement_.counts();
    WANGGE_ASSIGN_OR_RETURN(const Hash digest, engine::DigestOf(*files_.committer->Published()));
    report.digest = ToHex(BytesOf(digest));
    return absl::OkStatus();
  }

 private:
  static void Count(const std::vector<domain::Event>& events, RunReport& report) {
    for (const domain::Event& event : events) {
      if (std::holds_alternative<domain::DeadlinePassed>(event)) ++report.timers_fired;
      const auto* started = std::get_if<domain::ClockStarted>(&event);
      if (started != nullptr && started->due_not_after_start) ++report.due_not_after_open;
    }
  }

  // One synthetic actor a role, so that whoever handles is never who checks.
  static domain::Actor ActorOf(const std::vector<std::string>& roles, const std::string& organisation) {
    return {.id = "replay-" + roles.front(), .organisation = organisation, .area = "*", .roles = {roles.front()}};
  }

  void Do(engine::Envelope envelope, Timestamp at) {
    shard_->Stage(
        {.envelope = std::move(envelope),
         .done =
             [this, record = record_](const engine::Answer& answer) {
               if (!failure_.ok() || std::holds_alternative<engine::Accepted>(answer)) return;
               const auto* rejection = std::get_if<domain::Rejection>(&answer);
               failure_ = rejection != nullptr ? FailedPrecondition(rejection->reason + ": " + rejection->text)
                                               : std::get<absl::Status>(answer);
               failure_ = WithContext(
                   "record \"" + records_.records[record].id + "\" (the state is not complete: remove it)", failure_);
             }},
        at);
  }

  void Report(std::size_t index) {
    const Record& record = records_.records[index];
    Placer::Place place = placer_.Of(record);
    for (std::size_t layer = 0; layer < place.cells.size(); ++layer) {
      agreement_.Add(layer, record, place.cells[layer]);
    }
    const domain::LogPosition before = shard_->last_position();
    Do({.actor = ActorOf(procedure_->report_roles, {}),
        .command = domain::SubmitReport{.system = map_.id,
                                        .source = record.source,
                                        .category = record.category,
                                        .location = std::move(place.location)}},
       record.opened);
    if (shard_->last_position() > before) cases_[index] = domain::MakeCaseId({}, shard_->last_position());
  }

  void Walk(std::size_t index, std::size_t from, std::size_t to, Timestamp at) {
    const Record& record = records_.records[index];
    for (std::size_t step = from; step < to; ++step) {
      const domain::Action& action = procedure_->actions[path_[step]];
      const bool dispatches = action.Has(domain::ActionEffect::kDispatch);
      // The last step ends the case when the record says so; all others are not in the record.
      const bool recorded = step + 1 == path_.size();
      // Only who acts for the unit is of the unit: who judges never is.
      const bool of_unit = action.IsOfUnit();
      Do({.actor = ActorOf(action.roles, of_unit ? record.unit : std::string{}),
          .command =
              domain::PerformAction{
                  .case_id = cases_[index],
                  .action = action.id,
                  .desk = action.desk,
                  .unit = action.Asks(domain::Input::kUnit) ? record.unit : std::string{},
                  .condition = action.Asks(domain::Input::kCondition) ? ConditionOf(record.category) : std::string{},
                  .has_note = action.Asks(domain::Input::kNote),
                  .recorded_due = dispatches ? record.due : std::nullopt,
                  .inferred = !recorded}},
         at);
    }
  }

  const ReplayMap& map_;
  const Records& records_;
  const Placer& placer_;
  Agreement agreement_;
  OpenState files_;
  std::unique_ptr<engine::Shard> shard_;
  std::shared_ptr<const domain::Procedure> procedure_;
  std::vector<domain::ActionIndex> path_;
  std::size_t opening_steps_ = 0;
  std::vector<domain::CaseId> cases_;  // parallel to the records
  absl::Status failure_;
  std::size_t record_ = 0;  // the one whose steps are taken
};

absl::Status ActivateAll(Runner& runner, const ReplayMap& map, const Records& records, const Placer& placer,
                         const std::string& config_dir, Timestamp at) {
  WANGGE_ASSIGN_OR_RETURN(const auto base, catalog::ReadConfigFiles(config_dir + "/replay/base.textproto"));
  const auto procedure = std::ranges::find(base, domain::EditionKind::kProcedure, &catalog::ConfigEdition::kind);
  if (procedure == base.end()) {
    return FailedPrecondition("Expected a procedure in " + config_dir + "/replay/base.textproto, but it lists none.");
  }
  std::vector<catalog::ConfigEdition> editions = placer.editions();
  for (auto& edition : GenerateConfig(map, records, procedure->name)) editions.push_back(std::move(edition));
  // Who may activate is laid down last.
  const auto roles_last = [](const catalog::ConfigEdition& e) { return e.kind == domain::EditionKind::kRoles; };
  editions.insert(editions.end(), base.begin(), base.end());
  std::ranges::stable_partition(editions, std::not_fn(roles_last));
  for (const catalog::ConfigEdition& edition : editions) WANGGE_RETURN_IF_ERROR(runner.Activate(edition, at));
  return absl::OkStatus();
}

// "BAD_TIME 3, MISSING_ID 1".
std::string ReasonsOf(const Rejects& rejects) {
  std::string text;
  for (const auto& [reason, count] : rejects.by_reason()) {
    text.append(text.empty() ? "" : ", ").append(reason).append(" ").append(std::to_string(count));
  }
  return text;
}

// FAILED_PRECONDITION when they are all there is.
absl::Status WriteRejects(const RunOptions& options, const Records& records) {
  if (records.rows == 0) {
    return FailedPrecondition("Expected at least one row that can be taken, but " + options.input +
                              " has none below its header.");
  }
  const std::string file = options.rejects_file.empty() ? options.state + ".rejects.csv" : options.rejects_file;
  if (options.rejects_file.empty()) {
    std::error_code ignored;  // writing tells what is wrong
    std::filesystem::create_directories(std::filesystem::path(file).parent_path(), ignored);
  }
  WANGGE_RETURN_IF_ERROR(records.rejects.Write(file));
  if (!records.records.empty()) return absl::OkStatus();
  return FailedPrecondition("Expected at least one row that can be taken, but all " + std::to_string(records.rows) +
                            " were rejected (" + ReasonsOf(records.rejects) + "); see " + file + ".");
}

}  // namespace

absl::StatusOr<RunReport> Run(const RunOptions& options) {
  const auto start = std::chrono::steady_clock::now();
  WANGGE_ASSIGN_OR_RETURN(const ReplayMap map, LoadReplayMap(options.map_file));
  WANGGE_ASSIGN_OR_RETURN(const std::string config_dir, ConfigDir(options.config_dir));
  WANGGE_ASSIGN_OR_RETURN(const Records records, LoadAll(map, options.input));
  WANGGE_ASSIGN_OR_RETURN(const Placer placer, Placer::Load(map, options.input, options.layer_files));
  if (options.note) {
    for (const std::string& finding : placer.findings()) options.note(finding);
  }

  // The rejects first: where they cannot be written, or are all there is, no state is made.
  WANGGE_RETURN_IF_ERROR(CheckStateFolder(options.state, OpenFor::kFresh));
  WANGGE_RETURN_IF_ERROR(WriteRejects(options, records));
  Runner runner(map, records, placer);
  WANGGE_RETURN_IF_ERROR(runner.Open(options.state));
  WANGGE_RETURN_IF_ERROR(ActivateAll(runner, map, records, placer, config_dir, records.records.front().opened));
  WANGGE_RETURN_IF_ERROR(runner.FindPath());
  WANGGE_RETURN_IF_ERROR(runner.Replay(options.progress));

  RunReport report{.rows = records.rows, .rejected = records.rejects.by_reason()};
  WANGGE_RETURN_IF_ERROR(runner.Read(report));
  report.wall_s = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  return report;
}

}  // namespace wangge::replay
