// The whole examination of a state that no process holds.
#pragma once

#include <string>

#include "base/time.h"
#include "services/wangge/doctor/finding.h"

namespace wangge::doctor {

// Files, then the database as a start would open it, then what is in force and where open cases are placed. Opening may
// finish what a crash left in the write-ahead log, as any start does; nothing else is changed.
Findings ExamineState(const std::string& state, Timestamp now);

}  // namespace wangge::doctor
