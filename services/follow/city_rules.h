// What readers of the feed need to know of the editions in force to answer callers: roles, and where each system's city
// lies. Kept current by a reader of the feed; sets are immutable and swapped whole. Thread-safe.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "domain/organisation.h"
#include "domain/system.h"

namespace wangge::follow {

struct Rules {
  domain::Roles roles{};
  std::map<std::string, domain::System, std::less<>> systems{};
};

// What a caller may count over: nothing, its unit's cases, or those of an area.
struct Reach {
  bool is_allowed = false;
  bool whole_city = false;
  std::string area_prefix{};  // empty with whole_city, and where only the unit's are allowed
  std::string unit{};         // not empty: only those of this unit
};

class CityRules {
 public:
  std::shared_ptr<const Rules> Read() const;

  // True for the kinds that matter here: roles and systems.
  static bool Takes(std::string_view kind);
  // INVALID_ARGUMENT: a body that was activated and cannot be read.
  absl::Status Put(std::string_view kind, std::string_view name, std::string_view body);

 private:
  mutable std::mutex mutex_;
  std::shared_ptr<const Rules> rules_ = std::make_shared<Rules>();
};

// Whether the actor sees the cases of the whole city, those in no cell included.
bool SeesWholeCity(const domain::Actor& actor, const Rules& rules);
// By the roles of the actor that read statistics; an area before a unit.
Reach StatisticsReach(const domain::Actor& actor, const Rules& rules);

}  // namespace wangge::follow
