// Shifts of inspectors at work: sign-in, sign-out, positions between them, and their end after some days. What is kept
// is in the family `track` (storage/track_record.h), each shift sealed under a key of its own; in memory are the shifts
// of the last limits::kShiftRequestsKnown, read again at Open. Owned by LocalTracks; one thread at a time; every
// function may touch the disk. The parts outlive it.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "base/limits.h"
#include "base/status/clock.h"
#include "domain/plausible_fix.h"
#include "storage/store.h"
#include "storage/track_record.h"
#include "vault/sealer.h"

namespace wangge::track {

struct TrackSettings {
  domain::FixLimits fix_limits{};
  Duration kept = Days(limits::kTrackDaysDefault);  // from the sign-in on
};

struct BookParts {
  storage::Store& store;
  const Clock& clock;
  const vault::MasterKey& master_key;
  vault::Entropy& entropy;
  TrackSettings settings{};
};

// A position that came in.
struct Fix {
  std::uint32_t sequence = 0;
  bool mock = false;
  storage::FixRecord record{};  // without `received` and `marks`, which are the book's to say
};

// In which layers cells are kept, and the offset of each one's days.
using LayerDays = std::map<std::string, Duration, std::less<>>;

struct RefusedFix {
  std::uint32_t sequence = 0;
  std::string reason{};
  std::string text{};
};

struct MarkedFix {
  std::uint32_t sequence = 0;
  domain::FixMarks marks{};
};

struct Added {
  std::uint32_t kept = 0;
  std::uint32_t repeated = 0;
  std::vector<MarkedFix> marked{};
  std::vector<RefusedFix> refused{};
};

struct Shift {
  storage::ShiftName name{};
  storage::ShiftRecord record{};
};

class ShiftBook {
 public:
  // DATA_LOSS, FAILED_PRECONDITION (another master key): rows that cannot be read.
  static absl::StatusOr<std::unique_ptr<ShiftBook>> Open(const BookParts& parts);

  // `request`: 16 octets. Durable when it returns. ALREADY_EXISTS REQUEST_ID_REUSED, FAILED_PRECONDITION SHIFT_OPEN.
  absl::StatusOr<Shift> Start(const std::string& actor, const std::string& request);
  // ALREADY_EXISTS REQUEST_ID_REUSED, FAILED_PRECONDITION NO_SHIFT.
  absl::StatusOr<Shift> End(const std::string& actor, const std::string& request);

  // Keeps what belongs to the open shift. One write, not synced: it survives the end of the process, and a power cut
  // once something later was synced. `refused_before`: counted with the shift.
  absl::StatusOr<Added> Add(const std::string& actor, const std::vector<Fix>& fixes, std::uint32_t refused_before,
                            const LayerDays& layers);

  // Of the last shift of the actor: whether it is open, the highest sequence kept in it, the last trusted fix.
  struct Current {
    bool is_open = false;
    std::uint32_t last_sequence = 0;
    std::optional<storage::TrustedFix> trusted{};
  };
  Current CurrentOf(std::string_view actor) const;

  // Calls `see` for each open shift, by actor. O(shifts of the last 32 h).
  template <typename See>
  void ForEachOpen(const See& see) const {
    for (const auto& [name, live] : shifts_) {
      if (IsOpen(name, live)) see(name.actor, live.progress.trusted);
    }
  }

  // Removes every shift that began longer ago than they are kept, with its fixes, and the cells walked on days that
  // ended longer ago: the row of a shift last, so that a sweep that was cut short is finished by the next. O(shifts
  // kept). The number of shifts removed.
  absl::StatusOr<std::uint64_t> Sweep();

  Timestamp Now() const { return parts_.clock.Now(); }
  // Shifts that began before are gone, whether or not they have been swept away.
  Timestamp KeptSince() const { return Now() - parts_.settings.kept; }
  Duration kept() const { return parts_.settings.kept; }

 private:
  struct Live {
    storage::ShiftRecord record{};
    vault::DataKey key{};
    storage::TrackProgress progress{};
  };
  using Shifts = std::map<storage::ShiftName, Live>;

  explicit ShiftBook(const BookParts& parts) : parts_(parts), sealer_(parts.master_key, parts.entropy) {}
  absl::Status Load();
  bool IsOpen(const storage::ShiftName& name, const Live& live) const;
  Shifts::iterator Last(std::string_view actor);
  Shifts::const_iterator Last(std::string_view actor) const;
  // The shift that the request began or ended. ALREADY_EXISTS REQUEST_ID_REUSED: it did the other thing.
  enum class Did { kStart, kEnd };
  absl::StatusOr<std::optional<Shift>> Asked(const std::string& actor, const std::string& request, Did did) const;
  absl::Status WriteShift(const storage::ShiftName& name, const storage::ShiftRecord& record, storage::Expect expect);
  std::optional<RefusedFix> Refusal(const storage::ShiftName& name, const Live& live, const Fix& fix) const;
  void Judge(const Live& live, const Fix& fix, storage::FixRecord& record) const;
  absl::Status SweepShift(const storage::ShiftName& name);
  absl::Status SweepWalked(domain::Day before);
  absl::Status RemoveRows(std::string_view from, std::string_view to);

  const BookParts parts_;
  const vault::Sealer sealer_;
  Shifts shifts_;  // by actor, then by start
};

// Under which label the sealed parts of a shift's rows are sealed.
std::string FixLabel(std::uint32_t sequence);
inline constexpr std::string_view kProgressLabel = "progress";

// The key of a shift, from its row. Errors of Sealer::Unwrap.
absl::StatusOr<vault::DataKey> KeyOf(const vault::Sealer& sealer, const storage::ShiftRecord& record);

}  // namespace wangge::track
