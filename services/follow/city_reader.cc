#include "services/follow/city_reader.h"

#include <algorithm>
#include <utility>

#include "wire/time.h"

namespace wangge::follow {

CityReader::CityReader(ledger::LedgerPort& port, Delays& delays, telemetry::Log& log, CityRules& rules,
                       Progress& progress, ledger::v1::FeedRequest request, CityReaderHooks hooks)
    : rules_(rules),
      progress_(progress),
      hooks_(std::move(hooks)),
      editions_(
          port, log,
          [this](const WantedEdition& edition, const std::string& body) { return TakeEdition(edition, body); },
          [this] { LookIfReady(); }),
      follower_(port, delays, log, std::move(request),
                [this](const ledger::v1::FeedResponse& response) { Apply(response); }) {}

void CityReader::Apply(const ledger::v1::FeedResponse& response) {
  for (const auto& record : response.records()) {
    WantEditions(record);
    hooks_.on_record(record);
  }
  progress_.AdvanceTo(response.read_position());
  if (response.read_position() < response.head_position()) return;
  has_caught_up_ = true;
  LookIfReady();
}

void CityReader::WantEditions(const ledger::v1::FeedRecord& record) {
  for (const auto& event : record.events()) {
    if (!event.has_activated()) continue;
    const auto& activated = event.activated();
    if (!IsAsked(activated.kind()) && !CityRules::Takes(activated.kind())) continue;
    editions_.Want({.kind = activated.kind(),
                    .name = activated.name(),
                    .sha256 = activated.sha256(),
                    .number = activated.number(),
                    .activated_at = wire::FromProto(record.time()).value_or(Timestamp{})});
  }
}

bool CityReader::IsAsked(const std::string& kind) const {
  return std::ranges::find(hooks_.kinds, kind) != hooks_.kinds.end();
}

absl::Status CityReader::TakeEdition(const WantedEdition& edition, const std::string& body) {
  if (IsAsked(edition.kind)) return hooks_.on_edition(edition, body);
  return rules_.Put(edition.kind, edition.name, body);
}

void CityReader::LookIfReady() {
  if (has_caught_up_ && editions_.IsIdle() && !is_ready_.exchange(true)) hooks_.on_ready();
}

}  // namespace wangge::follow
