#include "services/ledger/desk.h"

#include <algorithm>
#include <set>

#include "base/status/text.h"
#include "domain/decide/decide.h"
#include "services/ledger/refusal.h"
#include "wire/action.h"
#include "wire/command.h"
#include "wire/enums.h"
#include "wire/names.h"

namespace wangge::ledger {

absl::StatusOr<Desk::Allowed> Desk::ListAllowed(const domain::Actor& actor, const std::string& name) const {
  WANGGE_ASSIGN_OR_RETURN(const SeenCase seen, ledger_.cases().Find(actor, name));
  const domain::Context context{.now = ledger_.state().Now(), .editions = seen.editions.get(), .actor = &actor};
  Allowed allowed{.actions = {}, .etag = wire::Etag(seen.the_case->last)};
  const domain::Catalogue* catalogue = seen.editions->catalogues.Find(seen.the_case->catalogue);
  for (const domain::ActionIndex index : domain::AllowedActions(context, *seen.the_case)) {
    const domain::Action& action = seen.pinned.procedure->actions[index];
    if (action.desk != desk_) continue;
    auto& shown = allowed.actions.emplace_back(wire::ToProto(action, *seen.pinned.procedure, actor));
    if (wire::Takes(action, domain::Input::kCondition)) {
      wire::AddConditions(*catalogue, seen.the_case->category, shown);
    }
  }
  return allowed;
}

void Desk::Perform(const domain::Actor& actor, Step step, Timestamp until, std::string traceparent,
                   std::function<void(absl::StatusOr<v1::ActionAnswer>)> done) {
  auto work = [this, actor, step = std::move(step), until, traceparent = std::move(traceparent), done] {
    auto command = CommandOf(actor, step);
    if (!command.ok()) return done(command.status());
    command->set_traceparent(traceparent);
    auto asked = std::make_shared<const v1::PerformActionCommand>(command->perform_action());
    ledger_.SubmitFromPool(*std::move(command), until, [this, asked, done](absl::StatusOr<v1::CommandResult> result) {
      if (!result.ok()) return done(result.status());
      Forget(*asked);  // the case's own key leads to the files from now on
      done(std::move(*result->mutable_action()));
    });
  };
  const absl::Status taken = ledger_.pool().TryRun(std::move(work));
  if (!taken.ok()) done(taken);
}

absl::StatusOr<v1::Command> Desk::CommandOf(const domain::Actor& actor, const Step& step) const {
  v1::Command command;
  command.set_request_id(step.request_id);
  command.set_fingerprint(step.fingerprint);
  *command.mutable_actor() = wire::ToProto(actor);
  auto& perform = *command.mutable_perform_action();
  perform.set_name(step.name);
  perform.set_action(step.action);
  perform.set_etag(step.etag);
  perform.set_desk(wire::ToProto(desk_));
  *perform.mutable_input() = step.input;
  perform.mutable_input()->clear_attachments();
  if (step.routing) *perform.mutable_routing() = wire::ToProto(*step.routing);
  for (const auto& named : step.input.attachments()) WANGGE_RETURN_IF_ERROR(AddAttachment(named, perform));
  return command;
}

absl::Status Desk::AddAttachment(const cases::v1::Attachment& named, v1::PerformActionCommand& command) const {
  const auto name = wire::ParseAttachmentName(named.name());
  if (!name || !vault::CheckAttachmentName(*name).ok() || attachments_ == nullptr) return AttachmentNotFound();
  auto& added = *command.add_attachments();
  added.mutable_attachment()->set_name(named.name());
  added.mutable_attachment()->set_sha256(named.sha256());
  const auto secret = attachments_->Claim(*name);
  if (absl::IsNotFound(secret.status())) return absl::OkStatus();  // forgotten, or never there: the ledger tells
  if (!secret.ok()) return secret.status();
  added.set_secret(vault::EncodeSecret(*secret));
  return absl::OkStatus();
}

void Desk::Forget(const v1::PerformActionCommand& command) const {
  for (const v1::AttachmentSecret& secret : command.attachments()) {
    const auto name = wire::ParseAttachmentName(secret.attachment().name());
    // What is left behind is removed by the store's sweep.
    if (name && attachments_ != nullptr) (void)attachments_->Forget(*name);
  }
}

std::vector<std::string> Desk::StagesOf(const domain::Actor& actor) const {
  std::set<std::string> stages;
  const auto editions = ledger_.state().editions();
  for (const auto& [name, procedure] : editions->procedures.active) {
    for (const domain::Action& action : procedure.body->actions) {
      if (action.desk != desk_ || !domain::HasAnyRole(actor, action.roles)) continue;
      for (const domain::StageIndex from : action.from) stages.insert(procedure.body->stages[from].id);
    }
  }
  return {stages.begin(), stages.end()};
}

std::vector<std::string> Desk::RolesThatServe() const {
  std::set<std::string> roles;
  const auto editions = ledger_.state().editions();
  for (const auto& [name, procedure] : editions->procedures.active) {
    for (const domain::Action& action : procedure.body->actions) {
      if (action.desk == desk_) roles.insert(action.roles.begin(), action.roles.end());
    }
  }
  return {roles.begin(), roles.end()};
}

bool Desk::Serves(const domain::Actor& actor) const { return !StagesOf(actor).empty(); }

}  // namespace wangge::ledger
