// Faults of a layer for people and for programs. Pure, but for what prints.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "geo/build/layer_check.h"
#include "geo/build/repair_land.h"
#include "geo/fault.h"

namespace wangge::commands {

// A table by kind, then the faults: those that the rule refuses first, at most 20 of each kind.
void PrintFaults(const geo::LayerCheck& check, const geo::LayerRule& rule);

// One line of JSON a fault, then {"summary": true, ...}.
void PrintFaultsJson(const geo::LayerCheck& check, const geo::LayerRule& rule);

// A FeatureCollection: each fault a feature, a polygon where it is land, else a point; without a place, no geometry.
std::string FaultsGeoJson(const geo::LayerCheck& check, const geo::LayerRule& rule);

// `overlap 12.345 m² at 119.9,28.4 of "a", "b": Expected ...`
std::string TextOf(const geo::Fault& fault);

// OK where there are none; else lists them on stderr and says what may be done about them. `is_repaired`: what a repair
// mends is not among them.
absl::Status RefuseFaults(const std::string& file, const std::vector<geo::Fault>& faults, bool is_repaired);

// What a repair moved, a line a cell.
void PrintRepaired(const std::vector<geo::RepairedCell>& cells);
nlohmann::ordered_json ToJson(const std::vector<geo::RepairedCell>& cells);

}  // namespace wangge::commands
