#include "wire/names.h"

#include <charconv>

#include "base/hex.h"

namespace wangge::wire {
namespace {

constexpr std::string_view kCases = "cases/";
constexpr std::string_view kReceipts = "receipts/";
constexpr std::string_view kAttachments = "attachments/";
// Told apart, so that neither passes for the other.
constexpr char kEtagMark = 'e';
constexpr char kTokenMark = 'p';
constexpr std::size_t kPositionBytes = domain::kPositionBits / 8;

std::optional<std::string> After(std::string_view collection, std::string_view name) {
  if (!name.starts_with(collection) || name.size() == collection.size()) return std::nullopt;
  return std::string(name.substr(collection.size()));
}

std::string Opaque(char mark, domain::LogPosition position) {
  std::string bytes(kPositionBytes, '\0');
  for (std::size_t i = 0; i < kPositionBytes; ++i) {
    bytes[i] = static_cast<char>(position.value >> (8 * (kPositionBytes - 1 - i)));
  }
  std::string text(1, mark);
  return text.append(ToHex(bytes));
}

std::optional<domain::LogPosition> FromOpaque(char mark, std::string_view text) {
  if (text.size() != 1 + 2 * kPositionBytes || text.front() != mark) return std::nullopt;
  const auto bytes = FromHex(text.substr(1));
  if (!bytes) return std::nullopt;
  domain::LogPosition position;
  for (const char byte : *bytes) position.value = position.value << 8 | static_cast<std::uint8_t>(byte);
  if (Opaque(mark, position) != text) return std::nullopt;
  return position;
}

}  // namespace

std::string CaseName(domain::CaseId id) { return std::string(kCases) + std::to_string(id.value); }

std::optional<domain::CaseId> ParseCaseName(std::string_view name) {
  const auto digits = After(kCases, name);
  if (!digits) return std::nullopt;
  domain::CaseId id;
  const auto [end, error] = std::from_chars(digits->data(), digits->data() + digits->size(), id.value);
  if (error != std::errc() || CaseName(id) != name || id.value == 0) return std::nullopt;
  return id;
}

std::string ReceiptName(std::string_view number) { return std::string(kReceipts).append(number); }
std::optional<std::string> ParseReceiptName(std::string_view name) { return After(kReceipts, name); }

std::string AttachmentName(std::string_view id) { return std::string(kAttachments).append(id); }
std::optional<std::string> ParseAttachmentName(std::string_view name) { return After(kAttachments, name); }

std::string Etag(domain::LogPosition position) { return Opaque(kEtagMark, position); }
std::optional<domain::LogPosition> ParseEtag(std::string_view etag) { return FromOpaque(kEtagMark, etag); }

std::string PositionToken(domain::LogPosition position) { return Opaque(kTokenMark, position); }
std::optional<domain::LogPosition> ParsePositionToken(std::string_view token) { return FromOpaque(kTokenMark, token); }

std::optional<std::string> ParseUuid(std::string_view text) {
  if (text.size() != 36) return std::nullopt;
  std::string digits;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool is_hyphen = i == 8 || i == 13 || i == 18 || i == 23;
    if (is_hyphen != (text[i] == '-')) return std::nullopt;
    if (!is_hyphen) digits += text[i];
  }
  return FromHex(digits);
}

}  // namespace wangge::wire
