// The demo city with the released procedure, catalogue and roles on the engine of this process, in memory, with a clock
// that the test moves and one layer that the test draws. One thread.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "domain/case.h"
#include "domain/command.h"
#include "domain/organisation.h"
#include "engine/directory.h"
#include "engine/shard.h"
#include "storage/rocks_committer.h"
#include "storage/store.h"
#include "tests/scenario/grid_map.h"

namespace wangge::scenario {

// Posts as config/demo/lishui/posts.csv has them.
inline const domain::Actor kInspector{"inspector-331102-01", "331102-JD", "331102", {"inspector"}};
inline const domain::Actor kPublicDesk{"public-desk-01", "3311-JDZX", "*", {"public_desk"}};
inline const domain::Actor kAcceptor{"acceptor-01", "3311-JDZX", "*", {"acceptor"}};
inline const domain::Actor kShiftLeader{"shift-leader-01", "3311-JDZX", "*", {"shift_leader"}};
inline const domain::Actor kDispatcher{"dispatcher-01", "3311-ZHZX", "*", {"dispatcher"}};
inline const domain::Actor kOtherDispatcher{"dispatcher-02", "3311-ZHZX", "*", {"dispatcher"}};
inline const domain::Actor kWorks{"handler-331102-SZ-1", "331102-SZ", "331102", {"unit_handler"}};
inline const domain::Actor kWorksColleague{"handler-331102-SZ-2", "331102-SZ", "331102", {"unit_handler"}};
inline const domain::Actor kWorksCoordinator{"coordinator-331102-SZ", "331102-SZ", "331102", {"unit_coordinator"}};
inline const domain::Actor kWater{"handler-331102-SW-1", "331102-SW", "331102", {"unit_handler"}};
inline const domain::Actor kWaterCoordinator{"coordinator-331102-SW", "331102-SW", "331102", {"unit_coordinator"}};
inline const domain::Actor kSupervisor{"supervisor-01", "3311-JDZX", "*", {"supervisor"}};
inline const domain::Actor kLeader{"leader-01", "3311", "*", {"leader"}};

inline constexpr char kCover[] = "100101";       // a manhole cover
inline constexpr char kTwoHours[] = "100101-1";  // its condition with a limit of two urgent hours
inline constexpr Duration kTwoHourLimit = Hours(2);

// What an action needs beside its name.
struct Input {
  std::string condition{};
  std::string unit{};
  std::string inspector{};
  std::vector<std::string> co_units{};
  std::string handler{};
  std::optional<Timestamp> until{};
  std::uint32_t distance_cm = 0;           // of the proof, where one is asked for
  std::optional<Timestamp> captured_at{};  // absent: now
  domain::CaseId master{};
  std::optional<domain::Location> location{};
};

class City;

// One case and what is done to it, in the order of the calls. A refusal is a test failure. Does not outlive its city.
class Story {
 public:
  Story& Do(const domain::Actor& actor, const std::string& action, const Input& input = {});
  // The ways that most stories share: each ends in the stage it is named for.
  Story& Accept() { return Do(kAcceptor, "accept"); }
  Story& File(const std::string& condition = kTwoHours) { return Do(kShiftLeader, "file", {.condition = condition}); }
  Story& Dispatch(const domain::Actor& to = kWorks) { return Do(kDispatcher, "dispatch", {.unit = to.organisation}); }
  Story& Sign(const domain::Actor& who = kWorks) { return Do(who, "sign"); }
  Story& Handle(const domain::Actor& who = kWorks) { return Do(who, "handle"); }
  Story& Confirm(const domain::Actor& who = kWorks) { return Do(who, "confirm"); }

  // Why the action is refused now; "" when it was taken.
  std::string RefusalOf(const domain::Actor& actor, const std::string& action, const Input& input = {});

  const domain::Case& now() const { return case_; }
  std::string stage() const;
  // Of the latest run of a clock of the procedure, which must have run.
  const domain::ClockRun& clock(const std::string& id) const;
  bool AnyClockRuns() const;
  std::uint32_t counted(const std::string& counter) const;
  // To the edition of the procedure in force.
  Story& Migrate();
  // The case as the engine has it, after timers.
  Story& Refresh();

 private:
  friend class City;
  Story(City& city, domain::Case c) : city_(city), case_(std::move(c)) {}

  City& city_;
  domain::Case case_;
};

class City {
 public:
  explicit City(GridMap map);

  // Moves the clock without firing a timer, as a server that is busy or down does.
  void Wait(Duration length) { now_ = now_ + length; }
  // Fires what is due now; how many.
  std::size_t FireTimers();
  Timestamp now() const { return now_; }

  // Brings another drawing into force. A report keeps being located in the drawing it is given.
  void Redraw(const GridMap& map);
  domain::Location Locate(Position position, const GridMap& map, std::uint64_t version) const;

  // Brings another edition of the procedure into force: the released text with `from` replaced by `to`.
  void Reissue(const std::string& from, const std::string& to);

  // A report in a square of the drawing; a refusal is a test failure.
  Story Report(char letter, const domain::Actor& actor = kInspector, const std::string& source = "inspector",
               std::uint8_t photos = 0, const std::string& category = kCover);
  // Why a report with this evidence is refused; "" when it was taken.
  std::string RefusalOfReport(domain::Location location, const std::string& source = "inspector",
                              std::uint8_t photos = 0);

  engine::CasePage GapQueue();
  std::size_t armed_timers() const { return shard_->armed_timers(); }
  const domain::Procedure& procedure() const;

 private:
  friend class Story;
  engine::Answer Send(engine::Envelope envelope);
  domain::Case CaseAfter(engine::Envelope envelope);
  void Activate(domain::EditionKind kind, const std::string& name, const std::string& body);
  domain::SubmitReport NewReport(domain::Location location, const std::string& source) const;

  GridMap map_;
  Timestamp now_{1'780'000'000'000'000};
  std::unique_ptr<storage::Store> store_;
  std::unique_ptr<storage::RocksCommitter> committer_;
  std::unique_ptr<engine::Shard> shard_;
};

}  // namespace wangge::scenario
