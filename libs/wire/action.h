// Actions and steps as desks see them. Pure; thread-safe.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "domain/catalogue.h"
#include "domain/event.h"
#include "domain/ids.h"
#include "domain/organisation.h"
#include "domain/procedure.h"
#include "wangge/cases/v1/action.pb.h"

namespace wangge::wire {

cases::v1::Label ToProto(const domain::Label& label);

// Whoever took the step, as the post under which it was taken: of the absent person, where they stood in for one.
domain::Actor PostOf(const domain::Actor& actor, const std::vector<domain::Event>& events);

// The caller's role that allows the action is the first of the action's that `actor` holds.
cases::v1::AllowedAction ToProto(const domain::Action& action, const domain::Procedure& procedure,
                                 const domain::Actor& actor);

// The filing conditions of a category, by id.
void AddConditions(const domain::Catalogue& catalogue, std::string_view category, cases::v1::AllowedAction& action);

// Whether the action has a use for the field. Notes and attachments may go with any action.
bool Takes(const domain::Action& action, domain::Input input);

// The first of `allowed` that `actor` holds; empty when it holds none.
std::string RoleOf(const std::vector<std::string>& allowed, const domain::Actor& actor);

// One command of a case's history, as the log has it.
struct Step {
  domain::LogPosition position{};
  Timestamp time{};
  const domain::Actor* actor = nullptr;
  const std::vector<domain::Event>* events = nullptr;
};

// False for a command that is no step for people: a timer that saw a due time pass. Note and attachments are left out.
bool ToProto(const Step& step, const domain::Procedure& procedure, cases::v1::HistoryEntry& entry);

}  // namespace wangge::wire
