// Where a simulation's people work: the engine in this process, or a server over gRPC. One caller at a time.
#pragma once

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "base/time.h"
#include "domain/case.h"
#include "domain/organisation.h"

namespace wangge::simulate {

struct NewReport {
  std::string source{};
  std::string category{};
  std::optional<Position> position{};
  Timestamp occurred_at{};
  std::string description{};  // personal: sealed before the log
  std::string reporter_name{};
  std::string reporter_contact{};
};

struct Work {
  std::string action{};
  domain::Desk desk = domain::Desk::kResolution;
  std::string unit{};
  std::string condition{};
  std::string inspector{};
  std::string note{};  // personal
  bool proof = false;  // the actor stands at the case's place
};

// What the people of a simulation need to know of a case.
struct CaseState {
  domain::CaseId id{};
  std::string area{};
  std::string stage{};
  std::string unit{};
  std::optional<Position> position{};
  std::optional<Duration> disposal_limit{};  // due less start of the running disposal clock
};

class Port {
 public:
  virtual ~Port() = default;
  // Fires every timer up to `to`.
  virtual absl::Status AdvanceTo(Timestamp to) = 0;
  virtual absl::StatusOr<CaseState> Report(const domain::Actor& actor, const NewReport& report) = 0;
  virtual absl::StatusOr<CaseState> Perform(const domain::Actor& actor, const CaseState& c, const Work& work) = 0;
  // Everything done is durable.
  virtual absl::Status Finish() = 0;
};

}  // namespace wangge::simulate
