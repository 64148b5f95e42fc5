// The numbers that people read out and type: receipts (R) and cases (A, 案卷号). A number shows neither how many there
// are nor which came before it, and a mistyped one is refused. Made once at start; immutable, thread-safe.
//
// R-XXXXX-XXXXXC: ten characters of Crockford's base 32 (no I, L, O, U) that hold the permuted case id, and a check
// character. The two series of one case look unrelated.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "vault/key.h"
#include "vault/permutation.h"

namespace wangge::vault {

// The value is the permutation's tweak: never changed, never reused.
enum class Series : std::uint8_t { kReceipt = 1, kCase = 2 };

inline constexpr int kCaseIdBits = 50;  // shard 10, position 40

struct Numbered {
  Series series;
  std::uint64_t case_id;
  friend bool operator==(const Numbered&, const Numbered&) = default;
};

class Numbering {
 public:
  // The key must stay the same as long as any number is in use: the caller stores it wrapped beside its state.
  explicit Numbering(const SecretKey& key) : permutation_(key, kCaseIdBits / 2) {}

  // CHECKs that case_id < 2^50.
  std::string Encode(Series series, std::uint64_t case_id) const;

  // Upper or lower case; hyphens and spaces anywhere or nowhere; I and L read as 1, O as 0. INVALID_ARGUMENT for
  // another length, letter or series and for a check character that does not fit: every single wrong character and
  // every two swapped ones, about one in 32 of other mistakes passes. Whether such a case exists is not known here.
  absl::StatusOr<Numbered> Decode(std::string_view text) const;
  // The same where only one series is meant.
  absl::StatusOr<std::uint64_t> Decode(Series series, std::string_view text) const;

 private:
  KeyedPermutation permutation_;
};

}  // namespace wangge::vault
