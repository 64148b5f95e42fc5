// What the small city's engine must answer, said once more in the plainest way: maps, and a rule a command. It knows
// nothing of logs, groups, caches or stores. For tests only; one thread.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/time.h"
#include "domain/ids.h"

namespace wangge::property {

struct ModelClock {
  std::string name;
  Timestamp due{};
  std::optional<Timestamp> stopped{};
  bool passed = false;
};

struct ModelCase {
  std::string stage = "fresh";
  std::string area{};
  std::string unit{};
  std::string condition{};
  std::vector<std::string> handlers{};
  std::vector<ModelClock> clocks{};
  std::size_t changes = 1;
  int returns = 0;
  int reworks = 0;
};

struct ModelActor {
  std::string id;
  std::string role;  // "desk" or "crew"
  std::string unit;  // of a crew
};

class Model {
 public:
  // The position that the next accepted command gets.
  explicit Model(std::uint64_t next) : next_(next) {}

  domain::CaseId Report(const std::string& area, Timestamp now);
  // The reason of the refusal, empty when accepted. `note` is the condition of book, the unit of send.
  std::string Act(const ModelActor& actor, domain::CaseId id, const std::string& action, const std::string& note,
                  Timestamp now);
  // Marks every deadline before `until` that has not passed yet.
  void PassDeadlines(Timestamp until);

  const std::map<domain::CaseId, ModelCase>& cases() const { return cases_; }
  std::uint64_t next() const { return next_; }

 private:
  std::string Refusal(const ModelActor& actor, domain::CaseId id, const std::string& action,
                      const std::string& note) const;
  static void Start(ModelCase& c, Timestamp now);
  static void Stop(ModelCase& c, const std::string& clock, Timestamp now);

  std::uint64_t next_;
  std::map<domain::CaseId, ModelCase> cases_;
};

}  // namespace wangge::property
