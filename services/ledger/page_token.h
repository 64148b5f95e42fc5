// Page tokens: where a list goes on, bound to the caller and to what was asked, so that none can be made up, changed,
// or used for another list; sealed, so that nobody learns a place in the log or an id from one. Immutable; thread-safe.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "engine/directory.h"
#include "vault/key.h"

namespace wangge::ledger {

class PageTokens {
 public:
  explicit PageTokens(vault::SecretKey key) : key_(std::move(key)) {}

  // `list` names the method, the caller and everything in the request that decides the list; see ListKey.
  std::string Make(std::string_view list, std::string_view cursor) const;
  // INVALID_ARGUMENT PAGE_TOKEN_INVALID.
  absl::StatusOr<std::string> Open(std::string_view list, std::string_view token) const;

 private:
  std::string TagOf(std::string_view list, std::string_view cursor) const;
  // The cursor sealed, or a sealed one opened: the same both ways.
  std::string Sealed(std::string_view tag, std::string_view cursor) const;
  vault::SecretKey key_;
};

// Parts of different lists never make the same text.
std::string ListKey(std::initializer_list<std::string_view> parts);

// 0 is limits::kPageSizeDefault, above limits::kPageSizeMax is that. INVALID_ARGUMENT FIELD_INVALID when negative.
absl::StatusOr<std::size_t> PageSize(std::int32_t asked);

// Cursors: the last case of a page, and a plain number.
std::string CursorOf(const engine::CaseEntry& last);
absl::StatusOr<engine::CaseEntry> EntryOfCursor(std::string_view cursor);
std::string CursorOf(std::uint64_t number);
absl::StatusOr<std::uint64_t> NumberOfCursor(std::string_view cursor);

}  // namespace wangge::ledger
