#include "engine/shard.h"

#include <mutex>
#include <utility>

#include "base/check.h"
#include "base/limits.h"
#include "base/status/text.h"
#include "domain/context.h"
#include "domain/decide/decide.h"
#include "domain/evolve.h"
#include "domain/project.h"
#include "storage/keys.h"
#include "storage/request_record.h"

namespace wangge::engine {
namespace {

const domain::Actor& Engine() {
  static const domain::Actor engine{.id = "engine"};
  return engine;
}

absl::Status ShardFailed() {
  return Unavailable(
      "Expected a state that commits, but the last group did not become durable. Whether this command "
      "did is not known: ask again with the same request id after the restart.");
}

domain::Rejection RequestIdReused() {
  return {.kind = domain::RefusalKind::kExists,
          .reason = "REQUEST_ID_REUSED",
          .text = "Expected the content that this request id came with before, but it is another. Use a new id."};
}

}  // namespace

// A group on its way to the disk, and the answers that wait for it. Answers may join until it has come back.
struct Shard::InFlight {
  std::mutex mutex;
  bool finished = false;
  bool durable = false;
  std::vector<WaitingAnswer> answers;
};

Shard::Shard(storage::Committer& committer, ShardOptions options, EditionLoader loader, PublishFunction publish)
    : committer_(committer),
      options_(options),
      publish_(std::move(publish)),
      editions_(std::move(loader)),
      cases_(options.cached_cases_max) {}

absl::StatusOr<std::unique_ptr<Shard>> Shard::Open(storage::Committer& committer, ShardOptions options,
                                                   EditionLoader loader, PublishFunction publish) {
  std::unique_ptr<Shard> shard(new Shard(committer, options, std::move(loader), std::move(publish)));
  WANGGE_RETURN_IF_ERROR(shard->LoadState());
  return shard;
}

absl::Status Shard::LoadState() {
  WANGGE_ASSIGN_OR_RETURN(const storage::LogHead head, committer_.Head());
  const auto snapshot = committer_.Published();
  next_ = domain::LogPosition{head.last_position + 1};
  durable_->store(head.last_position);
  head.last_hash.copy(head_.data(), head_.size());
  if (head.last_position > 0) {
    WANGGE_ASSIGN_OR_RETURN(const auto records, committer_.Read(head.last_position, 1));
    if (records.empty()) return DataLoss("Expected the last log record, but it is missing.");
    WANGGE_ASSIGN_OR_RETURN(const auto record, storage::DecodeLogRecord(records.front()));
    last_time_ = record.time;
  }
  WANGGE_RETURN_IF_ERROR(editions_.Load(*snapshot, options_.id));
  return LoadTimers(*snapshot);
}

absl::Status Shard::LoadTimers(const storage::Snapshot& snapshot) {
  const auto cursor = snapshot.ScanPrefix(storage::Family::kTimer, storage::LogPrefix(options_.id.value));
  for (; cursor->Valid(); cursor->Next()) {
    const auto row = storage::DecodeTimerRow(cursor->Key(), cursor->Value());
    if (!row) return DataLoss("Expected a timer row, but its octets are none. Run `wangge verify`.");
    timers_.Arm(*row);
  }
  return cursor->status();
}

void Shard::Stage(Pending command, Timestamp now) {
  if (draft_ && draft_->size() >= limits::kGroupCommandsMax) Commit();
  if (!draft_) {
    if (absl::Status failed = Failed(); !failed.ok()) {
      if (command.done) command.done(std::move(failed));
      return;
    }
    draft_.emplace(options_.id, next_, head_);
  }
  if (!last_time_ || *last_time_ < now) last_time_ = now;
  Decide(std::move(command), *last_time_, *draft_);
}

void Shard::Commit() {
  if (!draft_) return;
  GroupDraft draft = *std::move(draft_);
  draft_.reset();
  if (draft.empty()) {
    AnswerWhenDurable(draft.TakeAnswers());
  } else {
    Submit(std::move(draft));
  }
  ForgetDurable();
}

void Shard::ForgetDurable() {
  const domain::LogPosition durable{durable_->load()};
  cases_.Evict(durable);
  if (recent_.size() > 4 * limits::kGroupCommandsMax) {
    absl::erase_if(recent_, [durable](const auto& entry) { return entry.second.position <= durable; });
  }
}

void Shard::Process(std::vector<Pending> commands, Timestamp now) {
  for (Pending& command : commands) Stage(std::move(command), now);
  Commit();
}

domain::LogPosition Shard::last_position() const {
  return domain::LogPosition{(draft_ ? draft_->NextPosition() : next_).value - 1};
}

void Shard::Decide(Pending pending, Timestamp now, GroupDraft& draft) {
  Envelope& envelope = pending.envelope;
  const auto refuse = [&](Answer answer) { draft.Answer(std::move(pending.done), std::move(answer)); };
  if (envelope.answer_by && *envelope.answer_by < now) {
    return refuse(
        absl::DeadlineExceededError("The caller's deadline passed before the command was decided. "
                                    "It has had no effect."));
  }
  auto repeated = FindRepeated(envelope);
  if (!repeated.ok()) return refuse(repeated.status());
  if (*repeated) return refuse(**std::move(repeated));
  auto before = LoadCaseOf(envelope.command);
  if (!before.ok()) return refuse(before.status());
  auto master = LoadMasterOf(envelope.command);
  if (!master.ok()) return refuse(master.status());

  const domain::Context context{.shard = options_.id,
                                .position = draft.NextPosition(),
                                .now = now,
                                .editions = editions_.current().get(),
                                .actor = &envelope.actor,
                                .master = master->get()};
  domain::Decision decision = domain::Decide(context, before->get(), envelope.command);
  if (auto* rejection = std::get_if<domain::Rejection>(&decision)) return refuse(std::move(*rejection));
  auto& events = std::get<std::vector<domain::Event>>(decision);
  if (events.empty()) return refuse(Accepted{.time = now, .the_case = *before});

  const domain::LogPosition position = draft.NextPosition();
  auto after = Accept(envelope, now, *before, std::move(events), draft);
  if (!after.ok()) return refuse(after.status());
  std::optional<domain::FollowAction> follow;
  if (*after != nullptr) follow = domain::FollowOf(*editions_.current(), **after, envelope.command);
  if (follow) {  // in the same group: the one is never durable without the other
    Decide({.envelope = {.actor = Engine(), .command = *follow}, .done = nullptr}, now, draft);
    after = cases_.Find(follow->case_id, *committer_.Published());
    if (!after.ok()) return refuse(after.status());
  }
  draft.Answer(std::move(pending.done), Accepted{.position = position, .time = now, .the_case = *after});
}

absl::StatusOr<std::optional<Answer>> Shard::FindRepeated(const Envelope& envelope) {
  if (envelope.request_id.empty()) return std::optional<Answer>{};
  RecentRequest first;
  if (const auto recent = recent_.find(envelope.request_id); recent != recent_.end()) {
    first = recent->second;
  } else {
    const auto snapshot = committer_.Published();
    WANGGE_ASSIGN_OR_RETURN(const auto row, snapshot->Get(storage::Family::kRequest, envelope.request_id));
    if (!row) return std::optional<Answer>{};
    WANGGE_ASSIGN_OR_RETURN(const auto request, storage::DecodeRequest(*row));
    WANGGE_ASSIGN_OR_RETURN(const auto records, committer_.Read(request.position.value, 1));
    if (records.empty()) return DataLoss("Expected the log record of an earlier request, but it is missing.");
    WANGGE_ASSIGN_OR_RETURN(const auto record, storage::DecodeLogRecord(records.front()));
    first = {request.position, request.content_tag, record.case_id, record.time};
  }
  if (first.content_tag != envelope.content_tag) return std::optional<Answer>{RequestIdReused()};
  Accepted accepted{.position = first.position, .time = first.time, .repeated = true};
  if (first.case_id.value != 0) {
    WANGGE_ASSIGN_OR_RETURN(accepted.the_case, cases_.Find(first.case_id, *committer_.Published()));
  }
  return std::optional<Answer>{std::move(accepted)};
}

absl::StatusOr<std::shared_ptr<const domain::Case>> Shard::LoadCaseOf(const domain::Command& command) {
  domain::CaseId id;
  if (const auto* action = std::get_if<domain::PerformAction>(&command)) id = action->case_id;
  if (const auto* follow = std::get_if<domain::FollowAction>(&command)) id = follow->case_id;
  if (const auto* expiry = std::get_if<domain::ExpireClock>(&command)) id = expiry->case_id;
  if (const auto* migration = std::get_if<domain::MigrateCase>(&command)) id = migration->case_id;
  if (const auto* migration = std::get_if<domain::MigrateCatalogue>(&command)) id = migration->case_id;
  if (const auto* relocation = std::get_if<domain::RelocateCase>(&command)) id = relocation->case_id;
  if (const auto* recount = std::get_if<domain::RecountClocks>(&command)) id = recount->case_id;
  if (id.value == 0 || domain::ShardOf(id) != options_.id) return std::shared_ptr<const domain::Case>{};
  return cases_.Find(id, *committer_.Published());
}

absl::StatusOr<std::shared_ptr<const domain::Case>> Shard::LoadMasterOf(const domain::Command& command) {
  const auto* action = std::get_if<domain::PerformAction>(&command);
  if (action == nullptr || action->master.value == 0 || domain::ShardOf(action->master) != options_.id) {
    return std::shared_ptr<const domain::Case>{};
  }
  return cases_.Find(action->master, *committer_.Published());
}

absl::StatusOr<std::shared_ptr<const domain::Case>> Shard::Accept(Envelope& envelope, Timestamp now,
                                                                  std::shared_ptr<const domain::Case> before,
                                                                  std::vector<domain::Event> events,
                                                                  GroupDraft& draft) {
  const domain::LogPosition position = draft.NextPosition();
  if (const auto* activated = std::get_if<domain::EditionActivated>(&events.front())) {
    WANGGE_RETURN_IF_ERROR(AcceptActivation(envelope, now, *activated, draft));
    return std::shared_ptr<const domain::Case>{};
  }
  auto after = before ? std::make_shared<domain::Case>(*before) : std::make_shared<domain::Case>();
  if (!before) after->id = domain::MakeCaseId(options_.id, position);
  domain::EvolveAll(*after, position, events);

  draft.AddRecord({.time = now,
                   .case_id = after->id,
                   .request_id = envelope.request_id,
                   .actor = envelope.actor,
                   .events = std::move(events),
                   .sealed = std::move(envelope.sealed)});
  if (!envelope.request_id.empty()) {
    draft.AddRequest(envelope.request_id, envelope.content_tag);
    recent_[envelope.request_id] = {position, envelope.content_tag, after->id, now};
  }
  if (!before && !envelope.wrapped_case_key.empty()) {
    draft.AddCaseKey(after->id, std::move(envelope.wrapped_case_key));
  }
  timers_.Apply(domain::ProjectTimer(before.get(), *after));
  cases_.Put(after);
  draft.ChangeCase(std::move(before), after);
  return std::shared_ptr<const domain::Case>(std::move(after));
}

absl::Status Shard::AcceptActivation(Envelope& envelope, Timestamp now, const domain::EditionActivated& event,
                                     GroupDraft& draft) {
  const domain::EditionId id{draft.NextPosition().value};
  WANGGE_ASSIGN_OR_RETURN(auto next, editions_.With(event, id, now, envelope.edition_body));
  const auto snapshot = committer_.Published();
  WANGGE_ASSIGN_OR_RETURN(const auto known,
                          snapshot->Get(storage::Family::kConfig, storage::BodyKey(event.kind, event.hash)));
  draft.AddRecord({.time = now, .request_id = envelope.request_id, .actor = envelope.actor, .events = {event}});
  if (!envelope.request_id.empty()) {
    draft.AddRequest(envelope.request_id, envelope.content_tag);
    recent_[envelope.request_id] = {domain::LogPosition{id.value}, envelope.content_tag, {}, now};
  }
  draft.AddActivation(now, event, std::move(envelope.edition_body), known.has_value());
  editions_.Put(std::move(next));
  return absl::OkStatus();
}

void Shard::Submit(GroupDraft draft) {
  next_ = draft.NextPosition();
  head_ = draft.head();
  auto in_flight = std::make_shared<InFlight>();
  in_flight->answers = draft.TakeAnswers();
  last_in_flight_ = in_flight;
  Published published{.last = last_position(),
                      .time = last_time(),
                      .changes = draft.Changes(),
                      .records = draft.TakeRecords(),
                      .editions = editions_.current()};

  auto finish = [in_flight, durable = durable_, publish = publish_,
                 published = std::move(published)](storage::CommitOutcome outcome) {
    const bool is_durable = outcome == storage::CommitOutcome::kDurable;
    if (is_durable) {
      durable->store(published.last.value);
      if (publish) publish(published);
    }
    std::vector<WaitingAnswer> answers;
    {
      const std::lock_guard lock(in_flight->mutex);
      in_flight->finished = true;
      in_flight->durable = is_durable;
      answers = std::move(in_flight->answers);
    }
    for (WaitingAnswer& waiting : answers) {
      if (waiting.done) waiting.done(is_durable ? std::move(waiting.answer) : Answer{ShardFailed()});
    }
  };
  committer_.Submit(draft.ToGroup(), std::move(finish));
}

// Answers that follow from state not yet durable wait for the group that makes it durable.
void Shard::AnswerWhenDurable(std::vector<WaitingAnswer> answers) {
  bool failed = !Failed().ok();
  if (last_in_flight_ != nullptr) {
    const std::lock_guard lock(last_in_flight_->mutex);
    if (!last_in_flight_->finished) {
      for (WaitingAnswer& waiting : answers) last_in_flight_->answers.push_back(std::move(waiting));
      return;
    }
    failed |= !last_in_flight_->durable;
  }
  for (WaitingAnswer& waiting : answers) {
    if (waiting.done) waiting.done(failed ? Answer{ShardFailed()} : std::move(waiting.answer));
  }
}

void Shard::StageExpiry(const domain::TimerRow& row, Timestamp now) {
  Stage({.envelope = {.actor = Engine(), .command = domain::ExpireClock{row.case_id, row.clock, row.generation}},
         .done = nullptr},
        now);
}

std::size_t Shard::FireTimers(Timestamp now, std::size_t max) {
  const std::vector<domain::TimerRow> due = timers_.DueBefore(now, max);
  for (const domain::TimerRow& row : due) StageExpiry(row, now);
  Commit();
  return due.size();
}

void Shard::StageTimersUntil(Timestamp until) {
  std::optional<domain::TimerRow> fired;
  for (auto due = timers_.DueBefore(until, 1); !due.empty(); due = timers_.DueBefore(until, 1)) {
    if (fired == due.front()) return;  // it could not be decided: the shard has failed
    fired = due.front();
    StageExpiry(*fired, std::max(fired->due + Microseconds(1), last_time()));
  }
}

absl::Status Shard::Failed() const { return committer_.Failed().ok() ? absl::OkStatus() : ShardFailed(); }

absl::Status Shard::Flush() {
  const auto head = committer_.Head();
  return head.ok() ? absl::OkStatus() : head.status();
}

}  // namespace wangge::engine
