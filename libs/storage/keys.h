// Keys of the families, in the order that scans need. Pure; thread-safe.
//
//   log      shard u16 BE · position u64 BE                      (log_key.h)
//   request  request id, 16 octets
//   case     case id u64 BE                                      (shard 24 bits · position 40 bits)
//   timer    shard u16 BE · due i64 BE, sign bit flipped · case id u64 BE
//   vault    case id u64 BE                                      (the wrapped key of its sealed fields)
//   config   kind u8 · SHA-256 of the body, 32 octets            (the body of an edition)
//            0 u8 · shard u16 BE · position u64 BE               (its activation; kinds begin at 1)
//   track    see track_record.h
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "domain/editions.h"
#include "domain/ids.h"
#include "domain/project.h"

namespace wangge::storage {

std::string CaseKey(domain::CaseId id);
std::string TimerKey(const domain::TimerRow& row);
std::string BodyKey(domain::EditionKind kind, const domain::ContentHash& hash);
std::string ActivationKey(domain::ShardId shard, domain::LogPosition position);
std::string ActivationPrefix(domain::ShardId shard);

// nullopt for bytes that are no such key.
std::optional<domain::CaseId> CaseOfKey(std::string_view key);

struct TimerKeyParts {
  Timestamp due;
  domain::CaseId case_id;
};
std::optional<TimerKeyParts> PartsOfTimerKey(std::string_view key);

// Value of a timer row: clock varint · generation varint.
std::string EncodeTimerValue(const domain::TimerRow& row);
std::optional<domain::TimerRow> DecodeTimerRow(std::string_view key, std::string_view value);

}  // namespace wangge::storage
