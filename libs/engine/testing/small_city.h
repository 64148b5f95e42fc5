// A city so small that its rules fit on a page, made without any file: one system with six stages, seven actions and
// two clocks. For tests only. Pure; thread-safe.
//
//   fresh --book--> booked --send--> sent --finish--> done --end--> ended
//     \--drop--> dropped   ^----give-back--/  ^----redo----/
//
// The clock "answer" (2 hours) runs from the report to book or drop; "work" (the condition's limit) from send or redo
// to finish or give-back.
#pragma once

#include <string>
#include <vector>

#include "domain/organisation.h"
#include "engine/edition_book.h"
#include "engine/envelope.h"

namespace wangge::engine {

inline constexpr Timestamp kStart{1'700'000'000'000'000};
inline constexpr domain::ClockIndex kAnswerClock = 0;
inline constexpr domain::ClockIndex kWorkClock = 1;

// Compiles each kind to the small city's, whatever the body says; "bad" is a faulty body.
EditionLoader SmallCityLoader();

// All that the city needs to be in force, roles last.
std::vector<Envelope> SmallCityEditions();
Envelope Activation(domain::EditionKind kind, std::string name, std::string body);

domain::Actor Patrol(std::string id = "p-1");              // reports; sees the whole city
domain::Actor Desk(std::string id = "d-1");                // judges; sees the whole city
domain::Actor Crew(std::string unit, std::string id = {});  // handles; sees what its unit was sent
domain::Actor Chief();                                     // brings editions into force

// 16 octets that no other number gives.
std::string RequestId(std::uint64_t number);

// A report with a place in cell `area`; in no cell: the point lies in a gap.
Envelope Report(std::string area = "1101", std::string request_id = {});
// `note`: where the action takes one, the condition or the unit.
Envelope Act(domain::Actor actor, domain::CaseId id, std::string action, std::string note = {});

}  // namespace wangge::engine
