// Open cases in a new version of a layer: which of them it would place elsewhere, and placing them there, each by a
// command of its own that keeps number, clocks and history.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "domain/relocation.h"
#include "services/grid/state_layers.h"
#include "services/ledger/layer_follower.h"
#include "services/ledger/ledger.h"

namespace wangge::grid {

// What becomes of one open case.
struct CaseMove {
  domain::CaseId case_id{};
  domain::PlaceChange change = domain::PlaceChange::kNone;
  std::string before{};  // code of its cell in the layer; empty: in none
  std::string after{};
};

// nullopt: the case has no position, or stays where it is. O(log of the cells).
std::optional<CaseMove> MoveOf(const domain::Case& c, const geo::Layer& layer);

// "moves from A to B", "no cell holds it any more (was A)" ...
std::string ToText(const CaseMove& move);

// Of a state that is served. Both functions look at every open case; on the reader pool. Thread-safe.
class Reassigner final : public ledger::LayerFollower {
 public:
  Reassigner(ledger::Ledger& ledger, StateLayers& layers) : ledger_(ledger), layers_(layers) {}

  // A line a case, at most kToldMax, and one that counts them all.
  absl::StatusOr<std::vector<std::string>> Foretell(const std::string& name, const std::string& body) override;

  // Goes on where an earlier run was interrupted, as it looks at what is still placed in older versions.
  absl::StatusOr<std::size_t> Reassign() override;

  static constexpr std::size_t kToldMax = 1'000;

 private:
  ledger::Ledger& ledger_;
  StateLayers& layers_;
};

}  // namespace wangge::grid
