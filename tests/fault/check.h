// Whether a state holds what a city has acknowledged.
#pragma once

#include <string>

#include "tests/fault/book.h"

namespace wangge::fault {

enum class Verdict {
  kWhole = 0,    // every acknowledged command is there once, and none half
  kRefused = 3,  // the start, or the proof, was refused
  kWrong = 4,    // neither
};

struct Checked {
  Verdict verdict = Verdict::kWhole;
  std::string text{};  // the refusal, or what is wrong
};

// Opens the RocksDB in `state`, which may change it.
Checked Check(const std::string& state, const Book& book);

// Whether a refusal says where and what to do.
bool IsHelpful(const std::string& refusal);

}  // namespace wangge::fault
