// Everything that a service learns from the feed: records, position, roles and systems, and the editions it asks for.
// Made once a service; the parts outlive it. Thread-safe.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "services/follow/city_rules.h"
#include "services/follow/delays.h"
#include "services/follow/edition_reader.h"
#include "services/follow/follower.h"
#include "services/follow/progress.h"
#include "services/ledger/ledger_port.h"
#include "telemetry/log.h"

namespace wangge::follow {

struct CityReaderHooks {
  // Records in order, one thread at a time; must be short.
  std::function<void(const ledger::v1::FeedRecord&)> on_record;
  // Also read editions of these kinds ("layer").
  std::vector<std::string> kinds = {};
  EditionReader::Take on_edition = {};
  // The feed has been read to its end once, with every edition in force. Called once, on any thread.
  std::function<void()> on_ready = [] {};
};

class CityReader {
 public:
  // `rules` and `progress` are filled. `request` says which events.
  CityReader(ledger::LedgerPort& port, Delays& delays, telemetry::Log& log, CityRules& rules, Progress& progress,
             ledger::v1::FeedRequest request, CityReaderHooks hooks);

  bool IsReady() const { return is_ready_.load(); }

 private:
  void Apply(const ledger::v1::FeedResponse& response);
  void WantEditions(const ledger::v1::FeedRecord& record);
  bool IsAsked(const std::string& kind) const;
  absl::Status TakeEdition(const WantedEdition& edition, const std::string& body);
  void LookIfReady();

  CityRules& rules_;
  Progress& progress_;
  const CityReaderHooks hooks_;
  std::atomic<bool> has_caught_up_ = false;
  std::atomic<bool> is_ready_ = false;
  EditionReader editions_;
  Follower follower_;  // last: goes first, as it feeds the others
};

}  // namespace wangge::follow
