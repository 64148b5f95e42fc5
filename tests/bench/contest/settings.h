// What is measured, by work. Pure.
#pragma once

#include <vector>

#include "tests/bench/contest/contender.h"

namespace wangge::bench {

std::vector<Setting> IntakeSettings();
std::vector<Setting> LifecycleSettings();
// A list after the other, without other load, for what a page costs; then all of them in turn beside half the intake.
std::vector<Setting> QueriesSettings();
// Deadlines that pass, alone and beside half the intake.
std::vector<Setting> TimersSettings();

}  // namespace wangge::bench
