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
using RequestIndex = std::uint16_t;
using CounterIndex = std::uint16_t;

// What a final stage means. Numbers are written to disk.
enum class Outcome : std::uint8_t {
  kOpen = 0,
  kClosed = 1,
  kNotAccepted = 2,
  kVoided = 3,
  kSelfHandled = 4,  // fixed on the spot by who reported it, and judged valid
  kForceClosed = 5,  // by a leader, with a reason
  kMerged = 6,       // a duplicate: it goes on as another case until it is unlinked
};

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
enum class Part : std::uint8_t {
  kNone = 0,
  kHandler = 1,
  kChecker = 2,
  kFiler = 3,
  kVerifier = 4,
  kRecused = 5,  // withdrew because of an interest of their own (回避): may do nothing more to the case
};

// The closed list of guards. Data joins them by AND; there is no expression language.
enum class Guard : std::uint8_t {
  kActorIsNotHandler,   // who handles never checks or closes
  kActorIsOfUnit,       // the actor's organisation is the unit that the case is dispatched to
  kActorIsTasked,       // the actor is the inspector named by the task; any inspector where none is named
  kSourceIsTrusted,     // inspectors' reports need no verification before filing
  kSourceIsNotTrusted,  // public reports do
  kVerifiedOrTrusted,   // filing: the source is trusted, or somebody has verified on site
  kNotVerified,         // nobody has verified on site yet: what was found is not asked for again
  kActorIsAssigned,     // the actor is the handler named inside the unit; any of the unit where none is named
  kNoHandlerAssigned,   // the unit has withdrawn its own assignment
  kBeforeDeadline,      // the disposal clock runs and its deadline has not passed
  kActorIsOfCoUnit,     // the actor's organisation helps with the case and has not finished
  kCoUnitsDone,         // every unit that helps has finished
  kActorIsOfLateUnit,   // the actor's organisation was late with the case and is not exempted
  kWasReturned,         // a unit has given the case back and none has it now
  kWasNotReturned,      // no unit has given the case back since it was last dispatched
  kActorIsNotReporter,  // who reported does not judge what they reported
  kFirstStepOpen,       // the first step of a limit in two steps has not been done yet
};

// What an action asks for, besides itself.
enum class Input : std::uint8_t {
  kUnit,
  kCondition,
  kInspector,
  kNote,
  kAttachment,
  kCoUnits,   // units that help the one that is responsible
  kHandler,   // a member of the unit
  kUntil,     // how long a suspension is to last
  kProof,     // when and how far from the place somebody stood
  kMaster,    // the case that this one repeats
  kPosition,  // where the case really lies
};

// What an action does to the case besides moving it.
enum class ActionEffect : std::uint8_t {
  kFile,      // fixes the filing condition and gives the case number
  kDispatch,  // makes the named unit responsible, in a new round, and the named co-units its helpers
  kRelease,   // takes the case from the unit without fault
  kTask,      // names the inspector who is to verify or check
  kRework,    // a new round for the same unit
  kEndTask,   // the task is done: no inspector is named any more
  kAssign,    // names the handler inside the unit
  kUnassign,  // withdraws that
  kCoDone,    // the actor's unit has done its share
  kSettle,    // fixes whether the unit was late: its assignment is over
  kWithdraw,  // takes the case from the unit by a decision of others: its assignment is over without a verdict
  kExempt,    // sets an exemption beside the late fact of the applicant's unit
  kReopen,    // opens an ended case again: no unit has it
  kLink,      // makes the case a duplicate of another
  kUnlink,    // undoes that
  kRelocate,  // places the case again, where the position says
};

// What an action does with a request. Whoever decides is neither the applicant nor one who has endorsed it.
enum class RequestStep : std::uint8_t { kNone, kAsk, kEndorse, kGrant, kReject };

// Where an action leaves the case.
enum class Move : std::uint8_t {
  kTo,    // in the stage that it names
  kStay,  // where it is
  kBack,  // in the stage that it was in before it was linked
};

// Whose limit a clock without one of its own takes.
enum class Span : std::uint8_t {
  kCondition,  // the filing condition's limit, or the due time that a record brings
  kSecure,     // the first step of a filing condition's limit in two steps; without one the clock does not start
  kUntil,      // runs to the day that the request asked for
};

// What a unit gets for work that it has to do again.
enum class ReworkLimit : std::uint8_t { kFull, kRemaining };

enum class Desk : std::uint8_t { kReport, kDispatch, kResolution };

struct Stage {
  std::string id{};
  Label label{};
  Outcome outcome = Outcome::kOpen;  // other than kOpen: final
};

struct ClockRule {
  std::string id{};
  Label label{};
  std::optional<Limit> limit{};  // its own; absent: as `span` says
  Span span = Span::kCondition;
  bool once = false;                       // a start is ignored once it has run: it never starts again
  std::uint8_t warning_percent = 80;       // of the limit used: the lamp turns yellow
  std::string owner{};                     // role that must act before the deadline; empty: as the actions say
  std::optional<ActionIndex> on_expiry{};  // performed by the engine when the deadline passes, where it is possible
};

