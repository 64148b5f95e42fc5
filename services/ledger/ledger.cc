#include "services/ledger/ledger.h"

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>

#include <algorithm>
#include <atomic>

#include "base/limits.h"
#include "base/status/text.h"
#include "rpc/call.h"
#include "rpc/error.h"
#include "rpc/status_map.h"
#include "services/ledger/refusal.h"
#include "wire/names.h"

namespace wangge::ledger {

// What an answer needs to know of its command.
struct Ledger::Asked {
  bool is_report = false;
  domain::Actor actor{};
  std::vector<cases::v1::Attachment> attachments{};

  static Asked Of(const v1::Command& command) {
    Asked asked{.is_report = command.has_submit_report()};
    asked.actor.id = command.actor().id();
    for (const auto& secret : command.submit_report().attachments()) {
      // Checked at intake; what cannot be described has been refused there.
      const auto name = wire::ParseAttachmentName(secret.attachment().name());
      auto described = Describe(name.value_or(std::string()), secret.secret());
      if (described.ok()) asked.attachments.push_back(*std::move(described));
    }
    return asked;
  }
};

// One SubmitBatch under way. Each slot is written once, by one thread; the last to finish reads them all.
struct Ledger::Batch {
  std::vector<Asked> asked;
  std::vector<engine::Answer> answers;
  std::atomic<std::size_t> left = 0;
  ResultsDone done;
};

Ledger::Ledger(const LedgerParts& parts)
    : state_(parts.state),
      committer_(parts.committer),
      shard_(parts.shard),
      manual_clock_(parts.manual_clock),
      vault_(parts.state, parts.master_key, parts.entropy),
      numbering_(parts.master_key.Derive("numbering")),
      page_tokens_(parts.master_key.Derive("page tokens")),
      candidates_(parts.state),
      intake_(parts.state, parts.committer, vault_, parts.master_key.Derive("content tags"), parts.locate,
              candidates_),
      cases_(parts.state, vault_, numbering_, parts.on_reading) {}

void Ledger::Submit(v1::Command command, std::optional<Timestamp> until, ResultDone done) {
  // A report is sealed here; a step looks at its case first, which may be on disk.
  const bool needs_no_disk = command.has_submit_report() && HasAllSecrets(command.submit_report().attachments());
  if (needs_no_disk) return SubmitFromPool(std::move(command), until, std::move(done));
  auto shared = std::make_shared<v1::Command>(std::move(command));
  const absl::Status taken =
      pool_.TryRun([this, shared, until, done] { SubmitFromPool(std::move(*shared), until, done); });
  if (!taken.ok()) done(taken);
}

void Ledger::SubmitFromPool(v1::Command command, std::optional<Timestamp> until, ResultDone done) {
  auto envelope = intake_.EnvelopeOf(command);
  if (!envelope.ok()) return done(envelope.status());
  if (!manual_clock_) envelope->answer_by = until;
  auto asked = std::make_shared<const Asked>(Asked::Of(command));
  state_.Submit(*std::move(envelope), [this, asked, done = std::move(done)](engine::Answer answer) {
    // The committer's thread has the next group to write: messages are made elsewhere.
    auto shared = std::make_shared<const engine::Answer>(std::move(answer));
    pool_.Run([this, asked, shared, done] { done(ResultOf(*asked, *shared)); });
  });
}

void Ledger::SubmitBatch(std::vector<v1::Command> commands, std::optional<Timestamp> until, ResultsDone done) {
  if (commands.empty() || commands.size() > limits::kBatchReportsMax) {
    return done(rpc::MakeError(absl::StatusCode::kInvalidArgument, "BATCH_SIZE",
                               "Expected 1 to 1,024 commands, but there are " + std::to_string(commands.size()) + ".",
                               {{"size", std::to_string(commands.size())}}));
  }
  auto shared = std::make_shared<std::vector<v1::Command>>(std::move(commands));
  const absl::Status taken = pool_.TryRun([this, shared, until, done] { SubmitNow(std::move(*shared), until, done); });
  if (!taken.ok()) done(taken);
}

void Ledger::SubmitNow(std::vector<v1::Command> commands, std::optional<Timestamp> until, ResultsDone done) {
  auto batch = std::make_shared<Batch>();
  batch->answers.resize(commands.size());
  batch->done = std::move(done);
  batch->left = commands.size();
  std::vector<engine::Pending> pending;
  pending.reserve(commands.size());
  const auto finish = [this, batch](std::size_t i, engine::Answer answer) {
    batch->answers[i] = std::move(answer);
    if (batch->left.fetch_sub(1) == 1) pool_.Run([this, batch] { AnswerBatch(*batch); });
  };
  std::vector<std::pair<std::size_t, absl::Status>> refused;
  for (std::size_t i = 0; i < commands.size(); ++i) {
    batch->asked.push_back(Asked::Of(commands[i]));
    auto envelope = intake_.EnvelopeOf(commands[i]);
    if (!envelope.ok()) {
      refused.emplace_back(i, envelope.status());
      continue;
    }
    if (!manual_clock_) envelope->answer_by = until;
    pending.push_back({*std::move(envelope), [finish, i](engine::Answer answer) { finish(i, std::move(answer)); }});
  }
  if (!pending.empty()) state_.Submit(std::move(pending));
  for (auto& [i, status] : refused) finish(i, engine::Answer{std::move(status)});
}

void Ledger::AnswerBatch(Batch& batch) const {
  std::vector<v1::CommandResult> results;
  std::size_t shed = 0;
  absl::Status full;
  for (std::size_t i = 0; i < batch.answers.size(); ++i) {
    auto result = ResultOf(batch.asked[i], batch.answers[i]);
    if (absl::IsResourceExhausted(result.status())) {
      ++shed;
      full = result.status();
    }
    if (result.ok()) {
      results.push_back(*std::move(result));
    } else {
      const bool tells_inside = rpc::TellsInside(result.status());
      *results.emplace_back().mutable_error() =
          rpc::ToProto(tells_inside ? rpc::Hidden(rpc::NewIncident()) : result.status());
    }
  }
  if (shed == batch.answers.size()) return batch.done(full);
  batch.done(std::move(results));
}

absl::StatusOr<v1::CommandResult> Ledger::ResultOf(const Asked& asked, const engine::Answer& answer) const {
  if (absl::Status refused = StatusOf(answer); !refused.ok()) return refused;
  return ResultOf(asked, std::get<engine::Accepted>(answer));
}

absl::StatusOr<v1::CommandResult> Ledger::ResultOf(const Asked& asked, const engine::Accepted& accepted) const {
  v1::CommandResult result;
  result.set_position(accepted.position.value);
  result.set_repeated_request(accepted.repeated);
  const domain::Case& c = *accepted.the_case;
  if (asked.is_report) {
    const std::string number = cases_.ReceiptNumberOf(c.id);
    if (accepted.repeated) {
      // The files of the first time, whatever the store still knows of them. The one who asks has reported.
      WANGGE_ASSIGN_OR_RETURN(auto now, cases_.Receipt(asked.actor, wire::ReceiptName(number)));
      *result.mutable_receipt() = std::move(now.receipt);
      result.mutable_receipt()->set_position_token(wire::PositionToken(accepted.position));
      return result;
    }
    *result.mutable_receipt() = ReceiptOf(c, number, accepted.position);
    for (const auto& attachment : asked.attachments) *result.mutable_receipt()->add_attachments() = attachment;
    return result;
  }
  SeenCase seen{.the_case = accepted.the_case, .editions = state_.editions()};
  seen.pinned = wire::PinnedBy(*seen.editions, c);
  *result.mutable_action()->mutable_case_() = cases_.Show(seen, wire::Detail::kWhole);
  result.mutable_action()->set_position_token(wire::PositionToken(accepted.position));
  return result;
}

absl::Status Ledger::CheckPositionToken(std::string_view token) const {
  if (token.empty()) return absl::OkStatus();
  const auto position = wire::ParsePositionToken(token);
  // A token is given out after its write shows here, so none of this state is ahead of it.
  if (position && *position <= state_.feed().head()) return absl::OkStatus();
  return FieldInvalid("position_token", "Expected a token that a write of this state gave, but it is none.");
}

domain::Actor ActorOf(const rpc::Caller& caller) {
  return {.id = caller.actor,
          .organisation = caller.organisation,
          .area = caller.area,
          .roles = caller.roles,
          .on_behalf_of = caller.on_behalf_of};
}

absl::StatusOr<domain::Actor> ActingActor(const Ledger& ledger, domain::Actor actor) {
  auto acting = domain::ActingAs(actor, *ledger.state().editions()->absences, ledger.state().Now());
  if (const auto* refusal = std::get_if<domain::Rejection>(&acting)) return StatusOf(*refusal);
  return std::get<domain::Actor>(std::move(acting));
}

absl::StatusOr<domain::Actor> ActingActor(const Ledger& ledger, const rpc::Caller& caller) {
  return ActingActor(ledger, ActorOf(caller));
}

bool Administers(const domain::Actor& actor, const domain::Roles& roles) {
  return std::ranges::any_of(actor.roles, [&](const std::string& id) {
    const auto role = roles.find(id);
    return role != roles.end() && role->second.administers;
  });
}

std::string FingerprintOf(const google::protobuf::MessageLite& content) {
  std::string bytes;
  {
    google::protobuf::io::StringOutputStream stream(&bytes);
    google::protobuf::io::CodedOutputStream coded(&stream);
    coded.SetSerializationDeterministic(true);
    content.SerializeToCodedStream(&coded);
  }
  const Hash hash = Sha256::Of(bytes);
  return std::string(BytesOf(hash));
}

}  // namespace wangge::ledger
