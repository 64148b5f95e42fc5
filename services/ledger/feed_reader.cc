#include "services/ledger/feed_reader.h"

#include "base/limits.h"
#include "base/status/text.h"
#include "rpc/error.h"
#include "services/ledger/refusal.h"
#include "wire/names.h"
#include "wire/time.h"

namespace wangge::ledger {
namespace {

// A page of the largest reports must fit into a message.
constexpr std::size_t kPageBytesMax = limits::kMessageBytesMax / 4;

// The one kind that is about no case: services that hold no cases follow it alone.
constexpr std::string_view kActivated = "activated";

absl::Status OutOfRange(std::string_view reason, std::string_view text) {
  return rpc::MakeError(absl::StatusCode::kOutOfRange, reason, text);
}

bool IsActivation(const engine::FeedRecord& record) {
  return !record.record->events.empty() &&
         std::holds_alternative<domain::EditionActivated>(record.record->events.front());
}

// A number is made where an event tells it.
wire::CaseNumbers NumbersToTell(const CaseReader& cases, const engine::FeedRecord& record) {
  const domain::CaseId id = record.record->case_id;
  wire::CaseNumbers numbers;
  for (const domain::Event& event : record.record->events) {
    if (std::holds_alternative<domain::Reported>(event)) numbers.receipt = cases.ReceiptNumberOf(id);
    if (std::holds_alternative<domain::Filed>(event)) numbers.case_number = cases.CaseNumberOf(id);
  }
  return numbers;
}

}  // namespace

absl::StatusOr<std::unique_ptr<FeedReader>> FeedReader::Open(Ledger& ledger, const v1::FeedRequest& request) {
  std::unique_ptr<FeedReader> reader(new FeedReader(ledger, request));
  for (const std::string& kind : request.kinds()) {
    if (!wire::IsFeedKind(kind)) return FieldInvalid("kinds", "Expected names of FeedEvent kinds, but one is none.");
    reader->kinds_.insert(kind);
  }
  reader->tells_cases_ = reader->kinds_ != std::set<std::string>{std::string(kActivated)};
  if (!request.case_().empty()) {
    const auto id = wire::ParseCaseName(request.case_());
    if (!id) return FieldInvalid("case", "Expected `cases/{id}`, but it is another text.");
    reader->only_ = *id;
  }
  reader->read_ = domain::LogPosition{request.after_position()};
  if (reader->read_ > ledger.state().feed().head()) {
    return OutOfRange("POSITION_AHEAD", "Expected a position of this log, but the log ends before it.");
  }
  return reader;
}

bool FeedReader::IsAtHead() const {
  // Who follows is told the head once, even where nothing lies before it: how else would it know that it has caught up?
  if (request_.follow() && !has_told_) return false;
  return read_ >= ledger_.state().feed().head();
}

absl::StatusOr<v1::FeedResponse> FeedReader::Next() {
  has_told_ = true;
  v1::FeedResponse response;
  const auto records = ledger_.state().feed().Read(domain::LogPosition{read_.value + 1}, limits::kFeedRecordsMax);
  if (absl::IsOutOfRange(records.status())) {
    return OutOfRange("POSITION_TRIMMED", "Expected a position that the log still holds, but it was trimmed.");
  }
  if (!records.ok()) return records.status();
  std::size_t bytes = 0;
  for (const engine::FeedRecord& record : *records) {
    const int before = response.records_size();
    WANGGE_RETURN_IF_ERROR(Add(record, response));
    read_ = record.position;
    if (response.records_size() > before) bytes += response.records(before).ByteSizeLong();
    if (bytes > kPageBytesMax) break;
  }
  response.set_read_position(read_.value);
  response.set_head_position(ledger_.state().feed().head().value);
  return response;
}

absl::Status FeedReader::Add(const engine::FeedRecord& record, v1::FeedResponse& response) {
  if (only_.value != 0 && record.record->case_id != only_) return absl::OkStatus();
  if (!tells_cases_ && !IsActivation(record)) return absl::OkStatus();
  v1::FeedRecord told;
  told.set_position(record.position.value);
  *told.mutable_time() = wire::ToProto(record.record->time);
  if (IsActivation(record)) {
    *told.add_events() = wire::ToProto(std::get<domain::EditionActivated>(record.record->events.front()));
  } else if (record.record->case_id.value != 0) {
    WANGGE_RETURN_IF_ERROR(AddCase(record, told));
  }
  if (!kinds_.empty()) {
    for (int i = told.events_size() - 1; i >= 0; --i) {
      if (!kinds_.contains(wire::KindOf(told.events(i)))) told.mutable_events()->DeleteSubrange(i, 1);
    }
    if (told.events_size() == 0) return absl::OkStatus();
  }
  *response.add_records() = std::move(told);
  return absl::OkStatus();
}

absl::Status FeedReader::AddCase(const engine::FeedRecord& record, v1::FeedRecord& told) {
  const domain::CaseId id = record.record->case_id;
  told.set_case_(wire::CaseName(id));
  WANGGE_ASSIGN_OR_RETURN(wire::Thread * thread, ThreadBefore(record));
  const wire::Thread before = *thread;
  wire::Follow(*thread, record.record->events);
  const auto editions = ledger_.state().editions();
  const wire::Pinned pinned{editions->systems.Find(thread->system), editions->procedures.Find(thread->procedure)};
  if (pinned.system == nullptr || pinned.procedure == nullptr) {
    return DataLoss("Expected the editions of a case, but they are missing. Run `wangge verify`.");
  }
  const wire::CaseNumbers numbers = NumbersToTell(ledger_.cases(), record);
  wire::AppendEvents({record.record->actor, record.record->events, before, *thread, pinned, numbers}, told);
  if (thread->outcome != domain::Outcome::kOpen) threads_.erase(id.value);  // nothing follows a final stage
  return absl::OkStatus();
}

absl::StatusOr<wire::Thread*> FeedReader::ThreadBefore(const engine::FeedRecord& record) {
  const domain::CaseId id = record.record->case_id;
  const auto [found, is_new] = threads_.try_emplace(id.value);
  if (!is_new || domain::PositionOf(id) == record.position) return &found->second;
  WANGGE_ASSIGN_OR_RETURN(const auto c, ledger_.state().FindCase(id));
  if (c == nullptr) return DataLoss("Expected the case of a log record, but it is missing. Run `wangge verify`.");
  domain::Case earlier = *c;
  std::erase_if(earlier.history, [&](domain::LogPosition p) { return p >= record.position; });
  WANGGE_ASSIGN_OR_RETURN(const auto history, ledger_.state().HistoryOf(earlier));
  for (const engine::FeedRecord& command : history) wire::Follow(found->second, command.record->events);
  return &found->second;
}

FeedBell::FeedBell(Ledger& ledger, std::function<void()> ring) : feed_(ledger.state().feed()) {
  // The feed calls this with its lock held: whatever the ring lets go of must go elsewhere.
  key_ = feed_.Subscribe([&pool = ledger.pool(), ring = std::move(ring)] { pool.Run(ring); });
}

FeedBell::~FeedBell() { feed_.Unsubscribe(key_); }

}  // namespace wangge::ledger
