// Campaigns (专项整治): cases that are counted apart for a while. Immutable value; pure; thread-safe.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "domain/calendar/day.h"
#include "domain/case.h"
#include "domain/label.h"

namespace wangge::catalog {

struct Campaign {
  std::string id{};
  domain::Label label{};
  std::vector<std::string> conditions{};  // beginnings of categories or filing conditions
  std::vector<std::string> areas{};       // beginnings of cell codes; none: the whole city
  domain::Day from{};                     // of receipt, local days, both included
  domain::Day to{};

  // What decides of a case whether it is one of the campaign's.
  struct Traits {
    std::string_view category{};
    std::string_view condition{};  // empty until filed
    std::string_view area{};
    Timestamp received{};
  };
  // `utc_offset` is that of the case's system.
  bool Holds(const Traits& traits, Duration utc_offset) const;
  bool Holds(const domain::Case& c, Duration utc_offset) const;
};

// Message Campaign (campaign.proto). INVALID_ARGUMENT "file:line:column: ..."; the last day is not before the first.
absl::StatusOr<Campaign> LoadCampaign(std::string_view body, std::string_view file_name);

}  // namespace wangge::catalog
