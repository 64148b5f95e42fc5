#include "services/wangge/doctor/city.h"

#include <string>

#include "base/limits.h"
#include "base/rfc3339.h"

namespace wangge::doctor {
namespace {

// 2024-01-01: no city of this software is older. A clock before it was never set.
constexpr Timestamp kNoClockBefore{1'704'067'200'000'000};

Finding ExamineConfiguration(const domain::Editions& editions) {
  std::string missing;
  const auto require = [&missing](bool is_there, const char* what) {
    if (!is_there) missing.append(missing.empty() ? "" : ", ").append(what);
  };
  require(!editions.systems.active.empty(), "a system");
  require(!editions.procedures.active.empty(), "a procedure");
  require(!editions.catalogues.active.empty(), "a catalogue");
  require(!editions.roles->empty(), "roles");
  if (missing.empty()) {
    return {Level::kWell, "configuration", std::to_string(editions.activations.size()) + " editions are in force"};
  }
  return {Level::kWrong, "configuration", "there is not in force: " + missing + "; reports are refused",
          "Run `wangge config apply CITY`, then look again."};
}

Finding ExamineClock(const CityFacts& facts) {
  if (facts.manual_clock) {
    return {Level::kWarning, "clock", "the clock is a manual one: it stands at " + FormatRfc3339(facts.now),
            "Right for demos and tests only. Serve without --clock manual."};
  }
  if (facts.now < kNoClockBefore) {
    return {Level::kWrong, "clock", "the wall clock says " + FormatRfc3339(facts.now) + ", which cannot be",
            "Set the clock and let it be kept (timedatectl set-ntp true), then restart the server."};
  }
  if (facts.last_record && facts.now + limits::kClockJumpMax < *facts.last_record) {
    return {
        Level::kWrong, "clock",
        "the last record is of " + FormatRfc3339(*facts.last_record) + ", but the wall clock says " +
            FormatRfc3339(facts.now) + ": until then every command gets the time of the last record",
        "If the clock is wrong, set it (timedatectl) and restart the server. If it was wrong before, deadlines made "
        "meanwhile are wrong: restore the backup from before, or wait."};
  }
  return {Level::kWell, "clock", "the wall clock says " + FormatRfc3339(facts.now)};
}

void ExamineCalendars(const CityFacts& facts, Findings& findings) {
  for (const auto& [name, calendar] : facts.editions.calendars.active) {
    const auto year = domain::MissingYear(*calendar.body, facts.now);
    const std::string what = "calendar \"" + name + "\"";
    if (!year) {
      findings.push_back({Level::kWell, "calendar", what + " has the holidays that are needed now"});
    } else {
      findings.push_back(
          {Level::kWarning, "calendar",
           what + " lacks the holidays of " + std::to_string(*year) + ": deadlines into it are provisional",
           "Run `wangge calendar import` with the published list, then `wangge config apply`."});
    }
  }
}

}  // namespace

Findings ExamineCity(const CityFacts& facts) {
  Findings findings{ExamineConfiguration(facts.editions), ExamineClock(facts)};
  ExamineCalendars(facts, findings);
  return findings;
}

}  // namespace wangge::doctor
