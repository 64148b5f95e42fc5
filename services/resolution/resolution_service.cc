#include "services/resolution/resolution_service.h"

#include "rpc/handler.h"
#include "services/ledger/answer.h"
#include "services/ledger/desk.h"
#include "services/resolution/case_desk.h"
#include "wangge/resolution/v1/resolution.grpc.pb.h"

namespace wangge::resolution {
namespace {

using grpc::CallbackServerContext;
using grpc::ServerUnaryReactor;

}  // namespace

class ResolutionService::Impl final : public v1::ResolutionService::CallbackService {
 public:
  Impl(const rpc::CallEnvironment& environment, ledger::Ledger& ledger, const vault::AttachmentStore* attachments)
      : environment_(environment),
        ledger_(ledger),
        desk_(ledger, domain::Desk::kResolution, attachments),
        cases_(ledger, desk_) {}

  ServerUnaryReactor* GetCase(CallbackServerContext* context, const v1::GetCaseRequest* request,
                              v1::GetCaseResponse* response) override {
    return Read(context, "wangge.resolution.v1.ResolutionService/GetCase", request, response, &CaseDesk::GetCase);
  }
  ServerUnaryReactor* ListCases(CallbackServerContext* context, const v1::ListCasesRequest* request,
                                v1::ListCasesResponse* response) override {
    return Read(context, "wangge.resolution.v1.ResolutionService/ListCases", request, response, &CaseDesk::ListCases);
  }
  ServerUnaryReactor* FindSimilarCases(CallbackServerContext* context, const v1::FindSimilarCasesRequest* request,
                                       v1::FindSimilarCasesResponse* response) override {
    return Read(context, "wangge.resolution.v1.ResolutionService/FindSimilarCases", request, response,
                &CaseDesk::FindSimilarCases);
  }
  ServerUnaryReactor* ListTasks(CallbackServerContext* context, const v1::ListTasksRequest* request,
                                v1::ListTasksResponse* response) override {
    return Read(context, "wangge.resolution.v1.ResolutionService/ListTasks", request, response, &CaseDesk::ListTasks);
  }
  ServerUnaryReactor* ListHistory(CallbackServerContext* context, const v1::ListHistoryRequest* request,
                                  v1::ListHistoryResponse* response) override {
    return Read(context, "wangge.resolution.v1.ResolutionService/ListHistory", request, response,
                &CaseDesk::ListHistory);
  }
  ServerUnaryReactor* ListDeadlines(CallbackServerContext* context, const v1::ListDeadlinesRequest* request,
                                    v1::ListDeadlinesResponse* response) override {
    return Read(context, "wangge.resolution.v1.ResolutionService/ListDeadlines", request, response,
                &CaseDesk::ListDeadlines);
  }
  ServerUnaryReactor* ExplainDeadline(CallbackServerContext* context, const v1::ExplainDeadlineRequest* request,
                                      v1::ExplainDeadlineResponse* response) override {
    return Read(context, "wangge.resolution.v1.ResolutionService/ExplainDeadline", request, response,
                &CaseDesk::ExplainDeadline);
  }
  ServerUnaryReactor* ListAllowedActions(CallbackServerContext* context, const v1::ListAllowedActionsRequest* request,
                                         v1::ListAllowedActionsResponse* response) override {
    return Read(context, "wangge.resolution.v1.ResolutionService/ListAllowedActions", request, response,
                &CaseDesk::ListAllowedActions);
  }

  ServerUnaryReactor* PerformAction(CallbackServerContext* context, const v1::PerformActionRequest* request,
                                    v1::PerformActionResponse* response) override {
    return rpc::ServeUnary(
        environment_, context, "wangge.resolution.v1.ResolutionService/PerformAction", request, response,
        [this](const rpc::Call& call, const v1::PerformActionRequest& in, rpc::Reply<v1::PerformActionResponse> reply) {
          desk_.Perform(ledger::ActorOf(*call.caller), ledger::Desk::StepOf(in), call.deadline, call.traceparent,
                        [reply](auto answer) {
                          if (answer.ok()) {
                            reply.message().mutable_case_()->Swap(answer->mutable_case_());
                            reply.message().set_position_token(answer->position_token());
                          }
                          reply.Finish(answer.status());
                        });
        });
  }

 private:
  template <typename Request, typename Response>
  using Method = absl::StatusOr<Response> (CaseDesk::*)(const domain::Actor&, const Request&) const;

  // Every read: on the pool, for whoever calls.
  template <typename Request, typename Response>
  ServerUnaryReactor* Read(CallbackServerContext* context, std::string_view name, const Request* request,
                           Response* response, Method<Request, Response> method) {
    return rpc::ServeUnary(environment_, context, name, request, response,
                           [this, method](const rpc::Call& call, const Request& in, rpc::Reply<Response> reply) {
                             auto read = [this, method, caller = call.caller, in]() -> absl::StatusOr<Response> {
                               WANGGE_ASSIGN_OR_RETURN(const auto actor, ledger::ActingActor(ledger_, *caller));
                               return (cases_.*method)(actor, in);
                             };
                             ledger::AnswerOnPool<Response>(ledger_, reply, std::move(read));
                           });
  }

  const rpc::CallEnvironment& environment_;
  ledger::Ledger& ledger_;
  ledger::Desk desk_;
  CaseDesk cases_;
};

ResolutionService::ResolutionService(const rpc::CallEnvironment& environment, ledger::Ledger& ledger,
                                     const vault::AttachmentStore* attachments)
    : impl_(std::make_unique<Impl>(environment, ledger, attachments)) {}
ResolutionService::~ResolutionService() = default;

rpc::ServedService ResolutionService::served() { return {v1::ResolutionService::service_full_name(), impl_.get()}; }

}  // namespace wangge::resolution
