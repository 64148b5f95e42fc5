// The credentials by which a service of this process calls the services of others: from a file, or signed anew with the
// development key before they expire. Thread-safe.
#pragma once

#include <mutex>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "base/status/clock.h"
#include "rpc/credentials.h"

namespace wangge::serve {

class ServiceToken {
 public:
  // A fixed token.
  explicit ServiceToken(std::string token) : token_(std::move(token)) {}
  // Signs as `actor` with the role of services. `clock` is the real one and outlives it.
  ServiceToken(rpc::SigningKey key, std::string actor, const Clock& clock);

  // A token good for at least half its lifetime; empty when signing fails, which the called service then refuses.
  std::string Current();

 private:
  const std::optional<rpc::SigningKey> key_{};
  const rpc::Caller caller_{};
  const Clock* const clock_ = nullptr;
  std::mutex mutex_;
  std::string token_;
  Timestamp renew_at_{};
};

}  // namespace wangge::serve
