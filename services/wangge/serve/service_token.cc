#include "services/wangge/serve/service_token.h"

#include <utility>

#include "services/ledger/service_role.h"

namespace wangge::serve {
namespace {

constexpr Duration kLifetime = Hours(12);
constexpr Duration kRenewAfter = Hours(6);

}  // namespace

ServiceToken::ServiceToken(rpc::SigningKey key, std::string actor, const Clock& clock)
    : key_(std::move(key)),
      caller_{
          .actor = std::move(actor), .organisation = {}, .area = "*", .roles = {ledger::kServiceRole}, .expires = {}},
      clock_(&clock) {}

std::string ServiceToken::Current() {
  const std::lock_guard lock(mutex_);
  if (!key_) return token_;
  const Timestamp now = clock_->Now();
  if (now < renew_at_) return token_;
  auto signed_token = rpc::SignToken(*key_, caller_, kLifetime, now);
  if (!signed_token.ok()) return token_;
  token_ = *std::move(signed_token);
  renew_at_ = now + kRenewAfter;
  return token_;
}

}  // namespace wangge::serve
