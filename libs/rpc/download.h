// Methods that answer with a stream (downloads, feeds): from the generated callback service to a Sender.
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

// The next message of a stream, or its end.
template <typename Response>
struct Part {
  Response message;
  bool end = false;  // the message is not sent, and the call ends with OK
};

// What a service does with one such call. Next is called from one thread at a time, and only when the transport has
// room: a slow reader costs nothing but its place. Destroyed when the call has ended and its last reply is gone; so a
// Sender that keeps a reply in itself must let it go when it is cancelled.
template <typename Response>
class Sender {
 public:
  virtual ~Sender() = default;
  // Fills the next part, now or when there is one. An error ends the call.
  virtual void Next(Reply<Part<Response>> reply) = 0;
  // The call has ended while a Next was not yet answered: give the reply up. At most once, from any thread, maybe
  // before that Next has returned.
  virtual void Cancel() {}
};

template <typename Response>
class DownloadReactor final : public grpc::ServerWriteReactor<Response>,
                              public ReplyTarget<Part<Response>>,
                              public std::enable_shared_from_this<DownloadReactor<Response>> {
 public:
  explicit DownloadReactor(const CallEnvironment& environment) : environment_(environment) {}

  template <typename MakeSender>
  void Open(grpc::CallbackServerContext* context, std::string_view method, const MakeSender& make) {
    self_ = this->shared_from_this();
    const Reply<Part<Response>> reply(self_);
    RunGuarded(reply, [&] {
      const absl::Status admitted = Admit(environment_, *context, method, call_);
      if (!admitted.ok()) return reply.Finish(admitted);
      sender_ = make(std::as_const(call_));
      sender_->Next(reply);
    });
  }

  void OnWriteDone(bool ok) override {
    if (!turns_.ToService() || !ok) {
      if (turns_.EndByService()) EndWith(CallerGone());
      return;
    }
    const Reply<Part<Response>> reply(self_);
    RunGuarded(reply, [&] { sender_->Next(reply); });
  }
  void Deliver(const absl::Status& status, Part<Response>& part) override {
    if (status.ok() && !part.end) {
      if (!turns_.ToTransport()) return;
      message_.Swap(&part.message);
      this->StartWrite(&message_);
    } else if (turns_.EndByService()) {
      EndWith(status);
    }
  }
  void OnCancel() override {
    if (!turns_.Cancel()) return;
    const auto sender = sender_;
    EndWith(CallerGone());
    if (sender) sender->Cancel();
  }
  void OnDone() override { const auto last = std::move(self_); }

 private:
  void EndWith(const absl::Status& status) { this->Finish(ToGrpc(Conclude(environment_, call_, status))); }

  const CallEnvironment& environment_;
  Turns turns_;
  Call call_;
  Response message_;
  std::shared_ptr<Sender<Response>> sender_;
  std::shared_ptr<DownloadReactor> self_;
};

// `make` is called once for an admitted call: std::shared_ptr<Sender<Response>>(const Call&). The request is valid
// until it returns, the Call as long as the Sender.
template <typename Response, typename MakeSender>
grpc::ServerWriteReactor<Response>* ServeDownload(const CallEnvironment& environment,
                                                  grpc::CallbackServerContext* context, std::string_view method,
                                                  const MakeSender& make) {
  const auto reactor = std::make_shared<DownloadReactor<Response>>(environment);
  reactor->Open(context, method, make);
  return reactor.get();
}

}  // namespace wangge::rpc
