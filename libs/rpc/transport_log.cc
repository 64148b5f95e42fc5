#include "rpc/transport_log.h"

#include <grpc/support/log.h>

#include <mutex>
#include <utility>

namespace wangge::rpc {
namespace {

// gRPC takes one function for the process, and calls it until the very end: neither is ever destroyed.
struct Sink {
  std::mutex mutex;
  std::function<void(std::string_view)> write;
};

Sink& TheSink() {
  static Sink& sink = *new Sink;
  return sink;
}

void Write(gpr_log_func_args* line) {
  Sink& sink = TheSink();
  const std::lock_guard lock(sink.mutex);
  if (sink.write) sink.write(line->message);
}

}  // namespace

void SendTransportLog(std::function<void(std::string_view)> sink) {
  {
    const std::lock_guard lock(TheSink().mutex);
    TheSink().write = std::move(sink);
  }
  gpr_set_log_function(Write);
}

}  // namespace wangge::rpc
