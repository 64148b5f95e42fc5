// The lists that people use, and what the pages of them ask for in turn. The same for every contender. Pure.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "tests/bench/contest/life_plan.h"

namespace wangge::bench {

inline constexpr int kPageRows = 50;

enum class ListKind {
  kStage,     // of a stage, newest first
  kUnit,      // open ones of a unit, newest first
  kTasks,     // open ones of a unit, first due first: what its people have to do
  kArea,      // of a street, newest first
  kDue,       // open ones of the city, first due first
  kCategory,  // of a category, newest first
  kSource,    // of a channel, newest first
  kNumber,    // one case by its number
};

struct ListAsked {
  ListKind kind{};
  std::string value{};  // empty where the kind needs none; of kNumber the contender knows some
};

// Names of lists as settings write them.
std::vector<std::string> ListNames();
// Of one list, or of "mix": every list in turn. `turn` counts pages.
ListAsked AskFor(const std::string& list, const LifePlan& plan, std::uint64_t turn);

}  // namespace wangge::bench
