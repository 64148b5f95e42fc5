// A system: one of the city's procedures with the sources it takes reports from and the layers it places them in.
// Compiled from config/systems/<system>/system.textproto. Immutable value; std only.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "domain/calendar/calendar.h"
#include "domain/component.h"
#include "domain/label.h"

namespace wangge::domain {

struct Source {
  Label label{};
  bool trusted = false;              // trusted reports need no verification on site before filing
  std::vector<std::string> roles{};  // who may report through it; empty: whoever may report at all
  std::string entry{};               // of the procedure, by which its cases begin; empty: the report
};

// A calendar of its own for some cases of a system.
struct CalendarRule {
  std::string calendar{};      // name of the calendar edition
  std::string area_prefix{};   // of the case's area; empty: any
  std::string organisation{};  // the responsible unit; empty: any
};

struct System {
  std::string id{};
  Label label{};
  std::string procedure{};                               // name of the procedure edition
  std::string catalogue{};                               // name of the catalogue edition
  std::vector<std::string> layers{};                     // the first decides the case's area
  std::string area_root{};                               // code prefix of the whole city; "*" = no common prefix
  std::string calendar{};                                // name of the calendar edition; empty: `local_days` alone
  std::vector<CalendarRule> calendar_rules{};            // the first that fits comes before `calendar`
  Calendar local_days = Calendar::Bare(Duration{});      // knows the offset of the city's days, nothing else
  std::string time_zone{};                               // whose days dates in queries mean; empty: `local_days`
  std::map<std::string, Source, std::less<>> sources{};  // by id
  std::optional<ComponentDuty> components{};             // absent: reports name none
};

}  // namespace wangge::domain
