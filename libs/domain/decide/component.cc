#include "domain/decide/component.h"

#include <algorithm>

namespace wangge::domain {
namespace {

Rejection Refuse(RefusalKind kind, std::string reason, std::string text, std::map<std::string, std::string> details) {
  return {.kind = kind, .reason = std::move(reason), .text = std::move(text), .details = std::move(details)};
}

std::string ReasonsOf(const ComponentDuty& duty) {
  std::string list;
  for (const auto& [id, label] : duty.reasons) list.append(list.empty() ? "" : ", ").append(id);
  return list;
}

std::variant<NamedComponent, Rejection> WithoutOne(const ComponentDuty& duty, const Activation& active,
                                                   const Category& category, const std::string& reason) {
  if (reason.empty()) {
    return Refuse(RefusalKind::kInvalid, "COMPONENT_REQUIRED",
                  "Expected the id of a component, or why none is named (" + ReasonsOf(duty) +
                      "), with a report of category \"" + category.id + "\", but got neither.",
                  {{"category", category.id}});
  }
  if (!duty.reasons.contains(reason)) {
    return Refuse(RefusalKind::kInvalid, "COMPONENT_REASON_UNKNOWN",
                  "Expected a reason of the system why no component is named (" + ReasonsOf(duty) + "), but \"" +
                      reason + "\" is none.",
                  {{"reason", reason}});
  }
  return NamedComponent{.reason = reason, .edition = duty.edition, .version = active.version};
}

}  // namespace

std::variant<NamedComponent, Rejection> DecideComponent(const Editions& editions, const System& system,
                                                        const Category& category, const ComponentClaim& claim) {
  const bool is_said = !claim.id.empty() || !claim.reason.empty();
  const ComponentDuty* duty = system.components ? &*system.components : nullptr;
  const auto active = editions.activations.find({EditionKind::kComponents, duty == nullptr ? "" : duty->edition});
  const bool is_asked = duty != nullptr && active != editions.activations.end() && duty->kinds.contains(category.kind);
  if (!is_asked) {
    if (!is_said) return NamedComponent{};
    return Refuse(RefusalKind::kInvalid, "COMPONENT_NOT_EXPECTED",
                  "Expected no component with a report of category \"" + category.id +
                      "\", because it is of no thing that is surveyed, or no survey is in force. Leave it out.",
                  {{"category", category.id}});
  }
  if (claim.id.empty()) return WithoutOne(*duty, active->second, category, claim.reason);
  const auto found = std::ranges::find(claim.evidence, duty->edition, &ComponentEvidence::edition);
  if (found == claim.evidence.end() || found->version != active->second.version) {
    return Refuse(RefusalKind::kConflict, "COMPONENT_VERSION_CHANGED",
                  "Expected a component found in version " + std::to_string(active->second.version) + " of \"" +
                      duty->edition + "\", but it was looked for in another. Look for it again.",
                  {{"edition", duty->edition}});
  }
  if (!found->is_known) {
    return Refuse(RefusalKind::kInvalid, "COMPONENT_UNKNOWN",
                  "Expected the id of a component of the survey in force, but \"" + claim.id +
                      "\" is none. Read it again, or say why none is named (" + ReasonsOf(*duty) + ").",
                  {{"component", claim.id}});
  }
  if (found->category != category.id) {
    return Refuse(RefusalKind::kInvalid, "COMPONENT_CATEGORY_DIFFERS",
                  "Expected a component of category \"" + category.id + "\", but \"" + claim.id + "\" is of \"" +
                      found->category + "\". Correct one of the two.",
                  {{"component", claim.id}, {"category", found->category}});
  }
  return NamedComponent{.id = claim.id, .edition = found->edition, .version = found->version, .bodies = found->bodies};
}

}  // namespace wangge::domain
