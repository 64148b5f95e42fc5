#include "services/wangge/simulate/engine_port.h"

#include <algorithm>
#include <filesystem>
#include <utility>

#include "base/status/text.h"
#include "services/wangge/activate_edition.h"
#include "storage/keys.h"

namespace wangge::simulate {
namespace {

void AddSealed(const vault::Sealer& sealer, const vault::DataKey& key, storage::SealedLabel label,
               const std::string& name, const std::string& plain, engine::Envelope& envelope) {
  if (!plain.empty()) envelope.sealed.push_back({label, sealer.Seal(key, name, plain)});
}

absl::Status FailureOf(const engine::Answer& answer) {
  if (const auto* rejection = std::get_if<domain::Rejection>(&answer)) {
    return FailedPrecondition(rejection->reason + ": " + rejection->text);
  }
  const auto* status = std::get_if<absl::Status>(&answer);
  return status == nullptr ? absl::OkStatus() : *status;
}

}  // namespace

absl::StatusOr<std::unique_ptr<EnginePort>> EnginePort::Make(const City& city, const std::string& state, Timestamp at) {
  WANGGE_RETURN_IF_ERROR(CheckStateFolder(state, OpenFor::kFresh));
  std::error_code error;
  std::filesystem::create_directories(state, error);
  if (error) return Internal("Expected to make directory \"" + state + "\", but: " + error.message() + ".");
  vault::SystemEntropy entropy;
  WANGGE_ASSIGN_OR_RETURN(auto master, vault::MasterKey::LoadOrCreate(MasterKeyFile(state), entropy));
  std::unique_ptr<EnginePort> port(new EnginePort(city, std::move(master)));
  WANGGE_ASSIGN_OR_RETURN(port->files_, OpenStateFiles(state, OpenFor::kFresh, {.inline_mode = true, .sync = false}));
  WANGGE_ASSIGN_OR_RETURN(port->shard_, engine::Shard::Open(*port->files_.committer, {}, CatalogLoader(), nullptr));
  WANGGE_RETURN_IF_ERROR(port->Activate(at));
  return port;
}

absl::Status EnginePort::Activate(Timestamp at) {
  now_ = at;
  for (const catalog::ConfigEdition& edition : city_.editions) {
    WANGGE_RETURN_IF_ERROR(ActivateEdition(*shard_, edition, {.id = "owner"}, at).status());
  }
  return absl::OkStatus();
}

absl::Status EnginePort::AdvanceTo(Timestamp to) {
  shard_->StageTimersUntil(to);
  shard_->Commit();
  now_ = to;
  return files_.committer->Failed();
}

absl::StatusOr<CaseState> EnginePort::Do(engine::Envelope envelope) {
  engine::Answer answer;
  std::vector<engine::Pending> one;
  one.push_back({std::move(envelope), [&answer](engine::Answer given) { answer = std::move(given); }});
  shard_->Process(std::move(one), now_);
  WANGGE_RETURN_IF_ERROR(FailureOf(answer));
  const auto& accepted = std::get<engine::Accepted>(answer);
  return accepted.the_case == nullptr ? CaseState{} : StateOf(*accepted.the_case);
}

CaseState EnginePort::StateOf(const domain::Case& c) const {
  CaseState state{.id = c.id, .area = c.area, .stage = city_.procedure->stages[c.stage].id, .unit = c.unit};
  state.position = c.location.position;
  const domain::ClockRun* run = domain::LatestRun(c, city_.procedure->disposal_clock);
  if (run != nullptr && !run->stopped) state.disposal_limit = run->due - run->start;
  return state;
}

domain::Location EnginePort::Locate(const std::optional<Position>& position) const {
  domain::Location location{.position = position,
                            .source = position ? domain::PositionSource::kGnss : domain::PositionSource::kNone};
  if (!position) return location;
  for (const auto& layer : city_.layers) {
    const geo::Location found = layer->Locate(*position, {.edge = true, .nearest = true});
    if (found.code.empty()) {
      location.gaps.push_back({layer->name(), found.version, std::string(found.nearest), found.nearest_cm.value_or(0)});
    } else {
      location.placements.push_back({layer->name(), found.version, std::string(found.code), found.matches,
                                     static_cast<std::uint32_t>(found.edge_cm.value_or(0))});
    }
  }
  return location;
}

absl::StatusOr<CaseState> EnginePort::Report(const domain::Actor& actor, const NewReport& report) {
  const vault::DataKey key = sealer_.NewKey(now_);
  const vault::WrappedKey wrapped = sealer_.Wrap(key);
  engine::Envelope envelope{
      .actor = actor,
      .command = domain::SubmitReport{.system = city_.system->id,
                                      .source = report.source,
                                      .category = report.category,
                                      .location = Locate(report.position),
                                      .occurred_at = report.occurred_at,
                                      .component = ClaimOf(city_, report.category, report.position)},
      .wrapped_case_key = std::string(wrapped.id.View()) + wrapped.wrapped};
  using storage::SealedLabel;
  AddSealed(sealer_, key, SealedLabel::kDescription, "description", report.description, envelope);
  AddSealed(sealer_, key, SealedLabel::kReporterName, "reporter_name", report.reporter_name, envelope);
  AddSealed(sealer_, key, SealedLabel::kReporterContact, "reporter_contact", report.reporter_contact, envelope);
  return Do(std::move(envelope));
}

std::optional<domain::Proof> EnginePort::ProofOf(const CaseState& c, const Work& work) const {
  if (!work.proof) return std::nullopt;
  return domain::Proof{.captured_at = now_, .distance_cm = c.position ? std::optional<std::uint32_t>(0) : std::nullopt};
}

absl::StatusOr<CaseState> EnginePort::Perform(const domain::Actor& actor, const CaseState& c, const Work& work) {
  engine::Envelope envelope{.actor = actor,
                            .command = domain::PerformAction{.case_id = c.id,
                                                             .action = work.action,
                                                             .desk = work.desk,
                                                             .unit = work.unit,
                                                             .condition = work.condition,
                                                             .inspector = work.inspector,
                                                             .proof = ProofOf(c, work),
                                                             .has_note = !work.note.empty()}};
  if (!work.note.empty()) {
    WANGGE_ASSIGN_OR_RETURN(const auto row,
                            files_.committer->Published()->Get(storage::Family::kVault, storage::CaseKey(c.id)));
    if (!row.has_value()) return DataLoss("Expected the key of a simulated case, but it is missing.");
    const std::string_view bytes = *row;
    vault::WrappedKey wrapped;
    std::copy_n(bytes.begin(), vault::KeyId::kBytes, wrapped.id.bytes.begin());
    wrapped.wrapped = bytes.substr(vault::KeyId::kBytes);
    WANGGE_ASSIGN_OR_RETURN(const vault::DataKey key, sealer_.Unwrap(wrapped));
    AddSealed(sealer_, key, storage::SealedLabel::kNote, "note", work.note, envelope);
  }
  return Do(std::move(envelope));
}

absl::Status EnginePort::Finish() {
  WANGGE_RETURN_IF_ERROR(shard_->Flush());
  return files_.store->Sync();
}

}  // namespace wangge::simulate
