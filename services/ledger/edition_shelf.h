// Editions of the configuration: which there are, their bodies, and bringing one into force. Every function may touch
// the disk or take seconds (a layer is built to prove it): call it on the reader pool. The ledger outlives it.
// Thread-safe.
#pragma once

#include <functional>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "services/ledger/ledger.h"
#include "wangge/ledger/v1/ledger.pb.h"

namespace wangge::ledger {

struct EditionBody {
  v1::Edition edition{};
  std::string body{};
};

class EditionShelf {
 public:
  explicit EditionShelf(Ledger& ledger) : ledger_(ledger) {}

  // By kind, name and number; `kind` empty: every kind; past ones only when asked. INVALID_ARGUMENT
  // EDITION_KIND_UNKNOWN.
  absl::StatusOr<std::vector<v1::Edition>> List(const std::string& kind, bool include_past);

  // INVALID_ARGUMENT EDITION_KIND_UNKNOWN, FIELD_INVALID; NOT_FOUND EDITION_NOT_FOUND; DATA_LOSS EDITION_DAMAGED.
  absl::StatusOr<EditionBody> Read(const v1::ReadEditionRequest& request);

  // What the loader noticed but accepts. INVALID_ARGUMENT EDITION_KIND_UNKNOWN, FIELD_INVALID, EDITION_HASH_MISMATCH,
  // EDITION_INVALID with each place in the field violations, and so EDITION_REFERENCE_UNKNOWN: the edition and those in
  // force would not fit together.
  absl::StatusOr<std::vector<std::string>> Check(const v1::Edition& edition, const std::string& body);

  // Checks the body whole, then writes, unless it is a dry run. Answers once, now or when it is durable.
  using ApplyDone = std::function<void(absl::StatusOr<v1::ApplyEditionResponse>)>;
  void Apply(const v1::ApplyEditionHeader& header, const domain::Actor& actor, std::string body, ApplyDone done);

 private:
  absl::StatusOr<std::vector<v1::Edition>> Activations() const;
  absl::Status CheckFit(domain::EditionKind kind, const v1::Edition& edition, const std::string& body);
  absl::StatusOr<std::uint64_t> SizeOf(const v1::Edition& edition);
  void Answer(const v1::Edition& applied, std::vector<std::string> warnings, const engine::Answer& answer,
              const ApplyDone& done);

  Ledger& ledger_;
  std::mutex mutex_;
  absl::flat_hash_map<std::string, std::uint64_t> sizes_;  // by kind and hash: a body never changes
};

}  // namespace wangge::ledger
