// A procedure: the stages a case passes, the actions that move it, and the clocks that run. Compiled from
// config/systems/<system>/procedure-*.textproto by libs/catalog; ids become dense indexes in the order of the file.
// A released edition is immutable, so an index means the same for ever within its edition. Immutable; thread-safe.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/calendar/limit.h"
#include "domain/label.h"

namespace wangge::domain {

using StageIndex = std::uint16_t;
using ActionIndex = std::uint16_t;
using ClockIndex = std::uint16_t;

// What a final stage means. Numbers are written to disk.
enum class Outcome : std::uint8_t { kOpen = 0, kClosed = 1, kNotAccepted = 2, kVoided = 3 };

// Instants that resolution times are measured between. Numbers are written to disk.
enum class Milestone : std::uint8_t {
  kNone = 0,
  kAccepted = 1,  // the first acceptance
  kFiled = 2,
  kDispatched = 3,  // the first dispatch
  kHandled = 4,     // handed in by the handler
  kConfirmed = 5,   // confirmed by the unit: lateness is fixed here
  kChecked = 6,
  kEnded = 7,
};
inline constexpr std::size_t kMilestones = 8;

// The part an actor takes in a case by an action, so that guards can keep parts apart. Numbers are written to disk.
enum class Part : std::uint8_t { kNone = 0, kHandler = 1, kChecker = 2, kFiler = 3, kVerifier = 4 };

// The closed list of guards. Data joins them by AND; there is no expression language.
enum class Guard : std::uint8_t {
  kActorIsNotHandler,   // who handles never checks or closes
  kActorIsOfUnit,       // the actor's organisation is the unit that the case is dispatched to
  kActorIsTasked,       // the actor is the inspector named by the task; any inspector where none is named
  kSourceIsTrusted,     // inspectors' reports need no verification before filing
  kSourceIsNotTrusted,  // public reports do
  kVerifiedOrTrusted,   // filing: the source is trusted, or somebody has verified on site
  kNotVerified,         // nobody has verified on site yet: what was found is not asked for again
};

// What an action asks for, besides itself.
enum class Input : std::uint8_t { kUnit, kCondition, kInspector, kNote, kAttachment };

// What an action does to the case besides moving it.
enum class ActionEffect : std::uint8_t {
  kFile,      // fixes the filing condition and gives the case number
  kDispatch,  // makes the named unit responsible, in a new round
  kRelease,   // takes the case from the unit without fault
  kTask,      // names the inspector who is to verify or check
  kRework,    // a new round for the same unit
  kEndTask,   // the task is done: no inspector is named any more
};

enum class Desk : std::uint8_t { kReport, kDispatch, kResolution };

struct Stage {
  std::string id{};
  Label label{};
  Outcome outcome = Outcome::kOpen;  // other than kOpen: final
};

struct ClockRule {
  std::string id{};
  Label label{};
  std::optional<Limit> limit{};  // absent: the filing condition's limit, or the due time that a record brings
};

struct Action {
  std::string id{};
  Label label{};
  Desk desk = Desk::kResolution;
  std::vector<StageIndex> from{};
  StageIndex to = 0;
  std::vector<std::string> roles{};  // one of them
  std::vector<Guard> guards{};
  std::vector<Input> inputs{};  // required
  std::vector<ActionEffect> effects{};
  std::vector<ClockIndex> stops{};
  std::vector<ClockIndex> starts{};
  Milestone milestone = Milestone::kNone;
  Part part = Part::kNone;

  bool Has(ActionEffect e) const { return std::find(effects.begin(), effects.end(), e) != effects.end(); }
  bool Asks(Input i) const { return std::find(inputs.begin(), inputs.end(), i) != inputs.end(); }
};

struct Procedure {
  std::string id{};
  Label label{};
  std::vector<std::string> report_roles{};  // who may report
  std::vector<ClockIndex> report_starts{};
  StageIndex first_stage = 0;
  std::vector<Stage> stages{};
  std::vector<ClockRule> clocks{};
  std::vector<Action> actions{};
  ClockIndex disposal_clock = 0;  // the clock whose lateness is the case's

  // O(actions); nullopt when there is none of that id.
  std::optional<ActionIndex> FindAction(std::string_view action) const {
    for (std::size_t i = 0; i < actions.size(); ++i) {
      if (actions[i].id == action) return static_cast<ActionIndex>(i);
    }
    return std::nullopt;
  }
  std::optional<StageIndex> FindStage(std::string_view stage) const {
    for (std::size_t i = 0; i < stages.size(); ++i) {
      if (stages[i].id == stage) return static_cast<StageIndex>(i);
    }
    return std::nullopt;
  }
};

}  // namespace wangge::domain
