// Texts that stand for ids and positions: resource names, etags and position tokens. Parsing accepts exactly what
// formatting writes, so every id has one name. Pure; thread-safe.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "domain/ids.h"

namespace wangge::wire {

// `cases/{decimal id}`.
std::string CaseName(domain::CaseId id);
std::optional<domain::CaseId> ParseCaseName(std::string_view name);

// `receipts/{number}`; the number is not looked into.
std::string ReceiptName(std::string_view number);
std::optional<std::string> ParseReceiptName(std::string_view name);

// `attachments/{id}`; the id is not looked into.
std::string AttachmentName(std::string_view id);
std::optional<std::string> ParseAttachmentName(std::string_view name);

// Opaque to callers: the position of the last command that changed a case, and that of a write.
std::string Etag(domain::LogPosition position);
std::optional<domain::LogPosition> ParseEtag(std::string_view etag);
std::string PositionToken(domain::LogPosition position);
std::optional<domain::LogPosition> ParsePositionToken(std::string_view token);

// A UUID in its text form, 8-4-4-4-12 hexadecimal digits of either case: its 16 octets. Any version.
std::optional<std::string> ParseUuid(std::string_view text);

}  // namespace wangge::wire
