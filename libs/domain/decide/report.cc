#include <optional>

#include "base/limits.h"
#include "domain/decide/clockwork.h"
#include "domain/decide/component.h"
#include "domain/decide/decide.h"
#include "domain/decide/evidence.h"
#include "domain/scope.h"

namespace wangge::domain {
namespace {

Rejection Unknown(std::string reason, std::string what, const std::string& given) {
  return {.kind = RefusalKind::kInvalid,
          .reason = std::move(reason),
          .text = "Expected a " + what + " of the editions in force, but \"" + given + "\" is none of them.",
          .details = {{what, given}}};
}

std::optional<Rejection> RefuseAhead(Timestamp now, const char* field, const char* reason,
                                     const std::optional<Timestamp>& told) {
  if (!told || *told <= now + limits::kOccurredAheadMax) return std::nullopt;
  return Rejection{
      .kind = RefusalKind::kInvalid,
      .reason = reason,
      .text = std::string("Expected ") + field +
              " at most five minutes ahead of the server's clock, but it is later. Set the device's clock.",
      .details = {{"field", field}}};
}

}  // namespace

Decision DecideReport(const Context& context, const SubmitReport& command) {
  const Editions& editions = *context.editions;
  const auto* system = editions.systems.Active(command.system);
  if (system == nullptr) return Unknown("UNKNOWN_SYSTEM", "system", command.system);
  const auto* procedure = editions.procedures.Active(system->body->procedure);
  const auto* catalogue = editions.catalogues.Active(system->body->catalogue);
  if (procedure == nullptr || catalogue == nullptr) {
    return Rejection{.kind = RefusalKind::kPrecondition,
                     .reason = "SYSTEM_INCOMPLETE",
                     .text = "Expected the procedure and the catalogue of system \"" + command.system +
                             "\" to be in force, but one is not. Apply its configuration.",
                     .details = {{"system", command.system}}};
  }
  const auto source = system->body->sources.find(command.source);
  if (source == system->body->sources.end()) return Unknown("UNKNOWN_SOURCE", "source", command.source);
  const Category* category = catalogue->body->FindCategory(command.category);
  if (category == nullptr) {
    return Unknown("UNKNOWN_CATEGORY", "category", command.category);
  }
  const Entry* entry = nullptr;
  if (!source->second.entry.empty()) {
    entry = procedure->body->FindEntry(source->second.entry);
    if (entry == nullptr) return Unknown("UNKNOWN_ENTRY", "entry", source->second.entry);
  }
  const std::vector<std::string>& roles = entry == nullptr ? procedure->body->report_roles : entry->roles;
  if (!HasAnyRole(*context.actor, roles)) return RoleNotAllowed("report", *context.actor, roles);
  if (entry != nullptr && command.attachments < entry->attachments_min) {
    return Rejection{.kind = RefusalKind::kInvalid,
                     .reason = "ATTACHMENTS_REQUIRED",
                     .text = "Expected at least " + std::to_string(entry->attachments_min) +
                             " attachments with a report of source \"" + command.source + "\", but got " +
                             std::to_string(command.attachments) + ". Add photos of before and after.",
                     .details = {{"source", command.source}, {"min", std::to_string(entry->attachments_min)}}};
  }
  const std::vector<std::string>& reporters = source->second.roles;
  if (!reporters.empty() && !HasAnyRole(*context.actor, reporters)) {
    return Rejection{.kind = RefusalKind::kForbidden,
                     .reason = "SOURCE_NOT_ALLOWED",
                     .text = "Expected a source through which the caller's role may report, but \"" + command.source +
                             "\" is for others.",
                     .details = {{"source", command.source}}};
  }
  if (auto refusal = RefuseOffEarth(command.location)) return *std::move(refusal);
  if (auto refusal = RefuseAhead(context.now, "occurred_at", "OCCURRED_IN_FUTURE", command.occurred_at)) {
    return *std::move(refusal);
  }
  if (auto refusal = RefuseAhead(context.now, "captured_at", "CAPTURED_IN_FUTURE", command.captured_at)) {
    return *std::move(refusal);
  }

  if (auto refusal = RefuseOldLayers(editions, *system->body, command.location)) return *std::move(refusal);
  auto component = DecideComponent(editions, *system->body, *category, command.component);
  if (auto* refusal = std::get_if<Rejection>(&component)) return std::move(*refusal);

  std::vector<Event> events;
  events.push_back(Reported{.system = system->id,
                            .procedure = procedure->id,
                            .catalogue = catalogue->id,
                            .source = command.source,
                            .category = command.category,
                            .area = AreaOf(*system->body, command.location),
                            .location = command.location,
                            .occurred_at = command.occurred_at,
                            .captured_at = command.captured_at,
                            .received_at = context.now,
                            .reporter = context.actor->id,
                            .attachments = command.attachments,
                            .stage = entry == nullptr ? procedure->body->first_stage : entry->stage});
  auto& named = std::get<NamedComponent>(component);
  if (!named.empty()) events.push_back(ComponentNamed{std::move(named)});
  const std::string area = AreaOf(*system->body, command.location);
  const auto calendar = CalendarOf(editions, *system->body, area, {});
  if (calendar.body == nullptr) return CalendarMissing(*system->body, area, {});
  Clockwork clockwork(editions, *system->body, *procedure->body, calendar, nullptr, context.now, context.actor->id,
                      events);
  for (const ClockIndex clock : entry == nullptr ? procedure->body->report_starts : entry->starts) {
    if (auto refusal = clockwork.Start(clock, {})) return *std::move(refusal);
  }
  return events;
}

}  // namespace wangge::domain
