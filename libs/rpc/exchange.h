// Methods with a stream each way, one answer a message in order: from the generated callback service to a function.
// Up to a window of messages is in work at once, so that a caller who sends ahead is not held up by each sync.
#pragma once

#include <grpcpp/server_context.h>
#include <grpcpp/support/server_callback.h>

#include <deque>
#include <functional>
#include <memory>
#include <string_view>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "rpc/call.h"
#include "rpc/reply.h"
#include "rpc/status_map.h"

namespace wangge::rpc {

inline constexpr std::size_t kExchangeWindow = 4;  // messages in work; four batches of 1,024 fill the queue's share

// All operations are started by Pump, by one thread at a time, so none is started after the call was ended.
template <typename Request, typename Response>
class ExchangeReactor final : public grpc::ServerBidiReactor<Request, Response>,
                              public std::enable_shared_from_this<ExchangeReactor<Request, Response>> {
 public:
  using Serve = std::function<void(const Call&, const Request&, Reply<Response>)>;

  ExchangeReactor(const CallEnvironment& environment, Serve serve)
      : environment_(environment), serve_(std::move(serve)) {}

  void Open(const grpc::CallbackServerContext& context, std::string_view method) {
    self_ = this->shared_from_this();
    const absl::Status admitted = Admit(environment_, context, method, call_);
    if (!admitted.ok()) Refuse(admitted);
    Pump();
  }

  void OnReadDone(bool ok) override {
    if (ok) {
      const std::shared_ptr<Step> step = Arrived();
      const Reply<Response> reply(std::make_shared<StepTarget>(self_, step));
      RunGuarded(reply, [&] { serve_(call_, step->request, reply); });
    }
    {
      const absl::MutexLock lock(&mutex_);
      reading_ = false;  // only now, so that messages are served one after the other
      read_all_ = !ok;
    }
    Pump();
  }
  void OnWriteDone(bool ok) override {
    {
      const absl::MutexLock lock(&mutex_);
      writing_ = false;
      steps_.pop_front();
    }
    if (!ok) Refuse(CallerGone());
    Pump();
  }
  void OnCancel() override {
    Refuse(CallerGone());
    Pump();
  }
  void OnDone() override { const auto last = std::move(self_); }

 private:
  struct Step {
    Request request;
    Response response;
    bool answered = false;
    absl::Status status;
  };
  // Keeps the call and the step alive until the reply to it is finished.
  struct StepTarget final : ReplyTarget<Response> {
    StepTarget(std::shared_ptr<ExchangeReactor> r, std::shared_ptr<Step> s)
        : reactor(std::move(r)), step(std::move(s)) {}
    void Deliver(const absl::Status& status, Response& message) override { reactor->Answer(*step, status, message); }
    std::shared_ptr<ExchangeReactor> reactor;
    std::shared_ptr<Step> step;
  };
  enum class Move { kNone, kRead, kWrite, kEnd };

  std::shared_ptr<Step> Arrived() {
    const absl::MutexLock lock(&mutex_);
    steps_.push_back(std::move(incoming_));
    return steps_.back();
  }
  void Answer(Step& step, const absl::Status& status, Response& message) {
    {
      const absl::MutexLock lock(&mutex_);
      step.response.Swap(&message);
      step.status = status;
      step.answered = true;
    }
    Pump();
  }
  void Refuse(const absl::Status& status) {
    const absl::MutexLock lock(&mutex_);
    if (!ended_ && refusal_.ok()) refusal_ = status;
  }

  void Pump() {
    const auto alive = this->shared_from_this();  // ending may let go of us
    {
      const absl::MutexLock lock(&mutex_);
      if (pumping_) return;  // that thread looks again before it stops
      pumping_ = true;
    }
    for (Move move = NextMove(); move != Move::kNone; move = NextMove()) {
      switch (move) {
        case Move::kRead:
          this->StartRead(&incoming_->request);
          break;
        case Move::kWrite:
          this->StartWrite(&steps_front_->response);
          break;
        default:
          this->Finish(ToGrpc(Conclude(environment_, call_, refusal_)));
      }
    }
  }

  // Decides, and marks what it decided as under way.
  Move NextMove() {
    const absl::MutexLock lock(&mutex_);
    Step* front = steps_.empty() ? nullptr : steps_.front().get();
    const bool answered = front != nullptr && front->answered;
    if (!ended_ && refusal_.ok() && answered && !front->status.ok()) refusal_ = front->status;
    const bool over = !refusal_.ok() || (read_all_ && steps_.empty());
    if (!ended_ && over && !writing_) {
      ended_ = true;
      return Move::kEnd;
    }
    if (!ended_ && !over && answered && !writing_) {
      writing_ = true;
      steps_front_ = front;
      return Move::kWrite;
    }
    if (!ended_ && !over && !reading_ && !read_all_ && steps_.size() < kExchangeWindow) {
      reading_ = true;
      incoming_ = std::make_shared<Step>();
      return Move::kRead;
    }
    pumping_ = false;
    return Move::kNone;
  }

  const CallEnvironment& environment_;
  const Serve serve_;
  Call call_;
  std::shared_ptr<ExchangeReactor> self_;
  absl::Mutex mutex_;
  std::deque<std::shared_ptr<Step>> steps_ ABSL_GUARDED_BY(mutex_);  // in order of arrival, until written
  std::shared_ptr<Step> incoming_;  // being read; touched by Pump and OnReadDone, which never meet
  Step* steps_front_ = nullptr;     // being written; stays in steps_ until OnWriteDone
  absl::Status refusal_;            // why the call ends early; fixed once set or ended
  bool reading_ ABSL_GUARDED_BY(mutex_) = false;
  bool writing_ ABSL_GUARDED_BY(mutex_) = false;
  bool read_all_ ABSL_GUARDED_BY(mutex_) = false;
  bool ended_ ABSL_GUARDED_BY(mutex_) = false;
  bool pumping_ ABSL_GUARDED_BY(mutex_) = false;
};

// `serve` is called for each message, from one thread at a time. Request and Call are valid until its reply is
// finished. A reply with an error ends the call after the answers before it are written.
template <typename Request, typename Response, typename Serve>
grpc::ServerBidiReactor<Request, Response>* ServeExchange(const CallEnvironment& environment,
                                                          grpc::CallbackServerContext* context, std::string_view method,
                                                          Serve serve) {
  const auto reactor = std::make_shared<ExchangeReactor<Request, Response>>(environment, std::move(serve));
  reactor->Open(*context, method);
  return reactor.get();
}

}  // namespace wangge::rpc
