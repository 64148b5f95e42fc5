// Cases, steps and actions as text for people.
#pragma once

#include <string>

#include "services/wangge/client/case_desk.h"
#include "wangge/cases/v1/action.pb.h"
#include "wangge/cases/v1/case.pb.h"
#include "wangge/cases/v1/explanation.pb.h"
#include "wangge/dispatch/v1/dispatch.pb.h"

namespace wangge::commands {

void PrintCase(const cases::v1::Case& c);      // several lines
void PrintCaseTitles();                        // above a list
void PrintCaseLine(const cases::v1::Case& c);  // one line of a list
void PrintStep(const cases::v1::HistoryEntry& entry);
// What stands above the parts: when it is due, or since when it stands still and what holds then. Whole lines.
std::string ExplanationHead(const cases::v1::DeadlineExplanation& explanation);
void PrintExplanation(const cases::v1::DeadlineExplanation& explanation);  // several lines
void PrintAction(const cases::v1::AllowedAction& action);
// "no rule fits (responsibilities)".
std::string IncidentText(const cases::v1::CaseIncident& incident);
void PrintCandidate(const dispatch::v1::CandidateUnit& unit);  // below the action that needs one

// "open", "closed" ... of OUTCOME_OPEN, OUTCOME_CLOSED ...; "unit" of ACTION_FIELD_UNIT.
std::string ShortName(const std::string& name, const std::string& prefix);

}  // namespace wangge::commands
