// Looks at where a state lies: its folder and files, the disk, the limits of the process. Opens no database and changes
// nothing. Thread-safe.
#pragma once

#include <cstdint>
#include <string>

#include "services/wangge/doctor/finding.h"

namespace wangge::doctor {

// Below these the disk is said to be short, and full.
inline constexpr std::uint64_t kFreeShort = std::uint64_t{5} << 30;
inline constexpr std::uint64_t kFreeFull = std::uint64_t{512} << 20;
// Descriptors that the database and some hundred callers need.
inline constexpr std::uint64_t kDescriptorsMin = 1'024;

Findings ExamineFiles(const std::string& state);

// The judgement alone. `free` and `all` in bytes.
Finding JudgeDisk(std::uint64_t free, std::uint64_t all, bool read_only);

}  // namespace wangge::doctor
