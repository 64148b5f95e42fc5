// AnalyticsService over gRPC: resolution times and base counts from facts that are rebuilt from the feed at start.
// Owned by the program's root, before its server. Thread-safe.
#pragma once

#include <memory>

#include "rpc/call.h"
#include "rpc/server.h"
#include "services/follow/delays.h"
#include "services/ledger/ledger_port.h"
#include "services/ledger/page_token.h"
#include "telemetry/log.h"

namespace wangge::analytics {

// All of it outlives the service.
struct AnalyticsParts {
  const rpc::CallEnvironment& environment;
  ledger::LedgerPort& ledger;
  follow::Delays& delays;
  const ledger::PageTokens& page_tokens;
  telemetry::Log& log;
};

class AnalyticsService {
 public:
  explicit AnalyticsService(const AnalyticsParts& parts);
  ~AnalyticsService();

  // The feed has been read to its end once.
  bool IsReady() const;

  // For ServerOptions.services.
  rpc::ServedService served();

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace wangge::analytics
