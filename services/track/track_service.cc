#include "services/track/track_service.h"

#include <string_view>
#include <utility>

#include "rpc/handler.h"
#include "services/ledger/callers.h"
#include "wangge/track/v1/track.grpc.pb.h"

namespace wangge::track {

using grpc::CallbackServerContext;
using grpc::ServerUnaryReactor;

class TrackService::Impl final : public v1::TrackService::CallbackService {
 public:
  explicit Impl(TrackServiceParts parts) : parts_(std::move(parts)) {}

  ServerUnaryReactor* StartShift(CallbackServerContext* context, const v1::StartShiftRequest* request,
                                 report::v1::StartShiftResponse* response) override {
    return Serve(context, "wangge.track.v1.TrackService/StartShift", request, response, &TrackPort::StartShift);
  }
  ServerUnaryReactor* EndShift(CallbackServerContext* context, const v1::EndShiftRequest* request,
                               report::v1::EndShiftResponse* response) override {
    return Serve(context, "wangge.track.v1.TrackService/EndShift", request, response, &TrackPort::EndShift);
  }
  ServerUnaryReactor* AddFixes(CallbackServerContext* context, const v1::AddFixesRequest* request,
                               report::v1::SendPositionsResponse* response) override {
    return Serve(context, "wangge.track.v1.TrackService/AddFixes", request, response, &TrackPort::AddFixes);
  }
  ServerUnaryReactor* GetOwnTrack(CallbackServerContext* context, const v1::GetOwnTrackRequest* request,
                                  report::v1::GetOwnTrackResponse* response) override {
    return Serve(context, "wangge.track.v1.TrackService/GetOwnTrack", request, response, &TrackPort::GetOwnTrack);
  }
  ServerUnaryReactor* ListPresence(CallbackServerContext* context, const v1::ListPresenceRequest* request,
                                   report::v1::ListPresenceResponse* response) override {
    return Serve(context, "wangge.track.v1.TrackService/ListPresence", request, response, &TrackPort::ListPresence);
  }
  ServerUnaryReactor* GetPatrolCoverage(CallbackServerContext* context, const v1::GetPatrolCoverageRequest* request,
                                        report::v1::GetPatrolCoverageResponse* response) override {
    return Serve(context, "wangge.track.v1.TrackService/GetPatrolCoverage", request, response,
                 &TrackPort::GetPatrolCoverage);
  }

 private:
  template <typename Request, typename Response>
  ServerUnaryReactor* Serve(CallbackServerContext* context, std::string_view method, const Request* request,
                            Response* response, void (TrackPort::*ask)(Request, Timestamp, TrackPort::Done<Response>)) {
    return rpc::ServeUnary(parts_.environment, context, method, request, response,
                           [this, ask](const rpc::Call& call, const Request& in, const rpc::Reply<Response>& reply) {
                             const absl::Status admitted = ledger::RequireService(*call.caller, *parts_.roles());
                             if (!admitted.ok()) return reply.Finish(admitted);
                             (parts_.tracks.*ask)(in, call.deadline, [reply](absl::StatusOr<Response> answer) {
                               if (answer.ok()) reply.message() = *std::move(answer);
                               reply.Finish(answer.status());
                             });
                           });
  }

  const TrackServiceParts parts_;
};

TrackService::TrackService(TrackServiceParts parts) : impl_(std::make_unique<Impl>(std::move(parts))) {}
TrackService::~TrackService() = default;
rpc::ServedService TrackService::served() { return {v1::TrackService::service_full_name(), impl_.get()}; }

}  // namespace wangge::track
