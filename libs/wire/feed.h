// Events as the feed tells them. An event of the log holds what has changed; the feed also says what holds after it, so
// that a reader needs no state of its own. Pure; thread-safe.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "domain/event.h"
#include "domain/ids.h"
#include "domain/organisation.h"
#include "domain/procedure.h"
#include "wangge/ledger/v1/feed.pb.h"
#include "wire/case.h"

namespace wangge::wire {

// What the feed knows of a case between two of its commands: small, as there is one for each open case.
struct Thread {
  domain::EditionId system{};
  domain::EditionId procedure{};
  std::string unit{};
  std::string inspector{};
  std::string category{};
  std::uint32_t round = 0;
  std::vector<std::pair<domain::ClockIndex, std::uint32_t>> running{};  // clock, generation
  domain::Outcome outcome = domain::Outcome::kOpen;
};

// What the events do to the thread.
void Follow(Thread& thread, const std::vector<domain::Event>& events);

// One command about a case. `before` is the thread as the command found it, `after` as it left it; `pinned` are the
// editions of the case.
struct CaseCommand {
  const domain::Actor& actor;
  const std::vector<domain::Event>& events;
  const Thread& before;
  const Thread& after;
  const Pinned& pinned;
  const CaseNumbers& numbers;
};
void AppendEvents(const CaseCommand& command, ledger::v1::FeedRecord& record);

ledger::v1::FeedEvent ToProto(const domain::EditionActivated& event);

// The name of a FeedEvent's kind, as FeedRequest.kinds names it; empty for none.
std::string KindOf(const ledger::v1::FeedEvent& event);
bool IsFeedKind(const std::string& kind);

}  // namespace wangge::wire
