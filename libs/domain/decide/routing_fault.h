// The incident that failing rules of responsibility leave on a case.
#pragma once

#include <vector>

#include "domain/case.h"
#include "domain/command.h"
#include "domain/context.h"
#include "domain/event.h"

namespace wangge::domain {

// The same answer again tells nothing new.
inline std::vector<Event> RecordFault(const Context& context, const Case& c, const RoutingAnswer& answer) {
  const Incident* open = OpenIncident(c);
  if (open != nullptr && open->fault == answer.fault && open->rule == answer.rule) return {};
  return {RoutingFailed{.fault = answer.fault, .rule = answer.rule, .at = context.now}};
}

}  // namespace wangge::domain
