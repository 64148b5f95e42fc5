// Waits for SIGINT and SIGTERM on the control thread: nothing runs inside a signal handler, where a gRPC shutdown would
// deadlock. One per process, owned by main; signals count from its construction. Thread-safe.
#pragma once

#include <memory>

namespace wangge::rpc {

class Signals {
 public:
  Signals();
  ~Signals();

  // Blocks until a signal or Stop; the signal's number, or 0 after Stop. Each signal ends one Wait.
  int Wait();

  // Ends the running Wait, or the next one.
  void Stop();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace wangge::rpc
