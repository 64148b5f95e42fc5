#include "engine/verify.h"

#include <map>

#include "base/digest/sha256.h"
#include "base/status/text.h"
#include "domain/evolve.h"
#include "domain/project.h"
#include "storage/activation_record.h"
#include "storage/case_record.h"
#include "storage/keys.h"
#include "storage/log_key.h"
#include "storage/log_record.h"
#include "storage/request_record.h"

namespace wangge::engine {
namespace {

using storage::Family;

constexpr std::size_t kFaultTextsMax = 100;
constexpr std::uint64_t kProgressEvery = 1'000;

class Verifier {
 public:
  Verifier(const storage::Snapshot& snapshot, domain::ShardId shard, const VerifyProgress& progress)
      : snapshot_(snapshot), shard_(shard), progress_(progress) {}

  absl::StatusOr<VerifyReport> Run() {
    WANGGE_RETURN_IF_ERROR(ReadLog());
    WANGGE_RETURN_IF_ERROR(CompareCases());
    WANGGE_RETURN_IF_ERROR(CompareTimers());
    WANGGE_RETURN_IF_ERROR(CompareRequests());
    WANGGE_RETURN_IF_ERROR(CompareEditions());
    return std::move(report_);
  }

 private:
  void Fault(std::string text) {
    ++report_.faults;
    if (report_.fault_texts.size() < kFaultTextsMax) report_.fault_texts.push_back(std::move(text));
  }

  absl::Status ReadLog() {
    Hash previous{};
    std::uint64_t expected = 1;
    const auto cursor = snapshot_.ScanPrefix(Family::kLog, storage::LogPrefix(shard_.value));
    for (; cursor->Valid(); cursor->Next(), ++expected) {
      if (cursor->Key().size() != storage::kLogKeyBytes) {
        Fault("log " + std::to_string(expected) + ": a key before it is none of the log");
        --expected;
        continue;
      }
      const std::uint64_t position = storage::PositionOfLogKey(cursor->Key());
      if (position != expected)
        Fault("log " + std::to_string(expected) + ": missing before " + std::to_string(position));
      expected = position;
      const auto record = storage::DecodeLogRecord(cursor->Value(), previous);
      if (record.ok()) {
        Replay(domain::LogPosition{position}, *record);
      } else {
        Fault("log " + std::to_string(position) + ": " + std::string(ToStd(record.status().message())));
      }
      if (cursor->Value().size() >= previous.size()) previous = storage::HashOfLogRecord(cursor->Value());
      ++report_.records;
      if (progress_ && report_.records % kProgressEvery == 0) progress_(report_.records);
    }
    return cursor->status();
  }

  void Replay(domain::LogPosition position, const storage::LogRecord& record) {
    if (record.case_id.value != 0) {
      domain::Case& c = cases_[record.case_id];
      c.id = record.case_id;
      domain::EvolveAll(c, position, record.events);
    }
    if (!record.request_id.empty()) requests_[record.request_id] = position;
    for (const domain::Event& event : record.events) {
      const auto* activated = std::get_if<domain::EditionActivated>(&event);
      if (activated != nullptr) activations_[storage::ActivationKey(shard_, position)] = {record.time, *activated};
    }
  }

  absl::Status CompareCases() {
    std::map<domain::CaseId, domain::Case> missing = cases_;
    const auto cursor = snapshot_.ScanPrefix(Family::kCase, {});
    for (; cursor->Valid(); cursor->Next(), ++report_.cases) {
      const auto id = storage::CaseOfKey(cursor->Key());
      const auto replayed = id ? missing.find(*id) : missing.end();
      if (replayed == missing.end()) {
        Fault("case " + (id ? std::to_string(id->value) : std::string("?")) + ": stands in no log record");
        continue;
      }
      if (storage::EncodeCase(replayed->second) != cursor->Value()) {
        Fault("case " + std::to_string(id->value) + ": differs from what the log makes it");
      }
      missing.erase(replayed);
    }
    for (const auto& [id, c] : missing) Fault("case " + std::to_string(id.value) + ": row missing");
    return cursor->status();
  }

  absl::Status CompareTimers() {
    std::map<std::string, std::string> missing;
    for (const auto& [id, c] : cases_) {
      if (const auto row = domain::TimerOf(c)) missing[storage::TimerKey(*row)] = storage::EncodeTimerValue(*row);
    }
    const auto cursor = snapshot_.ScanPrefix(Family::kTimer, {});
    for (; cursor->Valid(); cursor->Next(), ++report_.timers) {
      const auto found = missing.find(std::string(cursor->Key()));
      if (found == missing.end() || found->second != cursor->Value()) {
        const auto parts = storage::PartsOfTimerKey(cursor->Key());
        Fault("timer of case " + (parts ? std::to_string(parts->case_id.value) : std::string("?")) +
              ": not what the case's clocks say");
      }
      if (found != missing.end()) missing.erase(found);
    }
    for (const auto& [key, value] : missing) {
      Fault("timer of case " + std::to_string(storage::PartsOfTimerKey(key)->case_id.value) + ": row missing");
    }
    return cursor->status();
  }

  // Request rows may be fewer than the log has (they are kept for a time), never more and never different.
  absl::Status CompareRequests() {
    const auto cursor = snapshot_.ScanPrefix(Family::kRequest, {});
    for (; cursor->Valid(); cursor->Next(), ++report_.requests) {
      const auto request = storage::DecodeRequest(cursor->Value());
      const auto logged = requests_.find(std::string(cursor->Key()));
      if (!request.ok() || logged == requests_.end() || logged->second != request->position) {
        Fault("request row: points to no log record of its request");
      }
    }
    return cursor->status();
  }

  absl::Status CompareEditions() {
    const std::string prefix = storage::ActivationPrefix(shard_);
    auto missing = activations_;
    const auto cursor = snapshot_.ScanPrefix(Family::kConfig, prefix);
    for (; cursor->Valid(); cursor->Next(), ++report_.editions) {
      const auto found = missing.find(std::string(cursor->Key()));
      if (found == missing.end() || storage::EncodeActivation(found->second) != cursor->Value()) {
        Fault("activation row: differs from the log");
      }
      if (found != missing.end()) missing.erase(found);
    }
    for (const auto& [key, record] : missing) Fault("activation of \"" + record.event.name + "\": row missing");
    WANGGE_RETURN_IF_ERROR(cursor->status());
    for (const auto& [key, record] : activations_) WANGGE_RETURN_IF_ERROR(CompareBody(record.event));
    return absl::OkStatus();
  }

  absl::Status CompareBody(const domain::EditionActivated& event) {
    WANGGE_ASSIGN_OR_RETURN(const auto body, snapshot_.Get(Family::kConfig, storage::BodyKey(event.kind, event.hash)));
    if (!body) {
      Fault("edition \"" + event.name + "\": body missing");
    } else if (Sha256::Of(*body) != event.hash) {
      Fault("edition \"" + event.name + "\": body is not what was activated");
    }
    return absl::OkStatus();
  }

  const storage::Snapshot& snapshot_;
  domain::ShardId shard_;
  const VerifyProgress& progress_;
  VerifyReport report_;
  std::map<domain::CaseId, domain::Case> cases_;
  std::map<std::string, domain::LogPosition> requests_;
  std::map<std::string, storage::ActivationRecord> activations_;
};

}  // namespace

absl::StatusOr<VerifyReport> Verify(const storage::Snapshot& snapshot, domain::ShardId shard,
                                    const VerifyProgress& progress) {
  return Verifier(snapshot, shard, progress).Run();
}

}  // namespace wangge::engine
