#include "services/ledger/case_reader.h"

#include "base/limits.h"
#include "base/status/text.h"
#include "domain/evolve.h"
#include "rpc/error.h"
#include "services/ledger/intake.h"
#include "services/ledger/refusal.h"
#include "wire/action.h"
#include "wire/deadline_move.h"
#include "wire/enums.h"
#include "wire/names.h"
#include "wire/place.h"
#include "wire/time.h"

namespace wangge::ledger {
namespace {

using storage::SealedLabel;

absl::Status CheckPurpose(std::string_view purpose) {
  if (purpose.size() <= limits::kPurposeBytesMax) return absl::OkStatus();
  return FieldInvalid("purpose", "Expected at most 200 bytes, but there are " + std::to_string(purpose.size()) + ".");
}

bool ReadsPersonal(const SeenCase& seen) {
  return domain::ReadsPersonal(seen.view, *seen.the_case, seen.pinned.system->area_root);
}

absl::Status ReceiptNotFound() {
  return rpc::MakeError(absl::StatusCode::kNotFound, "RECEIPT_NOT_FOUND",
                        "Expected the number of a receipt that the caller may see, but there is none of that number.");
}

}  // namespace

CaseReader::CaseReader(engine::State& state, const CaseVault& vault, const vault::Numbering& numbering,
                       std::function<void(const Reading&)> on_reading)
    : state_(state),
      vault_(vault),
      numbering_(numbering),
      on_reading_(std::move(on_reading)),
      campaigns_(state, domain::EditionKind::kCampaign, catalog::LoadCampaign) {}

absl::StatusOr<SeenCase> CaseReader::Find(const domain::Actor& actor, domain::CaseId id) const {
  SeenCase seen;
  WANGGE_ASSIGN_OR_RETURN(seen.the_case, state_.FindCase(id));
  if (seen.the_case == nullptr) return CaseNotFound();
  seen.editions = state_.editions();
  seen.pinned = wire::PinnedBy(*seen.editions, *seen.the_case);
  if (seen.pinned.system == nullptr || seen.pinned.procedure == nullptr) {
    return DataLoss("Expected the editions of a case, but they are missing. Run `wangge verify`.");
  }
  seen.view = domain::ViewOf(actor, *seen.editions->roles);
  if (!domain::Sees(seen.view, *seen.the_case, seen.pinned.system->area_root)) return CaseNotFound();
  return seen;
}

absl::StatusOr<SeenCase> CaseReader::Find(const domain::Actor& actor, std::string_view name) const {
  const auto id = wire::ParseCaseName(name);
  if (!id) return CaseNotFound();
  return Find(actor, *id);
}

absl::StatusOr<SeenCase> CaseReader::FindNumbered(const domain::Actor& actor, std::string_view number) const {
  const auto numbered = numbering_.Decode(number);
  if (!numbered.ok()) return CaseNotFound();
  WANGGE_ASSIGN_OR_RETURN(SeenCase seen, Find(actor, domain::CaseId{numbered->case_id}));
  // A number that was never given out finds nothing, though it can be computed.
  if (numbered->series == vault::Series::kCase && !seen.the_case->filed) return CaseNotFound();
  return seen;
}

std::string CaseReader::ReceiptNumberOf(domain::CaseId id) const {
  return numbering_.Encode(vault::Series::kReceipt, id.value);
}

std::string CaseReader::CaseNumberOf(domain::CaseId id) const {
  return numbering_.Encode(vault::Series::kCase, id.value);
}

cases::v1::Case CaseReader::Show(const SeenCase& seen, wire::Detail detail) const {
  const domain::CaseId id = seen.the_case->id;
  return wire::ToProto(*seen.the_case, seen.pinned, {ReceiptNumberOf(id), CaseNumberOf(id)}, state_.Now(), detail);
}

absl::Status CaseReader::AddMaster(const SeenCase& seen, cases::v1::Case& shown) const {
  if (seen.the_case->master.value == 0) return absl::OkStatus();
  WANGGE_ASSIGN_OR_RETURN(const auto master, state_.FindCase(seen.the_case->master));
  if (master == nullptr) return absl::OkStatus();
  const auto editions = state_.editions();  // the master may be newer than those taken before it
  const wire::Pinned pinned = wire::PinnedBy(*editions, *master);
  if (pinned.system == nullptr || !domain::Sees(seen.view, *master, pinned.system->area_root)) return absl::OkStatus();
  shown.set_master_outcome(wire::ToProto(master->outcome));
  const auto& ended = master->milestones[static_cast<std::size_t>(domain::Milestone::kEnded)].at;
  if (ended) *shown.mutable_master_ended_at() = wire::ToProto(*ended);
  return absl::OkStatus();
}

absl::Status CaseReader::AddCampaigns(const SeenCase& seen, cases::v1::Case& shown) const {
  WANGGE_ASSIGN_OR_RETURN(const auto campaigns, campaigns_.InForce(*seen.editions));
  for (const auto& campaign : campaigns) {
    if (!campaign.body->Holds(*seen.the_case, seen.pinned.system->local_days.utc_offset())) continue;
    auto& added = *shown.add_campaigns();
    added.set_campaign(campaign.name);
    *added.mutable_label() = wire::ToProto(campaign.body->label);
  }
  return absl::OkStatus();
}

bool CaseReader::MayOpen(const SeenCase& seen, std::string_view purpose) const {
  return ReadsPersonal(seen) && !purpose.empty();
}

void CaseReader::Record(const SeenCase& seen, const domain::Actor& actor, std::string_view purpose) const {
  if (on_reading_) on_reading_({actor.id, seen.the_case->id, std::string(purpose), state_.Now()});
}

absl::Status CaseReader::OpenField(const vault::DataKey& key, const storage::SealedField& field,
                                   cases::v1::Case& shown) const {
  if (field.label == SealedLabel::kAttachment) {
    WANGGE_ASSIGN_OR_RETURN(auto secret, vault_.OpenAttachment(key, field));
    *shown.add_attachments() = std::move(*secret.mutable_attachment());
    return absl::OkStatus();
  }
  if (field.label == SealedLabel::kNote) return absl::OkStatus();  // of the history
  WANGGE_ASSIGN_OR_RETURN(std::string text, vault_.Open(key, field));
  if (field.label == SealedLabel::kDescription) shown.set_description(std::move(text));
  if (field.label == SealedLabel::kAddress) shown.set_address(std::move(text));
  if (field.label == SealedLabel::kReporterName) shown.mutable_reporter()->set_name(std::move(text));
  if (field.label == SealedLabel::kReporterContact) shown.mutable_reporter()->set_contact(std::move(text));
  return absl::OkStatus();
}

absl::Status CaseReader::Open(const SeenCase& seen, const domain::Actor& actor, std::string_view purpose,
                              cases::v1::Case& shown) const {
  WANGGE_RETURN_IF_ERROR(CheckPurpose(purpose));
  if (!MayOpen(seen, purpose)) return absl::OkStatus();
  WANGGE_ASSIGN_OR_RETURN(const auto key, vault_.KeyOf(seen.the_case->id));
  if (!key) return absl::OkStatus();
  WANGGE_ASSIGN_OR_RETURN(const auto history, state_.HistoryOf(*seen.the_case));
  Record(seen, actor, purpose);  // before the fields leave, so that none leaves unrecorded
  for (const engine::FeedRecord& command : history) {
    for (const storage::SealedField& field : command.record->sealed) {
      WANGGE_RETURN_IF_ERROR(OpenField(*key, field, shown));
    }
  }
  return absl::OkStatus();
}

absl::Status CaseReader::AddSealed(const vault::DataKey& key, const storage::LogRecord& record,
                                   cases::v1::HistoryEntry& entry) const {
  for (const storage::SealedField& field : record.sealed) {
    if (field.label == SealedLabel::kNote) {
      WANGGE_ASSIGN_OR_RETURN(*entry.mutable_note(), vault_.Open(key, field));
    } else if (field.label == SealedLabel::kAttachment) {
      WANGGE_ASSIGN_OR_RETURN(auto secret, vault_.OpenAttachment(key, field));
      *entry.add_attachments() = std::move(*secret.mutable_attachment());
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<std::vector<cases::v1::HistoryEntry>> CaseReader::History(const SeenCase& seen,
                                                                         const domain::Actor& actor,
                                                                         std::string_view purpose) const {
  WANGGE_RETURN_IF_ERROR(CheckPurpose(purpose));
  WANGGE_ASSIGN_OR_RETURN(const auto history, state_.HistoryOf(*seen.the_case));
  std::optional<vault::DataKey> key;
  if (MayOpen(seen, purpose)) {
    WANGGE_ASSIGN_OR_RETURN(key, vault_.KeyOf(seen.the_case->id));
    if (key) Record(seen, actor, purpose);
  }
  std::vector<cases::v1::HistoryEntry> entries;
  domain::Case c{.id = seen.the_case->id};
  for (const engine::FeedRecord& command : history) {
    const domain::Case before = c;
    domain::EvolveAll(c, command.position, command.record->events);
    // A step is told by the edition that the case was under when it was taken.
    const wire::Pinned pinned = wire::PinnedBy(*seen.editions, c);
    if (pinned.procedure == nullptr) {
      return DataLoss("Expected the procedure that a case was under, but it is missing. Run `wangge verify`.");
    }
    cases::v1::HistoryEntry entry;
    const wire::Step step{command.position, command.record->time, &command.record->actor, &command.record->events};
    const bool is_step = wire::ToProto(step, *pinned.procedure, entry);
    wire::AddDeadlineMoves(before, c, pinned, entry);
    if (!is_step && entry.deadlines().empty()) continue;
    if (entry.to_stage().empty()) {
      entry.set_from_stage(pinned.procedure->stages[c.stage].id);
      entry.set_to_stage(entry.from_stage());
    }
    if (key) WANGGE_RETURN_IF_ERROR(AddSealed(*key, *command.record, entry));
    entries.push_back(std::move(entry));
  }
  return entries;
}

absl::StatusOr<cases::v1::ReportProgress> CaseReader::ProgressOf(const domain::Case& c) const {
  cases::v1::ReportProgress progress;
  progress.set_merged(c.master.value != 0);
  auto followed = std::make_shared<const domain::Case>(c);
  // A master is no duplicate when it is named; one that becomes a duplicate later leads on, and never in a ring.
  while (followed->master.value != 0) {
    WANGGE_ASSIGN_OR_RETURN(auto master, state_.FindCase(followed->master));
    if (master == nullptr) return DataLoss("Expected the case that another repeats, but it is missing.");
    followed = std::move(master);
  }
  progress.set_outcome(wire::ToProto(followed->outcome));
  const auto& ended = followed->milestones[static_cast<std::size_t>(domain::Milestone::kEnded)].at;
  if (ended) *progress.mutable_ended_at() = wire::ToProto(*ended);
  return progress;
}

absl::StatusOr<CaseReader::ReceiptNow> CaseReader::Receipt(const domain::Actor& actor, std::string_view name) const {
  const auto number = wire::ParseReceiptName(name);
  if (!number) return ReceiptNotFound();
  const auto id = numbering_.Decode(vault::Series::kReceipt, *number);
  if (!id.ok()) return ReceiptNotFound();
  WANGGE_ASSIGN_OR_RETURN(const auto found, state_.FindCase(domain::CaseId{*id}));
  if (found == nullptr) return ReceiptNotFound();
  if (found->reporter != actor.id) {
    const auto seen = Find(actor, found->id);
    if (absl::IsNotFound(seen.status())) return ReceiptNotFound();
    if (!seen.ok()) return seen.status();
  }
  ReceiptNow now{.receipt = ReceiptOf(*found, ReceiptNumberOf(found->id), state_.feed().head())};
  WANGGE_ASSIGN_OR_RETURN(now.progress, ProgressOf(*found));
  if (found->attachments == 0) return now;
  WANGGE_ASSIGN_OR_RETURN(const auto key, vault_.KeyOf(found->id));
  if (!key) return now;
  WANGGE_ASSIGN_OR_RETURN(const auto history, state_.HistoryOf(*found));
  for (const storage::SealedField& field : history.front().record->sealed) {
    if (field.label != SealedLabel::kAttachment) continue;
    WANGGE_ASSIGN_OR_RETURN(auto secret, vault_.OpenAttachment(*key, field));
    *now.receipt.add_attachments() = std::move(*secret.mutable_attachment());
  }
  return now;
}

absl::StatusOr<v1::AttachmentSecret> CaseReader::Attachment(const domain::Actor& actor, std::string_view case_name,
                                                            std::string_view attachment,
                                                            std::string_view purpose) const {
  if (purpose.empty()) return FieldInvalid("purpose", "Expected why the attachment is read, but it is empty.");
  WANGGE_RETURN_IF_ERROR(CheckPurpose(purpose));
  const auto seen = Find(actor, case_name);
  if (absl::IsNotFound(seen.status())) return AttachmentNotFound();
  if (!seen.ok()) return seen.status();
  if (!ReadsPersonal(*seen)) return AttachmentNotFound();
  WANGGE_ASSIGN_OR_RETURN(const auto key, vault_.KeyOf(seen->the_case->id));
  if (!key) return AttachmentNotFound();
  WANGGE_ASSIGN_OR_RETURN(const auto history, state_.HistoryOf(*seen->the_case));
  for (const engine::FeedRecord& command : history) {
    for (const storage::SealedField& field : command.record->sealed) {
      if (field.label != SealedLabel::kAttachment) continue;
      WANGGE_ASSIGN_OR_RETURN(auto secret, vault_.OpenAttachment(*key, field));
      if (secret.attachment().name() != attachment) continue;
      Record(*seen, actor, purpose);
      return secret;
    }
  }
  return AttachmentNotFound();
}

cases::v1::Receipt ReceiptOf(const domain::Case& c, std::string_view number, domain::LogPosition as_of) {
  cases::v1::Receipt receipt;
  receipt.set_name(wire::ReceiptName(number));
  receipt.set_receipt_number(std::string(number));
  receipt.set_case_(wire::CaseName(c.id));
  for (const auto& placement : c.location.placements) *receipt.add_assignments() = wire::ToAssignment(placement);
  for (const auto& gap : c.location.gaps) *receipt.add_gaps() = wire::ToGap(gap);
  *receipt.mutable_received_at() = wire::ToProto(c.received_at);
  receipt.set_position_token(wire::PositionToken(as_of));
  return receipt;
}

}  // namespace wangge::ledger
