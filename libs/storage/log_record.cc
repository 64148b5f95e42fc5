// Log record, version 1 (primitives in bytes.h):
//
//   record = body · hash            hash = SHA-256(hash of the record before · body), 32 octets
//   body   = version byte = 1 · time zigzag microseconds · case id varint · request id text
//            · actor: id text · organisation text · area text · varint count · { role text }
//            · events: varint count · { event }              (event_record.cc)
//            · sealed: varint count · { label byte · text }   (ciphertext only: libs/vault/sealer.h)
//
// The hash before the first record is 32 zero octets.

#include "storage/log_record.h"

#include "base/status/text.h"
#include "storage/domain_fields.h"
#include "storage/event_record.h"

namespace wangge::storage {
namespace {

constexpr std::uint8_t kVersion = 1;
constexpr std::size_t kHashSize = 32;

absl::Status Damaged(std::string_view what) {
  return DataLoss("Expected a log record of version 1, but " + std::string(what) +
                  ". Run `wangge verify` to see what is damaged.");
}

}  // namespace

std::string EncodeLogRecord(const LogRecord& record, const Hash& previous) {
  Writer w;
  w.Byte(kVersion);
  WriteTime(w, record.time);
  w.Varint(record.case_id.value);
  w.Text(record.request_id);
  w.Text(record.actor.id);
  w.Text(record.actor.organisation);
  w.Text(record.actor.area);
  w.Varint(record.actor.roles.size());
  for (const std::string& role : record.actor.roles) w.Text(role);
  w.Varint(record.events.size());
  for (const domain::Event& event : record.events) WriteEvent(w, event);
  w.Varint(record.sealed.size());
  for (const SealedField& field : record.sealed) {
    w.Byte(static_cast<std::uint8_t>(field.label));
    w.Text(field.bytes);
  }
  Sha256 sha;
  const Hash hash = sha.Add(BytesOf(previous)).Add(w.bytes()).Finish();
  w.Raw(BytesOf(hash));
  return w.Take();
}

absl::StatusOr<LogRecord> DecodeLogRecord(std::string_view bytes) {
  if (bytes.size() < kHashSize) return Damaged("it is shorter than a hash");
  Reader r(bytes.substr(0, bytes.size() - kHashSize));
  LogRecord record;
  if (r.Byte() != kVersion) return Damaged("its version is another");
  record.time = ReadTime(r);
  record.case_id = domain::CaseId{r.Varint()};
  record.request_id = r.Text();
  record.actor.id = r.Text();
  record.actor.organisation = r.Text();
  record.actor.area = r.Text();
  for (std::uint64_t n = r.Varint(); n > 0 && r.ok(); --n) record.actor.roles.emplace_back(r.Text());
  for (std::uint64_t n = r.Varint(); n > 0 && r.ok(); --n) record.events.push_back(ReadEvent(r));
  for (std::uint64_t n = r.Varint(); n > 0 && r.ok(); --n) {
    const std::uint8_t label = ReadEnum(r, static_cast<std::uint8_t>(SealedLabel::kAttachment),
                                        static_cast<std::uint8_t>(SealedLabel::kDescription));
    record.sealed.push_back({static_cast<SealedLabel>(label), std::string(r.Text())});
  }
  if (!r.AtEnd()) return Damaged("its octets do not follow the grammar");
  return record;
}

absl::StatusOr<LogRecord> DecodeLogRecord(std::string_view bytes, const Hash& previous) {
  if (bytes.size() < kHashSize) return Damaged("it is shorter than a hash");
  Sha256 sha;
  const Hash hash = sha.Add(BytesOf(previous)).Add(bytes.substr(0, bytes.size() - kHashSize)).Finish();
  if (hash != HashOfLogRecord(bytes)) return Damaged("its hash does not follow the record before it");
  return DecodeLogRecord(bytes);
}

Hash HashOfLogRecord(std::string_view bytes) {
  Hash hash{};
  bytes.substr(bytes.size() - kHashSize).copy(hash.data(), hash.size());
  return hash;
}

}  // namespace wangge::storage
