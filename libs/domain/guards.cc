#include "domain/guards.h"

#include <algorithm>

#include "base/check.h"

namespace wangge::domain {
namespace {

// The person, and everybody for whom the person has acted in the case.
std::vector<std::string> Persons(const Case& c, const std::string& person) {
  std::vector<std::string> persons{person};
  for (const StandIn& pair : c.stand_ins) {
    if (pair.substitute == person) persons.push_back(pair.absent);
  }
  return persons;
}

bool Took(const Case& c, Part part, const Actor& actor) {
  return std::ranges::any_of(
      c.parts, [&](const PartTaken& taken) { return taken.part == part && CountAsOne(c, actor, taken.actor); });
}

// Whose tasks the actor may do: their own, or those of the person for whom they act.
const std::string& PostOf(const Actor& actor) { return actor.on_behalf_of.empty() ? actor.id : actor.on_behalf_of; }

bool Anyone(const Case& c, Part part) {
  return std::ranges::any_of(c.parts, [part](const PartTaken& taken) { return taken.part == part; });
}

bool SourceIsTrusted(const Case& c, const System& system) {
  const auto source = system.sources.find(c.source);
  return source != system.sources.end() && source->second.trusted;
}

// A unit that ever had the case handled it, whoever has it now.
bool IsOfHandlingUnit(const Case& c, const std::string& organisation) {
  if (organisation.empty()) return false;
  if (c.unit == organisation) return true;
  return std::ranges::any_of(c.assignments, [&](const Assignment& assignment) {
    return assignment.unit == organisation && assignment.end != AssignmentEnd::kReturned;
  });
}

// By the organisation of the post, or by the actor's own.
bool IsOfHandlingUnit(const Case& c, const Actor& actor) {
  return IsOfHandlingUnit(c, actor.organisation) || IsOfHandlingUnit(c, actor.home);
}

const Assignment* OpenShareOf(const Case& c, const std::string& organisation) {
  const auto share = std::ranges::find_if(c.assignments, [&](const Assignment& assignment) {
    return !assignment.lead && assignment.round == c.round && assignment.end == AssignmentEnd::kOpen &&
           assignment.unit == organisation;
  });
  return share == c.assignments.end() ? nullptr : &*share;
}

bool CoUnitsDone(const Case& c) {
  return std::ranges::none_of(c.assignments, [&](const Assignment& assignment) {
    return !assignment.lead && assignment.round == c.round && assignment.end == AssignmentEnd::kOpen;
  });
}

bool WasLate(const Case& c, const std::string& organisation) {
  return std::ranges::any_of(c.assignments, [&](const Assignment& assignment) {
    return assignment.unit == organisation && assignment.late && !assignment.exempt;
  });
}

bool IsBeforeDeadline(const Asked& asked) {
  const ClockRun* run = LatestRun(asked.c, asked.procedure.disposal_clock);
  return run != nullptr && run->running() && asked.now <= run->due;
}

bool FirstStepIsOpen(const Asked& asked) {
  for (std::size_t i = 0; i < asked.procedure.clocks.size(); ++i) {
    if (asked.procedure.clocks[i].span != Span::kSecure || asked.procedure.clocks[i].limit) continue;
    const ClockRun* run = LatestRun(asked.c, static_cast<ClockIndex>(i));
    if (run != nullptr && !run->stopped) return true;
  }
  return false;
}

Rejection Refuse(std::string reason, std::string text) {
  return {.kind = RefusalKind::kPrecondition, .reason = std::move(reason), .text = std::move(text)};
}

}  // namespace

bool CountAsOne(const Case& c, const Actor& actor, const std::string& other) {
  if (actor.id == other || actor.on_behalf_of == other) return true;
  if (c.stand_ins.empty()) return false;
  std::vector<std::string> persons = Persons(c, actor.id);
  if (!actor.on_behalf_of.empty()) persons.push_back(actor.on_behalf_of);
  const std::vector<std::string> others = Persons(c, other);
  return std::ranges::find_first_of(persons, others) != persons.end();
}

bool Holds(Guard guard, const Asked& asked) {
  const Case& c = asked.c;
  const Actor& actor = asked.actor;
  switch (guard) {
    case Guard::kActorIsNotHandler:
      return !Took(c, Part::kHandler, actor) && !IsOfHandlingUnit(c, actor);
    case Guard::kActorIsOfUnit:
      return !c.unit.empty() && c.unit == actor.organisation;
    case Guard::kActorIsTasked:
      return c.inspector.empty() || c.inspector == PostOf(actor);
    case Guard::kSourceIsTrusted:
      return SourceIsTrusted(c, asked.system);
    case Guard::kSourceIsNotTrusted:
      return !SourceIsTrusted(c, asked.system);
    case Guard::kVerifiedOrTrusted:
      return SourceIsTrusted(c, asked.system) || Anyone(c, Part::kVerifier);
    case Guard::kNotVerified:
      return !Anyone(c, Part::kVerifier);
    case Guard::kActorIsAssigned:
      return !c.unit.empty() && c.unit == actor.organisation && (c.handler.empty() || c.handler == PostOf(actor));
    case Guard::kNoHandlerAssigned:
      return c.handler.empty();
    case Guard::kBeforeDeadline:
      return IsBeforeDeadline(asked);
    case Guard::kActorIsOfCoUnit:
      return OpenShareOf(c, actor.organisation) != nullptr;
    case Guard::kCoUnitsDone:
      return CoUnitsDone(c);
    case Guard::kActorIsOfLateUnit:
      return WasLate(c, actor.organisation);
    case Guard::kWasReturned:
      return c.returned;
    case Guard::kWasNotReturned:
      return !c.returned;
    case Guard::kActorIsNotReporter:
      return !CountAsOne(c, actor, c.reporter);
    case Guard::kFirstStepOpen:
      return FirstStepIsOpen(asked);
  }
  CHECK(false);
}

Rejection RefusalOf(Guard guard) {
  switch (guard) {
    case Guard::kActorIsNotHandler:
      return Refuse(
          "ACTOR_IS_HANDLER",
          "Expected somebody who neither handled the case nor belongs to the unit that did, but the caller is one. "
          "Who handles never judges.");
    case Guard::kActorIsOfUnit:
      return Refuse("NOT_THE_RESPONSIBLE_UNIT",
                    "Expected a member of the unit that the case is dispatched to, but the caller is of another.");
    case Guard::kActorIsTasked:
      return Refuse("NOT_THE_TASKED_INSPECTOR",
                    "Expected the inspector who was given the task, but the caller is another.");
    case Guard::kSourceIsTrusted:
      return Refuse("SOURCE_NEEDS_VERIFICATION",
                    "Expected a report of a trusted source, but this one is verified on site before filing.");
    case Guard::kSourceIsNotTrusted:
      return Refuse("SOURCE_NEEDS_NO_VERIFICATION",
                    "Expected a report that needs verification, but its source is trusted. File it.");
    case Guard::kVerifiedOrTrusted:
      return Refuse("NOT_VERIFIED", "Expected a verified report, but nobody has verified this one on site.");
    case Guard::kNotVerified:
      return Refuse("ALREADY_VERIFIED",
                    "Expected a report that nobody has verified yet, but one has. File it, or decline to file it.");
    case Guard::kActorIsAssigned:
      return Refuse("NOT_THE_ASSIGNED_HANDLER",
                    "Expected the handler to whom the unit assigned the case, but the caller is another. Let the unit "
                    "withdraw its assignment first.");
    case Guard::kNoHandlerAssigned:
      return Refuse("HANDLER_ASSIGNED",
                    "Expected a case that the unit has assigned to nobody, but it has named a handler. Withdraw that "
                    "assignment first.");
    case Guard::kBeforeDeadline:
      return Refuse("DEADLINE_PASSED",
                    "Expected a case whose disposal deadline has not passed, but it has, or the clock does not run. "
                    "What is asked for is possible before the deadline only.");
    case Guard::kActorIsOfCoUnit:
      return Refuse("NOT_A_CO_UNIT",
                    "Expected a member of a unit that helps with the case and has not finished, but the caller is of "
                    "another.");
    case Guard::kCoUnitsDone:
      return Refuse("CO_UNITS_NOT_DONE",
                    "Expected every unit that helps to have finished its share, but one has not. Wait for it.");
    case Guard::kActorIsOfLateUnit:
      return Refuse("NOT_LATE",
                    "Expected a member of a unit that was late with the case and is not exempted, but the caller's "
                    "unit is none.");
    case Guard::kWasReturned:
      return Refuse("NOT_RETURNED", "Expected a case that a unit has given back, but none has.");
    case Guard::kWasNotReturned:
      return Refuse("WAS_RETURNED",
                    "Expected a case that no unit has given back, but one has. Dispatch it again, or return it "
                    "upward.");
    case Guard::kActorIsNotReporter:
      return Refuse("ACTOR_IS_REPORTER",
                    "Expected somebody else than who reported, but the caller reported it. Who reports does not judge "
                    "what they reported.");
    case Guard::kFirstStepOpen:
      return Refuse("NO_FIRST_STEP_OPEN",
                    "Expected a case whose limit has a first step that is still to be done, but it has none, or it is "
                    "done.");
  }
  CHECK(false);
}

}  // namespace wangge::domain
