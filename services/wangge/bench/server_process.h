// A server that a measurement or a test starts and stops: a program, as `serve`, in a process of its own so that its
// CPU time and its end are its own. Not thread-safe.
#pragma once

#include <sys/types.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "base/time.h"

namespace wangge::bench {

// CPU time, user and system, that a process has used so far, to the clock tick (usually 10 ms). NOT_FOUND: no such
// process.
absl::StatusOr<Duration> CpuTimeOf(pid_t pid);

class ServerProcess {
 public:
  // Starts `program serve` with `arguments`, a free port of 127.0.0.1 and `folder`/port, and waits until it listens.
  // What it logs goes to `folder`/serve.log. The thread that calls must outlive the server: the system ends it with
  // that thread. INTERNAL: it ended before, or does not listen within a minute.
  static absl::StatusOr<std::unique_ptr<ServerProcess>> Start(const std::string& folder,
                                                              std::vector<std::string> arguments,
                                                              const std::string& program = "/proc/self/exe");
  // Terminates it.
  ~ServerProcess();
  ServerProcess(const ServerProcess&) = delete;
  ServerProcess& operator=(const ServerProcess&) = delete;

  // Asks it to end and waits for its end. Its exit code; -1: a signal ended it, or it had ended before.
  int Terminate();
  // Ends it at once, as a crash does, and waits for its end.
  void Kill();

  pid_t pid() const { return pid_; }
  const std::string& address() const { return address_; }

 private:
  explicit ServerProcess(pid_t pid) : pid_(pid) {}
  absl::Status AwaitPort(const std::string& folder);
  int End(int signal);

  pid_t pid_;  // 0 once it has ended
  std::string address_;
};

}  // namespace wangge::bench
