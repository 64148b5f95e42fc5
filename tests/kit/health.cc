#include "tests/kit/health.h"

#include "base/status/text.h"
#include "rpc/channel.h"
#include "services/wangge/client/await_serving.h"

namespace wangge::kit {

absl::Status AwaitServing(const std::string& address, const std::string& roots_pem) {
  WANGGE_ASSIGN_OR_RETURN(const auto channel, rpc::OpenChannel(address, {.root_certificates_pem = roots_pem}));
  return client::AwaitServing(channel, Minutes(1));
}

}  // namespace wangge::kit
