// One fact a case: what resolution times are computed from. Grows with the feed, command by command, and holds no
// personal data. About 150 bytes a case; ids are stored once. Not thread-safe; owned by whoever follows the feed.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "base/time.h"
#include "domain/procedure.h"
#include "insight/name_table.h"

namespace wangge::insight {

struct Fact {
  std::uint64_t case_id = 0;
  NameIndex unit = 0;  // responsible last
  NameIndex category = 0;
  NameIndex area = 0;
  NameIndex source = 0;
  Timestamp received{};
  std::optional<Timestamp> occurred{};    // absent: not told
  std::optional<Timestamp> dispatched{};  // the first dispatch
  std::optional<Timestamp> confirmed{};   // the last confirmation
  std::optional<Timestamp> ended{};
  domain::Outcome outcome = domain::Outcome::kOpen;
  bool inferred_dispatched = false;
  bool inferred_confirmed = false;
  bool has_deadline = false;               // the disposal clock has run
  bool late = false;                       // and a run of it ended after its deadline
  std::optional<Timestamp> running_due{};  // of the disposal clock, while it runs
};

// What the feed says of a new case. Views need hold only during the call.
struct Opening {
  std::uint64_t case_id = 0;
  std::string_view category{};
  std::string_view source{};
  std::string_view area{};
  Timestamp received{};
  std::optional<Timestamp> occurred{};
};

// A step, as far as resolution times are concerned.
struct Step {
  domain::Milestone milestone = domain::Milestone::kNone;
  domain::Outcome outcome = domain::Outcome::kOpen;
  Timestamp at{};
  bool inferred = false;
};

class FactTable {
 public:
  void Open(const Opening& opening);
  // Each of these is about a case that was opened; of another one it is ignored.
  void Perform(std::uint64_t case_id, const Step& step);
  void SetUnit(std::uint64_t case_id, std::string_view unit);
  void SetArea(std::uint64_t case_id, std::string_view area);
  void StartDisposal(std::uint64_t case_id, Timestamp due);
  // Another deadline, or none while the clock stands still.
  void MoveDisposal(std::uint64_t case_id, std::optional<Timestamp> due);
  // The deadline counted by another edition: a clock that stands still goes on standing still.
  void RecountDisposal(std::uint64_t case_id, Timestamp due);
  void StopDisposal(std::uint64_t case_id, bool late);

  const std::vector<Fact>& facts() const { return facts_; }
  const std::string& Name(NameIndex index) const { return names_.Name(index); }

 private:
  NameIndex IndexOf(std::string_view name) { return names_.IndexOf(name); }
  Fact* Find(std::uint64_t case_id);

  std::vector<Fact> facts_;
  absl::flat_hash_map<std::uint64_t, std::size_t> by_case_;
  NameTable names_;
};

}  // namespace wangge::insight
