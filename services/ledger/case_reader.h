// Cases as a caller may see them: found through the caller's scope, shown, and opened where the caller may read
// personal fields and says why. Every function may touch the disk: call it on the reader pool. The parts outlive it.
// Thread-safe.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "catalog/campaign.h"
#include "domain/scope.h"
#include "engine/state.h"
#include "services/ledger/case_vault.h"
#include "services/ledger/compiled_bodies.h"
#include "vault/numbering.h"
#include "wangge/cases/v1/action.pb.h"
#include "wangge/cases/v1/case.pb.h"
#include "wire/case.h"

namespace wangge::ledger {

// A case within the caller's scope, with the editions that it is pinned to. Value.
struct SeenCase {
  std::shared_ptr<const domain::Case> the_case{};
  std::shared_ptr<const domain::Editions> editions{};
  wire::Pinned pinned{};
  domain::View view{};
};

// Personal fields of a case were opened for somebody.
struct Reading {
  std::string actor{};
  domain::CaseId case_id{};
  std::string purpose{};
  Timestamp time{};
};

class CaseReader {
 public:
  CaseReader(engine::State& state, const CaseVault& vault, const vault::Numbering& numbering,
             std::function<void(const Reading&)> on_reading);

  // NOT_FOUND CASE_NOT_FOUND: missing, out of scope, or no name of a case, all alike.
  absl::StatusOr<SeenCase> Find(const domain::Actor& actor, std::string_view name) const;
  absl::StatusOr<SeenCase> Find(const domain::Actor& actor, domain::CaseId id) const;
  // By a receipt or case number, of either series.
  absl::StatusOr<SeenCase> FindNumbered(const domain::Actor& actor, std::string_view number) const;

  // Without sealed fields.
  cases::v1::Case Show(const SeenCase& seen, wire::Detail detail) const;
  // About a microsecond each.
  std::string ReceiptNumberOf(domain::CaseId id) const;
  std::string CaseNumberOf(domain::CaseId id) const;

  // Adds what became of the case that it repeats, where the caller may see that one.
  absl::Status AddMaster(const SeenCase& seen, cases::v1::Case& shown) const;

  // Adds the campaigns (专项整治) in force that the case falls in, by their names. DATA_LOSS when the body of one is
  // missing or damaged.
  absl::Status AddCampaigns(const SeenCase& seen, cases::v1::Case& shown) const;

  // Adds description, address, reporter and attachments, and records the reading. Nothing without the right to read
  // them, or without a purpose. INVALID_ARGUMENT FIELD_INVALID: a purpose over 200 bytes.
  absl::Status Open(const SeenCase& seen, const domain::Actor& actor, std::string_view purpose,
                    cases::v1::Case& shown) const;

  // The steps, oldest first; notes and attachments as Open opens fields.
  absl::StatusOr<std::vector<cases::v1::HistoryEntry>> History(const SeenCase& seen, const domain::Actor& actor,
                                                               std::string_view purpose) const;

  // A receipt, and what has become of its report: of one that was merged, what has become of the case that it repeats.
  struct ReceiptNow {
    cases::v1::Receipt receipt{};
    cases::v1::ReportProgress progress{};
  };
  // NOT_FOUND RECEIPT_NOT_FOUND. Also for who reported, whatever else they may see.
  absl::StatusOr<ReceiptNow> Receipt(const domain::Actor& actor, std::string_view name) const;

  // NOT_FOUND ATTACHMENT_NOT_FOUND.
  absl::StatusOr<v1::AttachmentSecret> Attachment(const domain::Actor& actor, std::string_view case_name,
                                                  std::string_view attachment, std::string_view purpose) const;

 private:
  absl::StatusOr<cases::v1::ReportProgress> ProgressOf(const domain::Case& c) const;
  bool MayOpen(const SeenCase& seen, std::string_view purpose) const;
  void Record(const SeenCase& seen, const domain::Actor& actor, std::string_view purpose) const;
  absl::Status AddSealed(const vault::DataKey& key, const storage::LogRecord& record,
                         cases::v1::HistoryEntry& entry) const;
  absl::Status OpenField(const vault::DataKey& key, const storage::SealedField& field, cases::v1::Case& shown) const;

  engine::State& state_;
  const CaseVault& vault_;
  const vault::Numbering& numbering_;
  const std::function<void(const Reading&)> on_reading_;
  mutable CompiledBodies<catalog::Campaign> campaigns_;  // guards itself
};

// What a new report gets, and gets again when it is sent again.
cases::v1::Receipt ReceiptOf(const domain::Case& c, std::string_view number, domain::LogPosition as_of);

}  // namespace wangge::ledger
