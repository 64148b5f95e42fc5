// Editions of the configuration: which there are, their bodies, and bringing one into force. Every function may touch
// the disk or take seconds (a layer is built to prove it): call it on the reader pool. The ledger outlives it. One
// shelf a ledger: it is what keeps two changes apart. Thread-safe.
#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "services/ledger/layer_follower.h"
#include "services/ledger/ledger.h"
#include "wangge/ledger/v1/ledger.pb.h"

namespace wangge::ledger {

struct EditionBody {
  v1::Edition edition{};
  std::string body{};
};

class EditionShelf {
 public:
  // `layers` is told of each layer that comes into force, and outlives this; nullptr: nobody.
  explicit EditionShelf(Ledger& ledger, LayerFollower* layers = nullptr) : ledger_(ledger), layers_(layers) {}

  // By kind, name and number; `kind` empty: every kind; past ones only when asked. INVALID_ARGUMENT
  // EDITION_KIND_UNKNOWN.
  absl::StatusOr<std::vector<v1::Edition>> List(const std::string& kind, bool include_past);

  // INVALID_ARGUMENT EDITION_KIND_UNKNOWN, FIELD_INVALID; NOT_FOUND EDITION_NOT_FOUND; DATA_LOSS EDITION_DAMAGED.
  absl::StatusOr<EditionBody> Read(const v1::ReadEditionRequest& request);

  // Checks the body whole and whether it fits the editions in force, then writes, unless it is a dry run. Changes that
  // come together are checked and written one after the other, so that each fits what the one before it left. Answers
  // once, now or when it is durable, with what the loader noticed but accepts. Intake::Begin's errors; INVALID_ARGUMENT
  // EDITION_KIND_UNKNOWN, FIELD_INVALID, EDITION_HASH_MISMATCH, EDITION_INVALID with each place in the field
  // violations, and so EDITION_REFERENCE_UNKNOWN: the edition and those in force would not fit together.
  using ApplyDone = std::function<void(absl::StatusOr<v1::ApplyEditionResponse>)>;
  void Apply(const v1::ApplyEditionHeader& header, const domain::Actor& actor, std::string body, ApplyDone done);

 private:
  // One that is proved in itself. It waits for its turn, is held against what is in force then, and is written.
  struct Change {
    engine::Envelope envelope;  // with the body
    v1::Edition edition;
    std::vector<std::string> warnings;
    ApplyDone done;
  };

  absl::StatusOr<std::vector<v1::Edition>> Activations() const;
  absl::Status CheckFit(const v1::Edition& edition, const std::string& body) const;
  absl::StatusOr<std::uint64_t> SizeOf(const v1::Edition& edition);
  v1::ApplyEditionResponse Foretell(const v1::Edition& edition) const;  // of a dry run
  void Enter(std::shared_ptr<Change> change);
  void RunFirst();
  void Leave();
  void Write(const std::shared_ptr<Change>& change);
  void Answer(const Change& change, const engine::Answer& answer) const;
  // What a new edition does to open cases, once it is in force: lines for the answer.
  std::vector<std::string> Follow(const std::string& kind) const;

  Ledger& ledger_;
  LayerFollower* const layers_;
  std::mutex mutex_;
  std::deque<std::shared_ptr<Change>> changes_;            // the first has its turn until it has answered
  absl::flat_hash_map<std::string, std::uint64_t> sizes_;  // by kind and hash: a body never changes
};

}  // namespace wangge::ledger
