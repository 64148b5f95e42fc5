// Unary methods: from the generated callback service to a plain function.
//
//   grpc::ServerUnaryReactor* Locate(grpc::CallbackServerContext* context, const LocateRequest* request,
//                                    LocateResponse* response) override {
//     return rpc::ServeUnary(environment_, context, "wangge.grid.v1.GridService/Locate", request, response,
//                            [this](const rpc::Call& call, const LocateRequest& in, LocateResponse* out) {
//                              return locator_.Locate(call, in, out);  // absl::Status
//                            });
//   }
//
// A function that answers later takes (const Call&, const Request&, Reply<Response>) and returns nothing. Handlers run
// on the library's few threads and never block. The request is valid until the function returns; the call as long as
// the Reply.
#pragma once

#include <grpcpp/server_context.h>
#include <grpcpp/support/server_callback.h>

#include <atomic>
#include <memory>
#include <string_view>
#include <type_traits>
#include <utility>

#include "rpc/call.h"
#include "rpc/reply.h"
#include "rpc/status_map.h"

namespace wangge::rpc {

// Ends exactly once: by its reply, or when the caller goes away or the server stops waiting. The response that gRPC
// owns is touched only by whoever ends the call, so a late reply meets nothing that is gone.
template <typename Response>
class UnaryReactor final : public grpc::ServerUnaryReactor, public ReplyTarget<Response> {
 public:
  static std::shared_ptr<UnaryReactor> Make(const CallEnvironment& environment, Response* response) {
    auto reactor = std::make_shared<UnaryReactor>(environment, response);
    reactor->self_ = reactor;
    return reactor;
  }
  UnaryReactor(const CallEnvironment& environment, Response* response)
      : environment_(environment), response_(response) {}

  Call& call() { return call_; }

  void Deliver(const absl::Status& status, Response& message) override {
    if (ended_.exchange(true)) return;
    const absl::Status shown = Conclude(environment_, call_, status);
    if (shown.ok()) response_->Swap(&message);
    Finish(ToGrpc(shown));
  }
  void OnCancel() override {
    Response none;
    Deliver(CallerGone(), none);
  }
  void OnDone() override {
    const auto last = std::move(self_);  // the transport is done with us; a late reply may not be
  }

 private:
  const CallEnvironment& environment_;
  Response* const response_;
  std::atomic<bool> ended_ = false;
  Call call_;
  std::shared_ptr<UnaryReactor> self_;
};

template <typename Request, typename Response, typename Serve>
grpc::ServerUnaryReactor* ServeUnary(const CallEnvironment& environment, grpc::CallbackServerContext* context,
                                     std::string_view method, const Request* request, Response* response,
                                     const Serve& serve) {
  const auto reactor = UnaryReactor<Response>::Make(environment, response);
  const Reply<Response> reply(reactor);
  RunGuarded(reply, [&] {
    const absl::Status admitted = Admit(environment, *context, method, reactor->call());
    if (!admitted.ok()) return reply.Finish(admitted);
    const Call& call = reactor->call();
    if constexpr (std::is_invocable_r_v<absl::Status, const Serve&, const Call&, const Request&, Response*>) {
      reply.Finish(serve(call, *request, &reply.message()));
    } else {
      serve(call, *request, reply);
    }
  });
  return reactor.get();
}

}  // namespace wangge::rpc
