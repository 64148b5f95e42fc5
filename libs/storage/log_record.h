// The stored form of one command: who, when, what happened, and the sealed fields that came with it. Each record's hash
// covers the record before it, so that none can be taken out or changed unseen. Grammar at the top of log_record.cc.
// Pure; thread-safe.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "base/digest/sha256.h"
#include "base/time.h"
#include "domain/event.h"
#include "domain/ids.h"
#include "domain/organisation.h"

namespace wangge::storage {

// What a sealed field holds. Numbers are written to disk.
enum class SealedLabel : std::uint8_t {
  kDescription = 1,
  kAddress = 2,
  kReporterName = 3,
  kReporterContact = 4,
  kNote = 5,
  kAttachment = 6,  // the secret that opens one stored attachment, and its name
};

struct SealedField {
  SealedLabel label = SealedLabel::kDescription;
  std::string bytes{};
  friend bool operator==(const SealedField&, const SealedField&) = default;
};

struct LogRecord {
  Timestamp time{};
  domain::CaseId case_id{};  // 0: none
  std::string request_id{};  // 16 octets; empty: a command of the engine itself
  domain::Actor actor{};     // a post, never a person
  std::vector<domain::Event> events{};
  std::vector<SealedField> sealed{};
  friend bool operator==(const LogRecord&, const LogRecord&) = default;
};

// body ‖ SHA-256(previous hash ‖ body): the value of a row of the log family. `previous` is all zeros for the first.
std::string EncodeLogRecord(const LogRecord& record, const Hash& previous);

// DATA_LOSS for bytes that are no record of a version this build knows, or whose hash does not follow `previous`.
absl::StatusOr<LogRecord> DecodeLogRecord(std::string_view bytes, const Hash& previous);
// The same without the chain: for readers of single records.
absl::StatusOr<LogRecord> DecodeLogRecord(std::string_view bytes);

// The last 32 octets.
Hash HashOfLogRecord(std::string_view bytes);

}  // namespace wangge::storage
