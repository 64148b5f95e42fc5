// The editions that a replay makes from the records themselves: a system, a catalogue with one condition a category,
// and organisations with one unit a department. Pure.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "catalog/config_files.h"
#include "services/wangge/replay/record_source.h"
#include "services/wangge/replay/replay_map.h"

namespace wangge::replay {

// `procedure` is the name of the procedure edition. The system has the name of the map.
std::vector<catalog::ConfigEdition> GenerateConfig(const ReplayMap& map, const Records& records,
                                                   const std::string& procedure);

// The filing condition of a category in the generated catalogue.
inline const std::string& ConditionOf(const std::string& category) { return category; }

}  // namespace wangge::replay
