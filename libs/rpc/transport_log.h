// What gRPC itself has to say: raw lines for whoever debugs the transport, none for a person at a terminal. Errors of
// calls and of Server::Start tell what a caller needs.
#pragma once

#include <functional>
#include <string_view>

namespace wangge::rpc {

// From now on each line goes to `sink` instead of standard error, from any thread and one at a time; without a sink it
// is dropped. What `sink` uses must stay until another call of this has returned. Thread-safe.
void SendTransportLog(std::function<void(std::string_view line)> sink = {});

}  // namespace wangge::rpc
