#include <cstdio>
#include <cstdlib>
#include <string>
#include <utility>

#include "base/file/file.h"
#include "base/status/text.h"
#include "rpc/signals.h"
#include "services/wangge/serve/process.h"

namespace wangge::serve {
namespace {

constexpr int kExitFailure = 4;

// A client that is started after this finds the port.
absl::Status TellWhere(const Process& process, const std::string& port_file, const char* what) {
  if (!port_file.empty()) {
    WANGGE_RETURN_IF_ERROR(WriteFileDurably(port_file, std::to_string(process.port()) + "\n"));
  }
  std::fprintf(stderr, "%s on %s\n", what, process.address().c_str());
  return absl::OkStatus();
}

}  // namespace

absl::Status Serve(Options options) {
  rpc::Signals signals;  // before the first thread: a signal at any time from now on is waited for
  const std::string port_file = options.port_file;
  WANGGE_ASSIGN_OR_RETURN(const auto process, Process::Start(std::move(options), [&signals] { signals.Stop(); }));
  if (!process->HasOwnState()) WANGGE_RETURN_IF_ERROR(TellWhere(*process, port_file, "listening"));
  int signal = signals.Wait();
  if (signal == 0) {
    WANGGE_RETURN_IF_ERROR(TellWhere(*process, process->HasOwnState() ? port_file : "", "serving"));
    signal = signals.Wait();
  }
  process->log().Info("stopping", {{"signal", signal}});
  const absl::Status stopped = process->Stop();
  if (!stopped.ok()) {
    process->log().Error("not all work ended", {{"text", ToStd(stopped.message())}});
    // What was acknowledged is synced; the rest must not find its parts gone.
    std::_Exit(kExitFailure);
  }
  process->log().Info("stopped");
  return absl::OkStatus();
}

}  // namespace wangge::serve
