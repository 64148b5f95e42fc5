#include "domain/decide/requests.h"

#include <algorithm>

#include "domain/guards.h"

namespace wangge::domain {
namespace {

Rejection Refuse(std::string reason, std::string text, const RequestRule& rule) {
  return {.kind = RefusalKind::kPrecondition,
          .reason = std::move(reason),
          .text = std::move(text),
          .details = {{"request", rule.id}}};
}

std::uint32_t Used(const RequestRule& rule, RequestIndex index, const Case& c, const Actor& actor) {
  std::uint32_t used = 0;
  for (const Request& request : c.requests) {
    const bool counts =
        request.state == RequestState::kGranted || (request.state == RequestState::kRefused && rule.refusals_count);
    if (request.request == index && counts && (rule.per_case || request.unit == actor.organisation)) ++used;
  }
  return used;
}

std::optional<Rejection> RefuseAsk(const Procedure& procedure, const Action& action, const Case& c,
                                   const Actor& actor) {
  const RequestRule& rule = procedure.requests[*action.request];
  if (const Request* open = OpenRequest(c)) {
    return Refuse("REQUEST_OPEN",
                  "Expected no request that waits for a decision, but \"" + procedure.requests[open->request].id +
                      "\" does. Wait for it.",
                  rule);
  }
  if (rule.quota > 0 && Used(rule, *action.request, c, actor) >= rule.quota) {
    return Refuse("QUOTA_USED_UP",
                  "Expected at most " + std::to_string(rule.quota) + " of request \"" + rule.id +
                      "\", but so many have been decided. There is no other.",
                  rule);
  }
  return std::nullopt;
}

std::optional<Rejection> RefuseDecision(const RequestRule& rule, const Action& action, const Case& c,
                                        const Actor& actor) {
  const Request* open = OpenRequest(c);
  if (open == nullptr || open->request != *action.request) {
    return Refuse("REQUEST_NOT_OPEN",
                  "Expected a request \"" + rule.id + "\" that waits for a decision, but there is none.", rule);
  }
  if (CountAsOne(c, actor, open->applicant)) {
    return Refuse("ACTOR_IS_APPLICANT",
                  "Expected somebody other than the applicant, but the caller, or somebody who counts as one with the "
                  "caller, asked"
                  " for it. Let another decide.",
                  rule);
  }
  const bool endorsed =
      std::ranges::any_of(open->endorsers, [&](const std::string& by) { return CountAsOne(c, actor, by); });
  if (endorsed && action.step != RequestStep::kReject) {
    return Refuse("ACTOR_HAS_ENDORSED",
                  "Expected somebody who has not endorsed the request, but the caller has. Let another decide.", rule);
  }
  const std::size_t needed = rule.approvals - std::size_t{1};
  if (action.step == RequestStep::kEndorse && open->endorsers.size() >= needed) {
    return Refuse("APPROVAL_COMPLETE",
                  "Expected a request that is still to be endorsed, but it has been. It waits to be granted.", rule);
  }
  if (action.step == RequestStep::kGrant && open->endorsers.size() < needed) {
    return Refuse("APPROVAL_MISSING",
                  "Expected " + std::to_string(needed) + " endorsements of request \"" + rule.id + "\", but it has " +
                      std::to_string(open->endorsers.size()) + ". Let it be endorsed first.",
                  rule);
  }
  return std::nullopt;
}

}  // namespace

std::optional<Rejection> RefuseRequest(const Procedure& procedure, const Action& action, const Case& c,
                                       const Actor& actor) {
  switch (action.step) {
    case RequestStep::kNone:
      return std::nullopt;
    case RequestStep::kAsk:
      return RefuseAsk(procedure, action, c, actor);
    case RequestStep::kEndorse:
    case RequestStep::kGrant:
    case RequestStep::kReject:
      return RefuseDecision(procedure.requests[*action.request], action, c, actor);
  }
  return std::nullopt;
}

void AppendRequest(const Action& action, const Case& c, const Actor& actor, Timestamp now,
                   const std::optional<Timestamp>& until, std::vector<Event>& events) {
  if (action.lapses && OpenRequest(c) != nullptr) {
    events.push_back(RequestDecided{.state = RequestState::kLapsed, .at = now, .by = actor.id});
  }
  switch (action.step) {
    case RequestStep::kNone:
      return;
    case RequestStep::kAsk:
      events.push_back(RequestAsked{
          .request = *action.request, .at = now, .applicant = actor.id, .unit = actor.organisation, .until = until});
      return;
    case RequestStep::kEndorse:
      events.push_back(RequestEndorsed{.by = actor.id});
      return;
    case RequestStep::kGrant:
      events.push_back(RequestDecided{.state = RequestState::kGranted, .at = now, .by = actor.id});
      return;
    case RequestStep::kReject:
      events.push_back(RequestDecided{.state = RequestState::kRefused, .at = now, .by = actor.id});
      return;
  }
}

}  // namespace wangge::domain
