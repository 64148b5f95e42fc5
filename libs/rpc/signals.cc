#include "rpc/signals.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>
#include <csignal>

namespace wangge::rpc {

struct Signals::State {
  boost::asio::io_context context;
  boost::asio::signal_set set{context, SIGINT, SIGTERM};
  bool stopped = false;  // touched in the thread that runs the context only
};

Signals::Signals() : state_(std::make_unique<State>()) {}
Signals::~Signals() = default;

int Signals::Wait() {
  State& state = *state_;
  int caught = 0;
  state.set.async_wait([&](const boost::system::error_code& error, int number) { caught = error ? 0 : number; });
  state.context.restart();
  while (caught == 0 && !state.stopped && state.context.run_one() > 0) {
  }
  state.set.cancel();
  state.context.restart();
  state.context.poll();  // lets the cancelled wait go while `caught` is still there
  state.stopped = false;
  return caught;
}

void Signals::Stop() {
  boost::asio::post(state_->context, [state = state_.get()] { state->stopped = true; });
}

}  // namespace wangge::rpc
