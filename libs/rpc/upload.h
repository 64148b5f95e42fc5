// Methods that read a stream and answer once (uploads): from the generated callback service to a Receiver.
#pragma once

#include <grpcpp/server_context.h>
#include <grpcpp/support/server_callback.h>

#include <memory>
#include <string_view>
#include <utility>

#include "rpc/call.h"
#include "rpc/reply.h"
#include "rpc/status_map.h"
#include "rpc/turns.h"

namespace wangge::rpc {

// What a service does with one such call. Called from one thread at a time. Destroyed when the call has ended and its
// last Turn or Reply is gone (so none is kept in the Receiver itself): whatever is half-written is removed then.
template <typename Request, typename Response>
class Receiver {
 public:
  virtual ~Receiver() = default;
  // Takes one message, which stays valid until `turn` is finished. OK reads the next one; an error ends the call.
  virtual void Take(Request& message, Turn turn) = 0;
  // The caller has sent everything.
  virtual void End(Reply<Response> reply) = 0;
};

template <typename Request, typename Response>
class UploadReactor final : public grpc::ServerReadReactor<Request>,
                            public ReplyTarget<Nothing>,
                            public ReplyTarget<Response>,
                            public std::enable_shared_from_this<UploadReactor<Request, Response>> {
 public:
  UploadReactor(const CallEnvironment& environment, grpc::CallbackServerContext* context, Response* response)
      : environment_(environment), context_(context), response_(response) {}

  template <typename MakeReceiver>
  void Open(std::string_view method, const MakeReceiver& make) {
    self_ = this->shared_from_this();
    const Turn turn(self_);
    RunGuarded(turn, [&] {
      const absl::Status admitted = Admit(environment_, *context_, method, call_);
      if (admitted.ok()) receiver_ = make(std::as_const(call_));
      turn.Finish(admitted);
    });
  }

  void OnReadDone(bool ok) override {
    if (!turns_.ToService() || (!ok && context_->IsCancelled())) return EndCancelled();
    if (ok) {
      const Turn turn(self_);
      RunGuarded(turn, [&] { receiver_->Take(message_, turn); });
    } else {
      const Reply<Response> reply(self_);
      RunGuarded(reply, [&] { receiver_->End(reply); });
    }
  }
  // A message was taken.
  void Deliver(const absl::Status& status, Nothing&) override {
    if (status.ok()) {
      if (turns_.ToTransport()) this->StartRead(&message_);
    } else if (turns_.EndByService()) {
      EndWith(status);
    }
  }
  // Everything was taken.
  void Deliver(const absl::Status& status, Response& response) override {
    if (!turns_.EndByService()) return;
    if (status.ok()) response_->Swap(&response);
    EndWith(status);
  }
  void OnCancel() override {
    if (turns_.Cancel()) EndWith(CallerGone());
  }
  void OnDone() override { const auto last = std::move(self_); }

 private:
  void EndCancelled() {
    if (turns_.EndByService()) EndWith(CallerGone());
  }
  void EndWith(const absl::Status& status) { this->Finish(ToGrpc(Conclude(environment_, call_, status))); }

  const CallEnvironment& environment_;
  grpc::CallbackServerContext* const context_;  // good until OnDone
  Response* const response_;                    // good until the call is ended
  Turns turns_;
  Call call_;
  Request message_;
  std::shared_ptr<Receiver<Request, Response>> receiver_;
  std::shared_ptr<UploadReactor> self_;
};

// `make` is called once for an admitted call: std::shared_ptr<Receiver<Request, Response>>(const Call&). The Call lives
// as long as the Receiver.
template <typename Request, typename Response, typename MakeReceiver>
grpc::ServerReadReactor<Request>* ServeUpload(const CallEnvironment& environment, grpc::CallbackServerContext* context,
                                              std::string_view method, Response* response, const MakeReceiver& make) {
  const auto reactor = std::make_shared<UploadReactor<Request, Response>>(environment, context, response);
  reactor->Open(method, make);
  return reactor.get();
}

}  // namespace wangge::rpc
