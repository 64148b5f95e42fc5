// What the tests of this kit share: a key, a caller with a token, and a running server with a channel to it.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "base/check.h"
#include "base/status/clock.h"
#include "rpc/call.h"
#include "rpc/channel.h"
#include "rpc/server.h"

namespace wangge::rpc {

class ServedTest : public ::testing::Test {
 protected:
  ServedTest() : key_(*GenerateSigningKey()), verifier_(PublicPartOf(key_)) {
    environment_.verifier = &verifier_;
    environment_.clock = &clock_;
    environment_.observe = [this](const CallRecord& record) {
      const std::lock_guard lock(mutex_);
      statuses_.push_back(record.status);
      incidents_.push_back(record.incident);
    };
  }
  ~ServedTest() override {
    channel_.reset();
    server_.reset();
  }

  void Serve(const std::string& name, grpc::Service* service) {
    auto server = Server::Start({.services = {{name, service}}});
    ASSERT_TRUE(server.ok()) << server.status().ToString();
    server_ = *std::move(server);
    auto channel = OpenChannel(server_->address());
    ASSERT_TRUE(channel.ok());
    channel_ = *channel;
  }

  std::string Token() const {
    const Caller caller{"post-7", "centre", "331102", {"dispatcher"}, {}};
    return *SignToken(key_, caller, Hours(1), clock_.Now());
  }
  void Prepare(grpc::ClientContext& context) const {
    AddToken(context, Token());
    SetDeadline(context, Seconds(60));
  }
  std::vector<absl::Status> Observed() {
    const std::lock_guard lock(mutex_);
    return statuses_;
  }
  std::string LastIncident() {
    const std::lock_guard lock(mutex_);
    return incidents_.empty() ? std::string() : incidents_.back();
  }

  SystemClock clock_;
  SigningKey key_;
  TokenVerifier verifier_;
  CallEnvironment environment_;
  std::unique_ptr<Server> server_;
  std::shared_ptr<grpc::Channel> channel_;

 private:
  std::mutex mutex_;
  std::vector<absl::Status> statuses_;
  std::vector<std::string> incidents_;
};

}  // namespace wangge::rpc
