#include "tests/bench/contest/listed.h"

#include <array>
#include <cstdio>

#include "base/check.h"
#include "tests/bench/contest/told_report.h"

namespace wangge::bench {
namespace {

struct Named {
  const char* name;
  ListKind kind;
};
constexpr auto kLists = std::to_array<Named>({{"stage", ListKind::kStage},
                                              {"unit", ListKind::kUnit},
                                              {"tasks", ListKind::kTasks},
                                              {"area", ListKind::kArea},
                                              {"due", ListKind::kDue},
                                              {"category", ListKind::kCategory},
                                              {"source", ListKind::kSource},
                                              {"number", ListKind::kNumber}});
constexpr std::uint64_t kStreets = 8;  // of the county that the reports lie in

std::string StreetOf(std::uint64_t turn) {
  std::array<char, 16> code{};
  std::snprintf(code.data(), code.size(), "331102%03d", static_cast<int>(turn % kStreets) + 1);
  return code.data();
}

ListAsked AskedOf(ListKind kind, const LifePlan& plan, std::uint64_t turn) {
  switch (kind) {
    case ListKind::kStage: {
      const std::size_t at = turn % plan.steps.size();  // all but the last, which is the end
      return {kind, at == 0 ? plan.first_stage : plan.steps[at - 1].to};
    }
    case ListKind::kUnit:
    case ListKind::kTasks:
      return {kind, plan.unit};
    case ListKind::kArea:
      return {kind, StreetOf(turn)};
    case ListKind::kCategory:
      return {kind, std::string(ToldReport::kCategory)};
    case ListKind::kSource:
      return {kind, std::string(ToldReport::kSource)};
    case ListKind::kDue:
    case ListKind::kNumber:
      return {kind, {}};
  }
  CHECK(false);
}

}  // namespace

std::vector<std::string> ListNames() {
  std::vector<std::string> names;
  for (const Named& list : kLists) names.emplace_back(list.name);
  return names;
}

ListAsked AskFor(const std::string& list, const LifePlan& plan, std::uint64_t turn) {
  if (list == "mix") return AskedOf(kLists[turn % kLists.size()].kind, plan, turn / kLists.size());
  for (const Named& known : kLists) {
    if (list == known.name) return AskedOf(known.kind, plan, turn);
  }
  CHECK(false);
}

}  // namespace wangge::bench
