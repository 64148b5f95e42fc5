// Feeds a fact table from log records. Engine-side twin of the reader in services/analytics, which gets the same events
// over gRPC.
#pragma once

#include <functional>

#include "domain/event.h"
#include "domain/ids.h"
#include "domain/procedure.h"
#include "insight/fact_table.h"

namespace wangge::insight {

// The procedure of an edition; nullptr when it is not known. Called once a report.
using ProcedureLookup = std::function<const domain::Procedure*(domain::EditionId)>;

class FeedFacts {
 public:
  FeedFacts(FactTable& table, ProcedureLookup procedures) : table_(table), procedures_(std::move(procedures)) {}

  // The events of one command about `case_id`.
  void Apply(domain::CaseId case_id, const std::vector<domain::Event>& events);

 private:
  // The edition that the case is under from now on.
  void Pin(domain::CaseId case_id, domain::EditionId edition);

  FactTable& table_;
  ProcedureLookup procedures_;
  absl::flat_hash_map<std::uint64_t, domain::ClockIndex> disposal_clocks_;  // by edition
  absl::flat_hash_map<std::uint64_t, domain::EditionId> editions_;          // by open case
};

}  // namespace wangge::insight
