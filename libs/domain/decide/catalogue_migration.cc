#include "domain/decide/administrators.h"
#include "domain/decide/decide.h"
#include "domain/decide/migration_loss.h"
#include "domain/decide/pinned.h"
#include "domain/lamp.h"
#include "domain/run_deadline.h"
#include "domain/scope.h"

namespace wangge::domain {
namespace {

Rejection Lost(const char* what, const std::string& id, const System& system) {
  return MigrationLoses("catalogue", system.catalogue, what, id);
}

// The limit that the condition gives to such a clock. Of a clock whose limit comes from the catalogue.
const std::optional<Limit>& LimitOf(const ClockRule& rule, const Condition& condition) {
  return rule.span == Span::kSecure ? condition.secure_limit : condition.limit;
}

bool IsOfCatalogue(const ClockRule& rule) {
  return !rule.limit && (rule.span == Span::kCondition || rule.span == Span::kSecure);
}

// nullopt: the deadline stays. While a clock stands still its deadline is not known yet: the resumption counts it, by
// the new limit.
std::optional<ClockRelimited> Relimited(const Calendar& calendar, ClockRun run, Limit limit, Timestamp now) {
  run.limit = limit;
  const DeadlineOrNot counted = DeadlineOfRun(calendar, run, PausesOf(run, now));
  const auto* deadline = std::get_if<Deadline>(&counted);
  if (deadline == nullptr) return std::nullopt;
  return ClockRelimited{.clock = run.clock,
                        .at = now,
                        .limit = limit,
                        .due = run.paused() ? run.due : deadline->at,
                        .provisional = deadline->provisional};
}

}  // namespace

// The case keeps its category and its condition by their ids. Clocks that have not stopped get the new edition's limit
// from their own start; one that the old edition gave no limit never started and does not start now.
Decision DecideCatalogueMigration(const Context& context, const Case* c, const MigrateCatalogue& /*command*/) {
  const Editions& editions = *context.editions;
  if (c == nullptr) return CaseNotFound();
  const std::vector<std::string> administrators = Administrators(*editions.roles);
  if (!HasAnyRole(*context.actor, administrators)) {
    return RoleNotAllowed("move cases to another edition", *context.actor, administrators);
  }
  const Pinned pinned = PinnedBy(editions, *c);
  const auto* active = editions.catalogues.Active(pinned.system->catalogue);
  if (active == nullptr || active->id == c->catalogue) return std::vector<Event>{};
  const Catalogue& after = *active->body;
  if (after.FindCategory(c->category) == nullptr) return Lost("category", c->category, *pinned.system);
  std::vector<Event> events{CatalogueMigrated{active->id}};
  if (c->condition.empty()) return events;
  const Condition* condition = after.FindCondition(c->condition);
  if (condition == nullptr || condition->category != c->category) {
    return Lost("condition", c->condition, *pinned.system);
  }
  for (const ClockRun& run : c->clocks) {
    const ClockRule& rule = pinned.procedure->clocks[run.clock];
    if (run.stopped || !run.limit || !IsOfCatalogue(rule)) continue;
    const std::optional<Limit>& limit = LimitOf(rule, *condition);
    if (!limit) return Lost("limit of clock", rule.id, *pinned.system);
    if (*limit == *run.limit) continue;
    const Calendar* calendar = CalendarOfRun(run, editions.calendars, *pinned.system);
    const auto relimited = calendar == nullptr ? std::nullopt : Relimited(*calendar, run, *limit, context.now);
    if (!relimited) {
      return Rejection{.kind = RefusalKind::kPrecondition,
                       .reason = "MIGRATION_HAS_NO_DEADLINE",
                       .text = "Expected a calendar that can tell when " + FormatLimit(*limit) + " of clock \"" +
                               rule.id + "\" end, but it cannot. Let the case end under its own edition.",
                       .details = {{"clock", rule.id}, {"limit", FormatLimit(*limit)}}};
    }
    events.push_back(*relimited);
  }
  return events;
}

}  // namespace wangge::domain
