#include "services/dispatch/dispatch_service.h"

#include <algorithm>
#include <functional>

#include "base/status/text.h"
#include "rpc/error.h"
#include "rpc/handler.h"
#include "services/ledger/answer.h"
#include "services/ledger/callers.h"
#include "services/ledger/candidates.h"
#include "services/ledger/case_pages.h"
#include "services/ledger/desk.h"
#include "wangge/dispatch/v1/dispatch.grpc.pb.h"
#include "wire/action.h"

namespace wangge::dispatch {
namespace {

using grpc::CallbackServerContext;
using grpc::ServerUnaryReactor;
using ledger::AnswerOnPool;

absl::Status StageNotFound(const std::string& stage) {
  return rpc::MakeError(absl::StatusCode::kNotFound, "STAGE_NOT_FOUND",
                        "Expected the id of a stage of a procedure in force, but \"" + stage + "\" is none.",
                        {{"stage", stage}});
}

bool IsStage(const domain::Editions& editions, const std::string& stage) {
  return std::ranges::any_of(editions.procedures.active, [&](const auto& procedure) {
    return procedure.second.body->FindStage(stage).has_value();
  });
}

}  // namespace

class DispatchService::Impl final : public v1::DispatchService::CallbackService {
 public:
  Impl(const rpc::CallEnvironment& environment, ledger::Ledger& ledger, const vault::AttachmentStore* attachments)
      : environment_(environment),
        ledger_(ledger),
        desk_(ledger, domain::Desk::kDispatch, attachments) {}

  ServerUnaryReactor* ListQueue(CallbackServerContext* context, const v1::ListQueueRequest* request,
                                v1::ListQueueResponse* response) override {
    return rpc::ServeUnary(
        environment_, context, "wangge.dispatch.v1.DispatchService/ListQueue", request, response,
        [this](const rpc::Call& call, const v1::ListQueueRequest& in, rpc::Reply<v1::ListQueueResponse> reply) {
          AnswerOnPool<v1::ListQueueResponse>(ledger_, reply, As(call, in, &Impl::Queue));
        });
  }

  ServerUnaryReactor* ListCandidateUnits(CallbackServerContext* context, const v1::ListCandidateUnitsRequest* request,
                                         v1::ListCandidateUnitsResponse* response) override {
    return rpc::ServeUnary(
        environment_, context, "wangge.dispatch.v1.DispatchService/ListCandidateUnits", request, response,
        [this](const rpc::Call& call, const v1::ListCandidateUnitsRequest& in,
               rpc::Reply<v1::ListCandidateUnitsResponse> reply) {
          AnswerOnPool<v1::ListCandidateUnitsResponse>(ledger_, reply, As(call, in, &Impl::CandidateUnits));
        });
  }

  ServerUnaryReactor* ListAllowedActions(CallbackServerContext* context, const v1::ListAllowedActionsRequest* request,
                                         v1::ListAllowedActionsResponse* response) override {
    return rpc::ServeUnary(
        environment_, context, "wangge.dispatch.v1.DispatchService/ListAllowedActions", request, response,
        [this](const rpc::Call& call, const v1::ListAllowedActionsRequest& in,
               rpc::Reply<v1::ListAllowedActionsResponse> reply) {
          AnswerOnPool<v1::ListAllowedActionsResponse>(ledger_, reply, As(call, in, &Impl::AllowedActions));
        });
  }

  ServerUnaryReactor* PerformAction(CallbackServerContext* context, const v1::PerformActionRequest* request,
                                    v1::PerformActionResponse* response) override {
    return rpc::ServeUnary(
        environment_, context, "wangge.dispatch.v1.DispatchService/PerformAction", request, response,
        [this](const rpc::Call& call, const v1::PerformActionRequest& in, rpc::Reply<v1::PerformActionResponse> reply) {
          auto done = [reply](auto answer) {
            if (answer.ok()) {
              reply.message().mutable_case_()->Swap(answer->mutable_case_());
              reply.message().set_position_token(answer->position_token());
            }
            reply.Finish(answer.status());
          };
          if (!in.by_rules()) {
            desk_.Perform(ledger::ActorOf(*call.caller), ledger::Desk::StepOf(in), call.deadline, call.traceparent,
                          done);
            return;
          }
          const absl::Status taken = ledger_.pool().TryRun(
              [this, call, in, done, reply] { rpc::RunGuarded(reply, [&] { PerformByRules(call, in, done); }); });
          if (!taken.ok()) reply.Finish(taken);
        });
  }

 private:
  // A read of this service, for whoever the caller speaks as now.
  template <typename Request, typename Response>
  std::function<absl::StatusOr<Response>()> As(const rpc::Call& call, const Request& in,
                                               absl::StatusOr<Response> (Impl::*read)(const domain::Actor&,
                                                                                      const Request&)) {
    return [this, caller = call.caller, in, read]() -> absl::StatusOr<Response> {
      WANGGE_ASSIGN_OR_RETURN(const domain::Actor actor, ledger::ActingActor(ledger_, *caller));
      return (this->*read)(actor, in);
    };
  }

