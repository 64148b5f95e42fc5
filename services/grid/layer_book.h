// The layers in force, by name: an immutable set that is swapped whole, so that a reader works on one set from begin to
// end and never waits. Thread-safe.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "base/time.h"
#include "geo/layer.h"
#include "services/grid/index_folder.h"

namespace wangge::grid {

struct BookedLayer {
  std::shared_ptr<const geo::Layer> layer{};
  std::string sha256{};  // of the GeoJSON, 32 bytes
  Timestamp active_from{};
  bool illustrative = false;  // its boundaries are made up for a demonstration
  std::string index_file{};   // where its index is kept; empty: nowhere
};

using Layers = std::map<std::string, BookedLayer, std::less<>>;

class LayerBook {
 public:
  // UNAVAILABLE LAYERS_NOT_LOADED until Open: a set that is not whole would place reports in too few layers.
  absl::StatusOr<std::shared_ptr<const Layers>> Read() const;

  // The reader of the log has caught up.
  void Open();
  // In place of an older version. An older version than the present one is ignored.
  void Put(BookedLayer layer);

 private:
  mutable std::mutex mutex_;
  bool is_open_ = false;
  std::shared_ptr<const Layers> layers_ = std::make_shared<Layers>();
};

// UNAVAILABLE LAYERS_NOT_LOADED, with the time after which to try again.
absl::Status PlacesNotLoaded();

struct IndexSettings {
  std::size_t bytes_max = geo::kIndexBytesDefault;
  const IndexFolder* folder = nullptr;  // absent: every index is built
};

// What an edition of kind layer stands for; about 0.1 ms a cell, a fifth of it where the index is kept. `version` is
// the activation's number. INVALID_ARGUMENT, DATA_LOSS: it was activated, and cannot be built.
absl::StatusOr<BookedLayer> LayerOfEdition(std::string_view name, std::uint64_t version, Timestamp active_from,
                                           std::string_view body, const IndexSettings& settings = {});

}  // namespace wangge::grid
