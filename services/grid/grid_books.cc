#include "services/grid/grid_books.h"

#include <set>
#include <string>
#include <utility>

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

GridBooks::GridBooks(ledger::LedgerPort& port, follow::Delays& delays, telemetry::Log& log, std::string index_folder,
                     std::size_t index_bytes_max)
    : log_(log),
      indexes_(std::move(index_folder), log),
      index_bytes_max_(index_bytes_max),
      progress_(delays),
      reader_(port, delays, log, rules_, progress_, Wanted(),
              {.on_record =
                   [this](const ledger::v1::FeedRecord& record) {
                     versions_.Apply(record);
                     gaps_.Apply(record);
                   },
               .kinds = {std::string(wire::KindName(domain::EditionKind::kLayer)),
                         std::string(wire::KindName(domain::EditionKind::kComponents))},
               .on_edition = [this](const follow::WantedEdition& e, const std::string& body) { return Take(e, body); },
               .on_ready = [this] { Open(); }}) {}

absl::Status GridBooks::Take(const follow::WantedEdition& edition, const std::string& body) {
  if (edition.kind != wire::KindName(domain::EditionKind::kComponents)) return TakeLayer(edition, body);
  WANGGE_ASSIGN_OR_RETURN(BookedComponents booked, ComponentsOfEdition(edition.name, edition.number, body));
  log_.Info("components in force", {{"edition", edition.name},
                                    {"version", edition.number},
                                    {"components", static_cast<std::uint64_t>(booked.components->size())}});
  components_.Put(edition.name, std::move(booked));
  return absl::OkStatus();
}

absl::Status GridBooks::TakeLayer(const follow::WantedEdition& edition, const std::string& body) {
  const std::lock_guard lock(writing_);
  WANGGE_ASSIGN_OR_RETURN(BookedLayer booked, LayerOfEdition(edition.name, edition.number, edition.activated_at, body,
                                                             {.bytes_max = index_bytes_max_, .folder = &indexes_}));
  log_.Info("layer in force", {{"layer", edition.name},
                               {"version", edition.number},
                               {"cells", static_cast<std::uint64_t>(booked.layer->codes().size())}});
  layers_.Put(std::move(booked));
  RemoveOldIndexes();
  return absl::OkStatus();
}

void GridBooks::Open() {
  layers_.Open();
  components_.Open();
  const std::lock_guard lock(writing_);
  RemoveOldIndexes();
}

void GridBooks::RemoveOldIndexes() {
  const auto layers = layers_.Read();
  if (!layers.ok()) return;  // which are in force is not known yet
  std::set<std::string> files;
  for (const auto& [name, booked] : **layers) files.insert(booked.index_file);
  indexes_.KeepOnly(files);
}

}  // namespace wangge::grid
