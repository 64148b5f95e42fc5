#include "services/grid/grid_books.h"

#include <string>

#include "base/status/text.h"
#include "wire/enums.h"

namespace wangge::grid {
namespace {

ledger::v1::FeedRequest Wanted() {
  ledger::v1::FeedRequest request;
  for (const char* kind : {"reported", "action_performed", "activated"}) request.add_kinds(kind);
  return request;
}

}  // namespace

GridBooks::GridBooks(ledger::LedgerPort& port, follow::Delays& delays, telemetry::Log& log)
    : log_(log),
      progress_(delays),
      reader_(
          port, delays, log, rules_, progress_, Wanted(),
          {.on_record = [this](const ledger::v1::FeedRecord& record) { gaps_.Apply(record); },
           .kind = std::string(wire::KindName(domain::EditionKind::kLayer)),
           .on_edition = [this](const follow::WantedEdition& e, const std::string& body) { return TakeLayer(e, body); },
           .on_ready = [this] { layers_.Open(); }}) {}

absl::Status GridBooks::TakeLayer(const follow::WantedEdition& edition, const std::string& body) {
  WANGGE_ASSIGN_OR_RETURN(BookedLayer booked, LayerOfEdition(edition.name, edition.number, edition.activated_at, body));
  log_.Info("layer in force", {{"layer", edition.name},
                               {"version", edition.number},
                               {"cells", static_cast<std::uint64_t>(booked.layer->codes().size())}});
  layers_.Put(std::move(booked));
  return absl::OkStatus();
}

}  // namespace wangge::grid