  // What the rules say is evidence that goes into the command: the etag holds it to the case as it was asked about.
  template <typename Done>
  void PerformByRules(const rpc::Call& call, const v1::PerformActionRequest& in, const Done& done) {
    using Answer = absl::StatusOr<ledger::v1::ActionAnswer>;
    const auto actor = ledger::ActingActor(ledger_, *call.caller);
    if (!actor.ok()) return done(Answer(actor.status()));
    const auto seen = ledger_.cases().Find(*actor, in.name());
    if (!seen.ok()) return done(Answer(seen.status()));
    auto routing = ledger_.candidates().Route(*seen->the_case, *seen->editions);
    if (!routing.ok()) return done(Answer(routing.status()));
    ledger::Desk::Step step = ledger::Desk::StepOf(in);
    step.routing = *std::move(routing);
    desk_.Perform(ledger::ActorOf(*call.caller), std::move(step), call.deadline, call.traceparent, done);
  }

  absl::Status NotAllowed(const domain::Actor& actor) const {
    return ledger::NotAllowed("dispatch cases", actor.roles, *ledger_.state().editions()->roles,
                              desk_.RolesThatServe());
  }

  absl::StatusOr<v1::ListQueueResponse> Queue(const domain::Actor& actor, const v1::ListQueueRequest& in) {
    WANGGE_RETURN_IF_ERROR(ledger_.CheckPositionToken(in.position_token()));
    std::vector<std::string> stages = desk_.StagesOf(actor);
    if (stages.empty()) return NotAllowed(actor);
    if (!in.stage().empty()) {
      if (!IsStage(*ledger_.state().editions(), in.stage())) return StageNotFound(in.stage());
      std::erase_if(stages, [&](const std::string& stage) { return stage != in.stage(); });
    }
    std::vector<engine::CaseQuery> queries;
    for (const std::string& stage : stages) {
      engine::CaseQuery query = ledger::ScopeQuery(ledger_, actor);
      query.stage = stage;
      query.open = true;
      query.incident_only = in.incident();
      query.order = engine::CaseOrder::kDueFirst;
      queries.push_back(std::move(query));
    }
    v1::ListQueueRequest asked = in;
    asked.clear_position_token();
    WANGGE_ASSIGN_OR_RETURN(auto page,
                            ledger::ShowPage(ledger_, actor, std::move(queries), ledger::AskOf("Queue", actor, asked)));
    v1::ListQueueResponse response;
    for (auto& shown : page.cases) *response.add_cases() = std::move(shown);
    response.set_next_page_token(page.next_page_token);
    return response;
  }

  absl::StatusOr<v1::ListCandidateUnitsResponse> CandidateUnits(const domain::Actor& actor,
                                                                const v1::ListCandidateUnitsRequest& in) {
    WANGGE_ASSIGN_OR_RETURN(const ledger::SeenCase seen, ledger_.cases().Find(actor, in.name()));
    if (!desk_.Serves(actor)) return NotAllowed(actor);
    const ledger::PageAsk ask = ledger::AskOf("CandidateUnits", actor, in);
    WANGGE_ASSIGN_OR_RETURN(const ledger::Slice slice, ledger::SliceOf(ledger_, ask));
    WANGGE_ASSIGN_OR_RETURN(const auto candidates, ledger_.candidates().Of(*seen.the_case, *seen.editions));
    v1::ListCandidateUnitsResponse response;
    std::size_t i = slice.after;
    for (; i < candidates.size() && i < slice.after + slice.size; ++i) {
      auto* unit = response.add_units();
      unit->set_unit(candidates[i].unit);
      *unit->mutable_label() = wire::ToProto(candidates[i].label);
      unit->set_rank(candidates[i].rank);
      for (const std::string& rule : candidates[i].rules) unit->add_rules(rule);
      unit->set_open_cases(candidates[i].open_cases);
    }
    if (i < candidates.size()) {
      response.set_next_page_token(ledger_.page_tokens().Make(ask.list, ledger::CursorOf(std::uint64_t{i})));
    }
    return response;
  }

  absl::StatusOr<v1::ListAllowedActionsResponse> AllowedActions(const domain::Actor& actor,
                                                                const v1::ListAllowedActionsRequest& in) {
    WANGGE_ASSIGN_OR_RETURN(auto allowed, desk_.ListAllowed(actor, in.name()));
    v1::ListAllowedActionsResponse response;
    for (auto& action : allowed.actions) *response.add_actions() = std::move(action);
    response.set_etag(allowed.etag);
    return response;
  }

  const rpc::CallEnvironment& environment_;
  ledger::Ledger& ledger_;
  ledger::Desk desk_;
};

DispatchService::DispatchService(const rpc::CallEnvironment& environment, ledger::Ledger& ledger,
                                 const vault::AttachmentStore* attachments)
    : impl_(std::make_unique<Impl>(environment, ledger, attachments)) {}
DispatchService::~DispatchService() = default;

rpc::ServedService DispatchService::served() { return {v1::DispatchService::service_full_name(), impl_.get()}; }

}  // namespace wangge::dispatch
