#include "storage/keys.h"

#include "storage/big_endian.h"
#include "storage/domain_fields.h"

namespace wangge::storage {
namespace {

constexpr std::uint64_t kSignBit = std::uint64_t{1} << 63;

}  // namespace

std::string CaseKey(domain::CaseId id) {
  std::string key;
  AppendBigEndian(id.value, key);
  return key;
}

std::string TimerKey(const domain::TimerRow& row) {
  std::string key;
  AppendBigEndian(domain::ShardOf(row.case_id).value, key);
  AppendBigEndian(static_cast<std::uint64_t>(row.due.micros) ^ kSignBit, key);
  AppendBigEndian(row.case_id.value, key);
  return key;
}

std::string BodyKey(domain::EditionKind kind, const domain::ContentHash& hash) {
  std::string key(1, static_cast<char>(kind));
  return key.append(hash.data(), hash.size());
}

std::string ActivationPrefix(domain::ShardId shard) {
  std::string key(1, '\0');
  AppendBigEndian(shard.value, key);
  return key;
}

std::string ActivationKey(domain::ShardId shard, domain::LogPosition position) {
  std::string key = ActivationPrefix(shard);
  AppendBigEndian(position.value, key);
  return key;
}

std::optional<domain::CaseId> CaseOfKey(std::string_view key) {
  if (key.size() != 8) return std::nullopt;
  return domain::CaseId{ReadBigEndian<std::uint64_t>(key)};
}

std::optional<TimerKeyParts> PartsOfTimerKey(std::string_view key) {
  if (key.size() != 18) return std::nullopt;
  const std::uint64_t due = ReadBigEndian<std::uint64_t>(key.substr(2)) ^ kSignBit;
  return TimerKeyParts{Timestamp{static_cast<std::int64_t>(due)},
                       domain::CaseId{ReadBigEndian<std::uint64_t>(key.substr(10))}};
}

std::string EncodeTimerValue(const domain::TimerRow& row) {
  Writer w;
  w.Varint(row.clock);
  w.Varint(row.generation);
  return w.Take();
}

std::optional<domain::TimerRow> DecodeTimerRow(std::string_view key, std::string_view value) {
  const auto parts = PartsOfTimerKey(key);
  Reader r(value);
  const domain::ClockIndex clock = ReadIndex(r);
  const std::uint32_t generation = ReadCount32(r);
  if (!parts || !r.AtEnd()) return std::nullopt;
  return domain::TimerRow{parts->due, parts->case_id, clock, generation};
}

}  // namespace wangge::storage
