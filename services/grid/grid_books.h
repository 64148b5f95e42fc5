// What the grid service knows, kept current from the feed: layers and surveys in force, which layers there were, the
// gap queue, roles. Owned by the program's root; the parts outlive it. Thread-safe.
#pragma once

#include <cstddef>
#include <memory>
#include <mutex>
#include <string>

#include "services/follow/city_reader.h"
#include "services/grid/code_history.h"
#include "services/grid/component_book.h"
#include "services/grid/gap_queue.h"
#include "services/grid/layer_book.h"

namespace wangge::grid {

class GridBooks {
 public:
  // Indexes of layers keep within `index_bytes_max` each and lie in `index_folder` between two starts; empty: nowhere.
  GridBooks(ledger::LedgerPort& port, follow::Delays& delays, telemetry::Log& log, std::string index_folder = {},
            std::size_t index_bytes_max = geo::kIndexBytesDefault);

  const LayerBook& layers() const { return layers_; }
  const VersionBook& versions() const { return versions_; }
  const ComponentBook& components() const { return components_; }
  const GapQueue& gaps() const { return gaps_; }
  const follow::CityRules& rules() const { return rules_; }
  follow::Progress& progress() { return progress_; }

 private:
  absl::Status Take(const follow::WantedEdition& edition, const std::string& body);
  absl::Status TakeLayer(const follow::WantedEdition& edition, const std::string& body);
  void Open();
  void RemoveOldIndexes();

  telemetry::Log& log_;
  const IndexFolder indexes_;
  const std::size_t index_bytes_max_;
  std::mutex writing_;  // of index files: none goes while one is written
  LayerBook layers_;
  VersionBook versions_;
  ComponentBook components_;
  GapQueue gaps_;
  follow::CityRules rules_;
  follow::Progress progress_;
  follow::CityReader reader_;  // last: goes first, as it fills the others
};

}  // namespace wangge::grid
