// Looks at what is in force in a state, and at its clock. Pure; thread-safe.
#pragma once

#include <optional>

#include "base/time.h"
#include "domain/editions.h"
#include "services/wangge/doctor/finding.h"

namespace wangge::doctor {

struct CityFacts {
  const domain::Editions& editions;
  Timestamp now{};
  std::optional<Timestamp> last_record{};  // absent: an empty log
  bool manual_clock = false;
};

Findings ExamineCity(const CityFacts& facts);

}  // namespace wangge::doctor