// A request (申请) that somebody makes and others decide. One is open at a time in a case.
struct RequestRule {
  std::string id{};
  Label label{};
  std::uint16_t quota = 0;           // how many may be granted to an organisation in one case; 0: any number
  bool refusals_count = false;       // toward the quota
  bool per_case = false;             // the quota is the case's, whoever asks
  std::uint16_t approvals = 1;       // so many people must agree; all but the last endorse, the last grants
  std::optional<Limit> until_max{};  // how far ahead the end asked for may lie
};

struct Counter {
  std::string id{};
  Label label{};
};

// A move that is forbidden, and why (禁止). The loader proves that no way through the procedure makes it.
struct Prohibition {
  std::string id{};
  Label label{};
  std::string basis{};                  // the rule that forbids it
  std::vector<ActionIndex> after{};     // from any of these on ...
  std::vector<ActionIndex> until{};     // ... to any of these; none after: always
  std::vector<ActionIndex> never{};     // what is forbidden
  std::vector<std::string> by_roles{};  // to whom; none: to everybody
};

struct Action {
  std::string id{};
  Label label{};
  Desk desk = Desk::kResolution;
  std::vector<StageIndex> from{};
  StageIndex to = 0;  // with Move::kTo
  Move move = Move::kTo;
  std::vector<std::string> roles{};  // one of them; none: the engine alone, as an on_expiry or a `then`
  std::vector<Guard> guards{};
  std::vector<Input> inputs{};  // required
  std::vector<ActionEffect> effects{};
  std::optional<RequestIndex> request{};
  RequestStep step = RequestStep::kNone;
  bool lapses = false;  // an open request lapses: what it asks for is past
  std::vector<ClockIndex> stops{};
  std::vector<ClockIndex> pauses{};
  std::vector<ClockIndex> resumes{};
  std::vector<ClockIndex> extends{};  // by their own limit once more, from the deadline on
  std::vector<ClockIndex> starts{};
  bool stops_all = false;
  bool pauses_all = false;
  bool resumes_all = false;
  std::vector<CounterIndex> counts{};
  Milestone milestone = Milestone::kNone;
  Part part = Part::kNone;
  // Performed by the engine right after this one, by the rules of responsibility; where they decide nothing an incident
  // says so, and the case stays where this action has left it.
  std::optional<ActionIndex> then{};

  bool Has(ActionEffect e) const { return std::find(effects.begin(), effects.end(), e) != effects.end(); }
  bool Asks(Input i) const { return std::find(inputs.begin(), inputs.end(), i) != inputs.end(); }
  bool Needs(Guard g) const { return std::find(guards.begin(), guards.end(), g) != guards.end(); }
  // For members of the unit that the case is dispatched to.
  bool IsOfUnit() const { return Needs(Guard::kActorIsOfUnit) || Needs(Guard::kActorIsAssigned); }
};

// Another way for a case to begin than the report: sources name it.
struct Entry {
  std::string id{};
  std::vector<std::string> roles{};
  StageIndex stage = 0;
  std::vector<ClockIndex> starts{};
  std::uint16_t attachments_min = 0;
};

struct Procedure {
  std::string id{};
  Label label{};
  std::vector<std::string> report_roles{};  // who may report
  std::vector<ClockIndex> report_starts{};
  StageIndex first_stage = 0;
  std::vector<Stage> stages{};
  std::vector<Entry> entries{};  // besides the report
  std::vector<ClockRule> clocks{};
  std::vector<RequestRule> requests{};
  std::vector<Counter> counters{};
  std::vector<Action> actions{};
  std::vector<Prohibition> prohibitions{};
  ClockIndex disposal_clock = 0;  // the clock whose lateness is the case's
  ReworkLimit rework_limit = ReworkLimit::kFull;
  std::optional<std::uint32_t> proof_distance_max_cm{};  // of a check from the case's place; absent: any distance

  // O(actions); nullopt when there is none of that id.
  std::optional<ActionIndex> FindAction(std::string_view action) const {
    for (std::size_t i = 0; i < actions.size(); ++i) {
      if (actions[i].id == action) return static_cast<ActionIndex>(i);
    }
    return std::nullopt;
  }
  const Entry* FindEntry(std::string_view entry) const {
    const auto found = std::find_if(entries.begin(), entries.end(), [&](const Entry& e) { return e.id == entry; });
    return found == entries.end() ? nullptr : &*found;
  }
  std::optional<StageIndex> FindStage(std::string_view stage) const {
    for (std::size_t i = 0; i < stages.size(); ++i) {
      if (stages[i].id == stage) return static_cast<StageIndex>(i);
    }
    return std::nullopt;
  }
};

}  // namespace wangge::domain
