// Decide: all rules. A flat ladder of named refusals, then the events. Reads only its arguments; never mutates; no
// clock, randomness, environment or I/O. Thread-safe. Cost: O(actions + clocks of the procedure).
#pragma once

#include <optional>
#include <variant>
#include <vector>

#include "domain/case.h"
#include "domain/command.h"
#include "domain/context.h"
#include "domain/event.h"
#include "domain/rejection.h"

namespace wangge::domain {

// No events: the command has nothing left to do (a timer of an older run). It is answered and not logged.
using Decision = std::variant<std::vector<Event>, Rejection>;

// `c` is the case that the command names, or nullptr when there is none (and for commands that name none).
Decision Decide(const Context& context, const Case* c, const Command& command);

// The actions that the actor may perform on the case now, in the procedure's order, whatever inputs they need.
std::vector<ActionIndex> AllowedActions(const Context& context, const Case& c);

// The clocks of a case that run by an older edition of their calendar than is in force, and whose deadline that edition
// gives otherwise. Clocks without a limit and those of local days are left alone, and so is one that the
// new edition gives no deadline. Empty: nothing moves.
std::vector<Event> RecountedClocks(const Editions& editions, const Case& c, Timestamp now);

// What the engine does by itself right after a step that was accepted, as its action says (`Action::then`); nullopt:
// nothing. `after` is the case that the step has left.
std::optional<FollowAction> FollowOf(const Editions& editions, const Case& after, const Command& command);

// One function a command, each in its own file.
Decision DecideReport(const Context& context, const SubmitReport& command);
Decision DecideAction(const Context& context, const Case* c, const PerformAction& command);
Decision DecideFollowing(const Context& context, const Case* c, const FollowAction& command);
Decision DecideExpiry(const Context& context, const Case* c, const ExpireClock& command);
Decision DecideRecount(const Context& context, const Case* c, const RecountClocks& command);
Decision DecideMigration(const Context& context, const Case* c, const MigrateCase& command);
Decision DecideCatalogueMigration(const Context& context, const Case* c, const MigrateCatalogue& command);
Decision DecideRelocation(const Context& context, const Case* c, const RelocateCase& command);
Decision DecideActivation(const Context& context, const ActivateEdition& command);

}  // namespace wangge::domain
