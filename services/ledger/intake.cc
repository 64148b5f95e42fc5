#include "services/ledger/intake.h"

#include <algorithm>
#include <optional>

#include "base/status/text.h"
#include "domain/scope.h"
#include "rpc/error.h"
#include "services/ledger/given_point.h"
#include "services/ledger/keyed_hash.h"
#include "services/ledger/page_token.h"
#include "services/ledger/proof.h"
#include "services/ledger/refusal.h"
#include "wire/action.h"
#include "wire/case.h"
#include "wire/command.h"
#include "wire/enums.h"
#include "wire/names.h"

namespace wangge::ledger {
namespace {

using storage::SealedLabel;

constexpr std::size_t kRequestKeyBytes = 16;
constexpr std::size_t kUuidTimeBytes = 6;     // of version 7: milliseconds, big endian (RFC 9562, 5.7)
constexpr std::size_t kUuidVersionByte = 6;   // its high half

bool SortsByTime(std::string_view uuid) { return static_cast<unsigned char>(uuid[kUuidVersionByte]) >> 4 == 7; }

// Two callers who choose the same id do not meet: the key is a hash of both. Half of SHA-256 is as unique as a UUID.
// The time of an id that has one stays in front, so that new rows lie beside each other: a row at a random place costs
// several times as much.
std::string RequestKey(std::string_view actor, std::string_view uuid) {
  const Hash hash = Sha256::Of(ListKey({actor, uuid}));
  std::string key(SortsByTime(uuid) ? uuid.substr(0, kUuidTimeBytes) : std::string_view());
  return key.append(BytesOf(hash).substr(0, kRequestKeyBytes - key.size()));
}

// The system whose sources and categories the report names. The contract has no field for it: a source and a category
// say which. Where none has both, the one with the source, so that the refusal names the category.
absl::StatusOr<std::string> SystemOf(const domain::Editions& editions, const domain::SubmitReport& report) {
  const std::string* nearest = nullptr;
  for (const auto& [name, system] : editions.systems.active) {
    const bool has_source = system.body->sources.contains(report.source);
    const auto* catalogue = editions.catalogues.Active(system.body->catalogue);
    if (has_source && catalogue != nullptr && catalogue->body->FindCategory(report.category) != nullptr) return name;
    if (nearest == nullptr || has_source) nearest = &name;
  }
  if (nearest != nullptr) return *nearest;
  return rpc::MakeError(absl::StatusCode::kFailedPrecondition, "SYSTEM_INCOMPLETE",
                        "Expected a system in force, but there is none. Apply a configuration.");
}

absl::Status NotTaken(std::string_view field, const std::string& action) {
  return rpc::MakeError(
      absl::StatusCode::kInvalidArgument, "INPUT_NOT_TAKEN",
      "Expected only fields that action \"" + action + "\" takes, but \"" + std::string(field) + "\" is given.",
      {{"field", std::string(field)}, {"action", action}});
}

absl::Status RefuseInputs(const domain::Action& action, const cases::v1::ActionInput& input) {
  if (!input.reason().empty()) return NotTaken("reason", action.id);
  if (!input.unit().empty() && !wire::Takes(action, domain::Input::kUnit)) return NotTaken("unit", action.id);
  if (!input.condition().empty() && !wire::Takes(action, domain::Input::kCondition)) {
    return NotTaken("condition", action.id);
  }
  struct Given {
    bool is_given;
    domain::Input input;
    std::string_view field;
  };
  const Given given[] = {
      {!input.inspector().empty(), domain::Input::kInspector, "input.inspector"},
      {input.co_units_size() > 0, domain::Input::kCoUnits, "input.co_units"},
      {!input.handler().empty(), domain::Input::kHandler, "input.handler"},
      {input.has_until(), domain::Input::kUntil, "input.until"},
      {input.has_proof(), domain::Input::kProof, "input.proof"},
      {!input.master().empty(), domain::Input::kMaster, "input.master"},
      {input.has_position(), domain::Input::kPosition, "input.position"},
  };
  for (const Given& field : given) {
    if (field.is_given && !wire::Takes(action, field.input)) return NotTaken(field.field, action.id);
  }
  return absl::OkStatus();
}

absl::Status KeyMissing() {
  return rpc::MakeError(absl::StatusCode::kFailedPrecondition, "CASE_KEY_MISSING",
                        "Expected a case that keeps sealed notes and files, but this one has no key: it came from "
                        "another system's records, or its key was destroyed. Act without them.");
}

}  // namespace

absl::StatusOr<engine::Envelope> Intake::Begin(const std::string& request_id, std::string_view fingerprint,
                                               domain::Actor actor) const {
  const auto uuid = wire::ParseUuid(request_id);
  if (!uuid) return FieldInvalid("request_id", "Expected a UUID in its text form, but it is none.");
  if (fingerprint.size() != sizeof(Hash))
    return FieldInvalid("fingerprint", "Expected 32 bytes, but there are others.");
  engine::Envelope envelope;
  envelope.request_id = RequestKey(actor.id, *uuid);
  // The same step for another person is another step.
  envelope.content_tag = actor.on_behalf_of.empty()
                             ? KeyedHash(tag_key_, ListKey({actor.id, fingerprint}))
                             : KeyedHash(tag_key_, ListKey({actor.id, fingerprint, actor.on_behalf_of}));
  envelope.actor = std::move(actor);
  return envelope;
}

absl::StatusOr<engine::Envelope> Intake::EnvelopeOf(const v1::Command& command) const {
  wire::Faults faults;
  domain::Actor actor = wire::FromProto(command.actor(), faults);
  WANGGE_RETURN_IF_ERROR(StatusOf(faults));
  WANGGE_ASSIGN_OR_RETURN(auto envelope, Begin(command.request_id(), command.fingerprint(), std::move(actor)));
  switch (command.kind_case()) {
    case v1::Command::kSubmitReport:
      WANGGE_RETURN_IF_ERROR(AddReport(command.submit_report(), envelope));
      return envelope;
    case v1::Command::kPerformAction:
      WANGGE_RETURN_IF_ERROR(AddAction(command.perform_action(), envelope));
      return envelope;
    default:
      return FieldInvalid("kind", "Expected a report or a step, but there is neither.");
  }
}

bool HasAllSecrets(const google::protobuf::RepeatedPtrField<v1::AttachmentSecret>& secrets) {
  return std::ranges::none_of(secrets, [](const v1::AttachmentSecret& secret) { return secret.secret().empty(); });
}

absl::Status AttachmentNotFound() {
  return rpc::MakeError(absl::StatusCode::kNotFound, "ATTACHMENT_NOT_FOUND",
                        "Expected an attachment that was uploaded and that the caller may name, but there is none of "
                        "that name.");
}

// A secret is forgotten only after the command that names it is durable: then the request is known, and its first
// answer is all that it can get.
absl::Status Intake::RequireSecrets(const google::protobuf::RepeatedPtrField<v1::AttachmentSecret>& secrets,
                                    const engine::Envelope& envelope) const {
  if (HasAllSecrets(secrets)) return absl::OkStatus();
  WANGGE_ASSIGN_OR_RETURN(const auto known,
                          committer_.Published()->Get(storage::Family::kRequest, envelope.request_id));
  return known ? absl::OkStatus() : AttachmentNotFound();
}

absl::Status Intake::AddReport(const v1::SubmitReportCommand& command, engine::Envelope& envelope) const {
  wire::Faults faults;
  domain::SubmitReport report = wire::FromProto(command, faults);
  CheckSecrets(command.attachments(), faults);
  WANGGE_RETURN_IF_ERROR(StatusOf(faults));
  WANGGE_RETURN_IF_ERROR(RequireSecrets(command.attachments(), envelope));
  WANGGE_ASSIGN_OR_RETURN(report.system, SystemOf(*state_.editions(), report));
  envelope.command = std::move(report);
  // Every report gets a key, with or without text: a note may come later.
  const vault::DataKey key = vault_.NewKey(state_.Now());
  envelope.wrapped_case_key = vault_.Wrap(key);
  vault_.Seal(key, SealedLabel::kDescription, command.description(), envelope.sealed);
  vault_.Seal(key, SealedLabel::kAddress, command.address(), envelope.sealed);
  vault_.Seal(key, SealedLabel::kReporterName, command.reporter().name(), envelope.sealed);
  vault_.Seal(key, SealedLabel::kReporterContact, command.reporter().contact(), envelope.sealed);
  vault_.Seal(key, command.attachments(), envelope.sealed);
  return absl::OkStatus();
}

// That there is one to be linked to, and that the caller may see it. Whether it may be repeated is Decide's to say.
absl::Status Intake::CheckMaster(domain::CaseId id, const domain::View& view, const domain::Editions& editions) const {
  if (id.value == 0) return absl::OkStatus();
  WANGGE_ASSIGN_OR_RETURN(const auto master, state_.FindCase(id));
  const bool sees =
      master != nullptr && domain::Sees(view, *master, wire::PinnedBy(editions, *master).system->area_root);
  if (!sees) {
    return rpc::MakeError(absl::StatusCode::kNotFound, "MASTER_NOT_FOUND",
                          "Expected the name of a case that the caller may see in \"master\", but there is none of "
                          "that name.");
  }
  return absl::OkStatus();
}

absl::StatusOr<domain::Location> Intake::LocationOf(const cases::v1::Position& given) const {
  const auto source = wire::FromProto(given.source());
  const auto point = PointOf(given);
  const auto accuracy_cm = AccuracyCmOf(given);
  if (!point || !accuracy_cm || !source || *source == domain::PositionSource::kNone) {
    return FieldInvalid("input.position",
                        "Expected where the case lies, as longitude and latitude in a datum that is known, with the "
                        "source of the position and an accuracy of 0 to 100,000 metres, but got something else.");
  }
  if (!locate_) {
    return rpc::MakeError(absl::StatusCode::kUnimplemented, "PLACES_NOT_SERVED",
                          "Expected a server that knows the layers, but this one does not.");
  }
  WANGGE_ASSIGN_OR_RETURN(domain::Location location, locate_(*point));
  location.source = *source;
  location.accuracy_cm = *accuracy_cm;
  return location;
}

// Whether the caller may see the case is Decide's to say, which also knows a repeated request: a unit that has given a
// case back may ask for its first answer again. Here a case out of scope only never gets a different refusal.
absl::Status Intake::AddAction(const v1::PerformActionCommand& command, engine::Envelope& envelope) const {
  wire::Faults faults;
  domain::PerformAction action = wire::FromProto(command, faults);
  CheckSecrets(command.attachments(), faults);
  WANGGE_RETURN_IF_ERROR(StatusOf(faults));
  WANGGE_ASSIGN_OR_RETURN(const auto found, state_.FindCase(action.case_id));
  if (found == nullptr) return CaseNotFound();
  WANGGE_RETURN_IF_ERROR(RequireSecrets(command.attachments(), envelope));
  const auto editions = state_.editions();
  const wire::Pinned pinned = wire::PinnedBy(*editions, *found);
  const auto acting = domain::ActingAs(envelope.actor, *editions->absences, state_.Now());
  const auto* actor = std::get_if<domain::Actor>(&acting);  // nullptr: Decide tells, unless the request is known
  const domain::View view = actor == nullptr ? domain::View{} : domain::ViewOf(*actor, *editions->roles);
  const bool sees = domain::Sees(view, *found, pinned.system->area_root);
  if (const auto index = pinned.procedure->FindAction(action.action); sees && index) {
    const domain::Action& known = pinned.procedure->actions[*index];
    WANGGE_RETURN_IF_ERROR(RefuseInputs(known, command.input()));
    if (known.then) {
      WANGGE_ASSIGN_OR_RETURN(action.then_routing, candidates_.Route(*found, *editions));
    }
    WANGGE_RETURN_IF_ERROR(CheckMaster(action.master, view, *editions));
    if (command.input().has_proof()) {
      WANGGE_ASSIGN_OR_RETURN(action.proof, ProofOf(command.input().proof(), *found));
    }
    if (command.input().has_position()) {
      WANGGE_ASSIGN_OR_RETURN(action.location, LocationOf(command.input().position()));
    }
  }
  if (action.has_note || action.attachments > 0) {
    WANGGE_ASSIGN_OR_RETURN(const auto key, vault_.KeyOf(action.case_id));
    if (!key) return sees ? KeyMissing() : CaseNotFound();
    vault_.Seal(*key, SealedLabel::kNote, command.input().note(), envelope.sealed);
    vault_.Seal(*key, command.attachments(), envelope.sealed);
  }
  envelope.command = action;
  return absl::OkStatus();
}

}  // namespace wangge::ledger
