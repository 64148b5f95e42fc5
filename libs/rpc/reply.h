// The duty to answer. A handler gets a Reply, fills its message and finishes it once, then or later, on any thread.
// Copies share one duty; when the last copy goes away unfinished, the call fails with INTERNAL: every accepted call
// ends, and a server can shut down.
#pragma once

#include <atomic>
#include <exception>
#include <memory>
#include <utility>

#include "absl/status/status.h"
#include "base/status/text.h"

namespace wangge::rpc {

template <typename Message>
class ReplyTarget {
 public:
  virtual ~ReplyTarget() = default;
  // Called once. May move from `message`.
  virtual void Deliver(const absl::Status& status, Message& message) = 0;
};

template <typename Message>
class Reply {
 public:
  explicit Reply(std::shared_ptr<ReplyTarget<Message>> target) : state_(std::make_shared<State>(std::move(target))) {}

  // One thread at a time, and not after Finish.
  Message& message() const { return state_->message; }

  // The message counts only with OK. Only the first call has an effect; none has once the caller has gone. Thread-safe.
  void Finish(const absl::Status& status) const { state_->Finish(status); }

 private:
  struct State {
    explicit State(std::shared_ptr<ReplyTarget<Message>> t) : target(std::move(t)) {}
    ~State() {
      if (!finished.load()) Finish(Internal("Expected a reply to be finished, but its last owner dropped it"));
    }
    void Finish(const absl::Status& status) {
      if (!finished.exchange(true)) target->Deliver(status, message);
    }

    std::shared_ptr<ReplyTarget<Message>> target;
    std::atomic<bool> finished = false;
    Message message;
  };
  std::shared_ptr<State> state_;
};

// A duty without a message: "done with this step".
struct Nothing {};
using Turn = Reply<Nothing>;

// Runs `body`, and finishes `reply` with INTERNAL when it throws: the wall that no exception of a handler passes.
template <typename Message, typename Body>
void RunGuarded(const Reply<Message>& reply, const Body& body) {
  try {
    body();
  } catch (const std::exception& thrown) {
    reply.Finish(Internal(std::string("Expected a handler not to throw, but it threw: ") + thrown.what()));
  } catch (...) {
    reply.Finish(Internal("Expected a handler not to throw, but it threw something"));
  }
}

}  // namespace wangge::rpc
