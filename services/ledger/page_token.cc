#include "services/ledger/page_token.h"

#include <algorithm>

#include "base/limits.h"
#include "rpc/base64url.h"
#include "rpc/error.h"
#include "services/ledger/keyed_hash.h"
#include "services/ledger/refusal.h"

namespace wangge::ledger {
namespace {

constexpr std::size_t kTagBytes = 16;  // nobody guesses one in 2^128
constexpr std::size_t kNumberBytes = 8;

absl::Status TokenInvalid() {
  return rpc::InvalidFields(
      {{"page_token", "Expected the next_page_token of this caller's same list, but it is another."}},
      "PAGE_TOKEN_INVALID");
}

void Append(std::uint64_t number, std::string& text) {
  for (int shift = 56; shift >= 0; shift -= 8) text += static_cast<char>(number >> shift);
}

std::uint64_t Read(std::string_view bytes) {
  std::uint64_t number = 0;
  for (const char byte : bytes.substr(0, kNumberBytes)) number = number << 8 | static_cast<std::uint8_t>(byte);
  return number;
}

}  // namespace

std::string PageTokens::TagOf(std::string_view list, std::string_view cursor) const {
  const Hash tag = KeyedHash(key_, ListKey({list, cursor}));  // two parts: never the text of a stream, which has three
  return std::string(BytesOf(tag).substr(0, kTagBytes));
}

// A stream that follows from the tag, which is another for every list and cursor (SIV).
std::string PageTokens::Sealed(std::string_view tag, std::string_view cursor) const {
  std::string sealed(cursor);
  Hash stream{};
  for (std::size_t i = 0; i < sealed.size(); ++i) {
    if (i % stream.size() == 0) stream = KeyedHash(key_, ListKey({"stream", tag, std::to_string(i / stream.size())}));
    sealed[i] = static_cast<char>(sealed[i] ^ stream.at(i % stream.size()));
  }
  return sealed;
}

std::string PageTokens::Make(std::string_view list, std::string_view cursor) const {
  const std::string tag = TagOf(list, cursor);
  return rpc::ToBase64Url(tag + Sealed(tag, cursor));
}

absl::StatusOr<std::string> PageTokens::Open(std::string_view list, std::string_view token) const {
  const auto bytes = rpc::FromBase64Url(token);
  if (!bytes || bytes->size() < kTagBytes) return TokenInvalid();
  std::string cursor =
      Sealed(std::string_view(*bytes).substr(0, kTagBytes), std::string_view(*bytes).substr(kTagBytes));
  const std::string tag = TagOf(list, cursor);
  if (CRYPTO_memcmp(tag.data(), bytes->data(), kTagBytes) != 0) return TokenInvalid();
  return cursor;
}

std::string ListKey(std::initializer_list<std::string_view> parts) {
  std::string key;
  for (const std::string_view part : parts) {
    Append(part.size(), key);
    key.append(part);
  }
  return key;
}

absl::StatusOr<std::size_t> PageSize(std::int32_t asked) {
  if (asked < 0) return FieldInvalid("page_size", "Expected 0 or more, but it is negative.");
  if (asked == 0) return limits::kPageSizeDefault;
  return std::min(static_cast<std::size_t>(asked), limits::kPageSizeMax);
}

std::string CursorOf(const engine::CaseEntry& last) {
  std::string cursor;
  Append(last.id.value, cursor);
  if (last.due) Append(static_cast<std::uint64_t>(last.due->micros), cursor);
  return cursor;
}

absl::StatusOr<engine::CaseEntry> EntryOfCursor(std::string_view cursor) {
  if (cursor.size() != kNumberBytes && cursor.size() != 2 * kNumberBytes) return TokenInvalid();
  engine::CaseEntry entry;
  entry.id = domain::CaseId{Read(cursor)};
  if (cursor.size() > kNumberBytes) {
    entry.due = Timestamp{static_cast<std::int64_t>(Read(cursor.substr(kNumberBytes)))};
  }
  return entry;
}

std::string CursorOf(std::uint64_t number) {
  std::string cursor;
  Append(number, cursor);
  return cursor;
}

absl::StatusOr<std::uint64_t> NumberOfCursor(std::string_view cursor) {
  if (cursor.size() != kNumberBytes) return TokenInvalid();
  return Read(cursor);
}

}  // namespace wangge::ledger
