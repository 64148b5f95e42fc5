// GridService over gRPC: places points, lists layers and gaps, finds components, from the books that a reader of the
// feed keeps. Owned by the program's root, before its server. Thread-safe.
#pragma once

#include <memory>

#include "rpc/call.h"
#include "rpc/server.h"
#include "services/follow/city_rules.h"
#include "services/follow/progress.h"
#include "services/grid/code_history.h"
#include "services/grid/component_book.h"
#include "services/grid/gap_queue.h"
#include "services/grid/layer_book.h"
#include "services/ledger/ledger_port.h"
#include "services/ledger/page_token.h"

namespace wangge::grid {

// All of it outlives the service.
struct GridParts {
  const rpc::CallEnvironment& environment;
  const LayerBook& book;
  const ComponentBook& components;
  const GapQueue& gaps;
  const follow::CityRules& rules;
  follow::Progress& progress;  // of the feed that the queue is kept by
  const ledger::PageTokens& page_tokens;
  const VersionBook& versions;
  ledger::LedgerPort& ledger;  // for the bodies of versions that are in force no longer
};

class GridService {
 public:
  explicit GridService(const GridParts& parts);
  ~GridService();

  // For ServerOptions.services.
  rpc::ServedService served();

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace wangge::grid
