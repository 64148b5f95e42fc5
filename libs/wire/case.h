// Cases as every desk sees them, without what is sealed. Pure; thread-safe.
#pragma once

#include <string>

#include "base/time.h"
#include "domain/case.h"
#include "domain/editions.h"
#include "wangge/cases/v1/case.pb.h"

namespace wangge::wire {

// The editions that a case is pinned to; none is null in a state that verifies.
struct Pinned {
  const domain::System* system = nullptr;
  const domain::Procedure* procedure = nullptr;
  // All that runs may be counted by; null: lamps go by running time.
  const domain::EditionLine<domain::Calendar>* calendars = nullptr;
};
Pinned PinnedBy(const domain::Editions& editions, const domain::Case& c);

// What people read out and type for a case id: made outside, under a key.
struct CaseNumbers {
  std::string receipt{};
  std::string case_number{};  // shown once the case is filed
};

enum class Detail { kList, kWhole };

// Everything but the sealed fields and attachments. `now` is the server's clock: a running clock is late when it is
// past due by it. kList: running clocks only.
cases::v1::Case ToProto(const domain::Case& c, const Pinned& pinned, const CaseNumbers& numbers, Timestamp now,
                        Detail detail);

// One run of a clock. Its owner is the unit where only the responsible unit can stop it, otherwise the role that can.
cases::v1::Clock ToProto(const domain::ClockRun& run, const domain::Case& c, const Pinned& pinned, Timestamp now);

cases::v1::CaseIncident ToProto(const domain::Incident& incident);

}  // namespace wangge::wire
