#include "services/track/remote_tracks.h"

#include <grpcpp/channel.h>
#include <grpcpp/client_context.h>
#include <grpcpp/support/client_callback.h>

#include <chrono>
#include <utility>

#include "rpc/channel.h"
#include "rpc/status_map.h"
#include "wangge/track/v1/track.grpc.pb.h"

namespace wangge::track {

struct RemoteTracks::Connection {
  std::unique_ptr<v1::TrackService::Stub> stub;
  std::function<std::string()> token;

  // The answer's callback owns the call.
  template <typename Request, typename Response, typename Method>
  void Call(Method method, Request request, Timestamp until, Done<Response> done) const {
    struct Exchange {
      grpc::ClientContext context;
      Request request;
      Response response;
    };
    auto call = std::make_shared<Exchange>();
    call->request = std::move(request);
    rpc::AddToken(call->context, token());
    call->context.set_deadline(std::chrono::system_clock::time_point(std::chrono::microseconds(until.micros)));
    method(*stub->async(), call->context, call->request, call->response,
           [call, done = std::move(done)](const grpc::Status& status) {
             if (!status.ok()) return done(rpc::FromGrpc(status));
             done(std::move(call->response));
           });
  }
};

RemoteTracks::RemoteTracks(const std::shared_ptr<grpc::Channel>& channel, std::function<std::string()> token)
    : connection_(std::make_unique<Connection>(Connection{v1::TrackService::NewStub(channel), std::move(token)})) {}
RemoteTracks::~RemoteTracks() = default;

void RemoteTracks::StartShift(v1::StartShiftRequest request, Timestamp until,
                              Done<report::v1::StartShiftResponse> done) {
  connection_->Call([](auto& stub, auto& context, auto& in, auto& out,
                       auto then) { stub.StartShift(&context, &in, &out, std::move(then)); },
                    std::move(request), until, std::move(done));
}

void RemoteTracks::EndShift(v1::EndShiftRequest request, Timestamp until, Done<report::v1::EndShiftResponse> done) {
  connection_->Call([](auto& stub, auto& context, auto& in, auto& out,
                       auto then) { stub.EndShift(&context, &in, &out, std::move(then)); },
                    std::move(request), until, std::move(done));
}

void RemoteTracks::AddFixes(v1::AddFixesRequest request, Timestamp until,
                            Done<report::v1::SendPositionsResponse> done) {
  connection_->Call([](auto& stub, auto& context, auto& in, auto& out,
                       auto then) { stub.AddFixes(&context, &in, &out, std::move(then)); },
                    std::move(request), until, std::move(done));
}

void RemoteTracks::GetOwnTrack(v1::GetOwnTrackRequest request, Timestamp until,
                               Done<report::v1::GetOwnTrackResponse> done) {
  connection_->Call([](auto& stub, auto& context, auto& in, auto& out,
                       auto then) { stub.GetOwnTrack(&context, &in, &out, std::move(then)); },
                    std::move(request), until, std::move(done));
}

void RemoteTracks::ListPresence(v1::ListPresenceRequest request, Timestamp until,
                                Done<report::v1::ListPresenceResponse> done) {
  connection_->Call([](auto& stub, auto& context, auto& in, auto& out,
                       auto then) { stub.ListPresence(&context, &in, &out, std::move(then)); },
                    std::move(request), until, std::move(done));
}

void RemoteTracks::GetPatrolCoverage(v1::GetPatrolCoverageRequest request, Timestamp until,
                                     Done<report::v1::GetPatrolCoverageResponse> done) {
  connection_->Call([](auto& stub, auto& context, auto& in, auto& out,
                       auto then) { stub.GetPatrolCoverage(&context, &in, &out, std::move(then)); },
                    std::move(request), until, std::move(done));
}

}  // namespace wangge::track
