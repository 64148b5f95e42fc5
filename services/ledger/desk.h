// One desk at work on cases: which of its actions a caller may perform now, and performing one. Dispatch and resolution
// have one each over the same ledger. Owned by the service; the parts outlive it. Thread-safe.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "domain/command.h"
#include "domain/procedure.h"
#include "services/ledger/ledger.h"
#include "vault/attachment_store.h"
#include "wangge/cases/v1/action.pb.h"

namespace wangge::ledger {

class Desk {
 public:
  // `attachments`: the store that uploads go to, where this process has it; without it no step can bring files.
  Desk(Ledger& ledger, domain::Desk desk, const vault::AttachmentStore* attachments)
      : ledger_(ledger), desk_(desk), attachments_(attachments) {}

  struct Allowed {
    std::vector<cases::v1::AllowedAction> actions{};
    std::string etag{};
  };
  // NOT_FOUND CASE_NOT_FOUND. On the reader pool.
  absl::StatusOr<Allowed> ListAllowed(const domain::Actor& actor, const std::string& name) const;

  // What the services' PerformActionRequest says.
  struct Step {
    std::string name{};
    std::string action{};
    std::string etag{};
    std::string request_id{};
    cases::v1::ActionInput input{};
    std::string fingerprint{};
    std::optional<domain::RoutingAnswer> routing{};  // what the rules say, where they are to name the unit
  };
  template <typename Request>
  static Step StepOf(Request request) {
    Step step{request.name(), request.action(), request.etag(), request.request_id(), request.input(), {}, {}};
    request.clear_request_id();
    // A file is its content: sent again, it has another name.
    for (auto& attachment : *request.mutable_input()->mutable_attachments()) attachment.clear_name();
    step.fingerprint = FingerprintOf(request);
    return step;
  }

  // Answers when the step is durable. Codes as PerformAction documents them.
  void Perform(const domain::Actor& actor, Step step, Timestamp until, std::string traceparent,
               std::function<void(absl::StatusOr<v1::ActionAnswer>)> done);

  // Whether an action of this desk is for a role of the actor, in some procedure in force.
  bool Serves(const domain::Actor& actor) const;
  // The roles that an action of this desk is for, in some procedure in force.
  std::vector<std::string> RolesThatServe() const;
  // The stages, in procedures in force, from which an action of this desk leads on that is for a role of the actor.
  std::vector<std::string> StagesOf(const domain::Actor& actor) const;

 private:
  absl::StatusOr<v1::Command> CommandOf(const domain::Actor& actor, const Step& step) const;
  absl::Status AddAttachment(const cases::v1::Attachment& named, v1::PerformActionCommand& command) const;
  void Forget(const v1::PerformActionCommand& command) const;

  Ledger& ledger_;
  const domain::Desk desk_;
  const vault::AttachmentStore* const attachments_;
};

}  // namespace wangge::ledger
