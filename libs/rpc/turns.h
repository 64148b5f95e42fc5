// Whose move it is in a stream of single steps: the transport's (a read or write is under way), the service's, or
// nobody's (ended). A move belongs to exactly one side, so a cancelled call is ended once, and never while the other
// side is about to start an operation. Lock-free; thread-safe.
#pragma once

#include <atomic>

namespace wangge::rpc {

class Turns {
 public:
  // The operation has returned. True: it is the service's move. False: the call was cancelled meanwhile; the caller
  // ends it if EndByService() agrees.
  bool ToService() {
    state_.store(State::kService);
    return !cancelled_.load();
  }
  // True: the caller now starts one operation. False: the call has ended.
  bool ToTransport() { return Move(State::kService, State::kTransport); }
  // True: the caller now ends the call.
  bool EndByService() { return Move(State::kService, State::kEnded); }
  // True: the caller now ends the call. False: it has ended, or its operation is about to return.
  bool Cancel() {
    cancelled_.store(true);
    return EndByService();
  }

 private:
  enum class State { kTransport, kService, kEnded };
  bool Move(State from, State to) { return state_.compare_exchange_strong(from, to); }

  std::atomic<State> state_ = State::kService;
  std::atomic<bool> cancelled_ = false;
};

}  // namespace wangge::rpc
