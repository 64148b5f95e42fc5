// The families of a state: which kinds of rows exist, what each is for, and in which format version this build writes
// them. A family's number and name are its identity on disk: never changed, never used again. Immutable; thread-safe.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace wangge::storage {

enum class Family : std::uint8_t {
  kMeta = 1,     // format versions, what is known synced
  kLog = 2,      // hash-chained command records, by shard and position
  kRequest = 3,  // request id -> first answer
  kCase = 4,     // current view of a case
  kTimer = 5,    // what is due, by time
  kVault = 6,    // wrapped keys of sealed fields
  kConfig = 7,   // bodies of configuration editions
  kTrack = 8,    // shifts of inspectors, their positions, and cells walked; goes by itself after some days
};

// Source rows are the truth; derived rows can be made anew from them; operational rows are neither.
enum class FamilyKind : std::uint8_t { kSource, kDerived, kOperational };

struct FamilyRow {
  Family family;
  std::string_view name;
  FamilyKind kind;
  std::uint32_t format_version;  // of keys and values; a raise needs a migration
};

inline constexpr std::array kFamilies = {
    FamilyRow{Family::kMeta, "meta", FamilyKind::kOperational, 1},
    FamilyRow{Family::kLog, "log", FamilyKind::kSource, 2},
    FamilyRow{Family::kRequest, "request", FamilyKind::kSource, 1},
    FamilyRow{Family::kCase, "case", FamilyKind::kDerived, 3},
    FamilyRow{Family::kTimer, "timer", FamilyKind::kDerived, 1},
    FamilyRow{Family::kVault, "vault", FamilyKind::kSource, 1},
    FamilyRow{Family::kConfig, "config", FamilyKind::kSource, 1},
    FamilyRow{Family::kTrack, "track", FamilyKind::kOperational, 1},
};

// 0, 1, 2 ... in the order of the table: for arrays by family.
constexpr std::size_t IndexOf(Family family) { return static_cast<std::size_t>(family) - 1; }

constexpr const FamilyRow& RowOf(Family family) { return kFamilies[IndexOf(family)]; }

// nullopt for a name that this build does not know.
constexpr std::optional<Family> FamilyNamed(std::string_view name) {
  for (const FamilyRow& row : kFamilies) {
    if (row.name == name) return row.family;
  }
  return std::nullopt;
}

}  // namespace wangge::storage
