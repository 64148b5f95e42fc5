// The days of a simulated city: who reports what, who does the next step, and when. The same city, seed and start give
// the same commands at the same times. Knows no stage or action by name: it walks the procedure as data.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <queue>
#include <set>
#include <string>
#include <vector>

#include "services/wangge/simulate/city.h"
#include "services/wangge/simulate/dice.h"
#include "services/wangge/simulate/port.h"

namespace wangge::simulate {

struct DayOptions {
  Timestamp start{};  // first instant of the first day
  std::uint32_t days = 1;
  std::uint64_t seed = 1;
  std::uint64_t reports_per_day = 0;  // 0: the city's own
  std::function<void(std::uint64_t done, std::uint64_t total)> progress{};
};

struct DayCounts {
  std::uint64_t reports = 0;
  std::uint64_t steps = 0;
};

class CityDays {
 public:
  CityDays(const City& city, DayOptions options, Port& port);

  // Until the end of the last day; what is still open then stays open.
  absl::StatusOr<DayCounts> Run();

 private:
  // A report to come, or the next step on a case.
  struct Task {
    Timestamp at;
    std::uint64_t order;  // of its making: breaks ties
    bool reports = false;
    CaseState the_case{};
    domain::ActionIndex action = 0;
    std::set<domain::ActionIndex> avoid{};  // detours taken already: nobody walks in circles
    // What decides the request that was just asked for, in order.
    std::deque<domain::ActionIndex> decisions{};
    // Whether it will be given back, extended, done again is drawn once a case, however many stages allow it.
    bool is_return_drawn = false;
    bool is_extension_drawn = false;
    bool is_rework_drawn = false;
    std::string source{};
    std::string category{};
    bool operator>(const Task& other) const { return std::tie(at, order) > std::tie(other.at, other.order); }
  };

  void PlanReports();
  absl::Status DoReport(const Task& task);
  absl::Status DoStep(const Task& task);
  void PlanNext(const Task& task, const CaseState& now);
  domain::ActionIndex Choose(Task& task, domain::StageIndex stage, std::vector<domain::ActionIndex> allowed);
  bool Draw(bool& is_drawn, double share);
  // The action that asks for a request whose granting does as `does` says, where it can be asked for in the stage.
  template <typename Does>
  std::optional<domain::ActionIndex> AskFor(domain::StageIndex stage, const Does& does) const;
  // The endorsements and the granting of a request, in order.
  std::deque<domain::ActionIndex> DecisionsOn(domain::RequestIndex request, domain::StageIndex stage) const;
  std::vector<domain::ActionIndex> LeadingOn(const Task& task, domain::StageIndex stage) const;
  Timestamp WhenDone(const domain::Action& action, const CaseState& now, Timestamp from);
  std::optional<Position> Place();
  // The place and category of a report of the last day; nullopt when there was none.
  struct Reported {
    Timestamp at{};
    Position position{};
    std::string category{};
  };
  std::optional<Reported> Earlier(Timestamp now);
  // Somebody of one of the roles whose area, or unit, holds the case; nullptr when there is nobody.
  const domain::Actor* PostFor(const std::vector<std::string>& roles, const std::string& area, const std::string& unit,
                               bool of_unit);
  Work WorkOf(const Task& task, const domain::Action& action);

  const City& city_;
  DayOptions options_;
  Port& port_;
  Dice dice_;
  Timestamp end_;
  std::uint64_t next_order_ = 0;
  std::priority_queue<Task, std::vector<Task>, std::greater<>> tasks_;
  std::vector<domain::ActionIndex> path_;
  std::deque<Reported> recent_;  // of the last day, oldest first
  DayCounts counts_;
};

}  // namespace wangge::simulate
