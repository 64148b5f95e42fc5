#include "services/grid/layer_book.h"

#include <optional>
#include <utility>

#include "base/digest/sha256.h"
#include "base/status/text.h"
#include "catalog/layer_body.h"
#include "geo/build/build_layer.h"
#include "geo/geojson.h"
#include "rpc/error.h"

namespace wangge::grid {
absl::StatusOr<std::shared_ptr<const Layers>> LayerBook::Read() const {
  const std::lock_guard lock(mutex_);
  if (is_open_) return layers_;
  return PlacesNotLoaded();
}

absl::Status PlacesNotLoaded() {
  return rpc::WithRetryAfter(
      rpc::MakeError(absl::StatusCode::kUnavailable, "LAYERS_NOT_LOADED",
                     "Expected the layers in force to be loaded, but the service is still reading them. Try again."),
      Seconds(1));
}

void LayerBook::Open() {
  const std::lock_guard lock(mutex_);
  is_open_ = true;
}

void LayerBook::Put(BookedLayer layer) {
  const std::lock_guard lock(mutex_);
  const auto found = layers_->find(layer.layer->name());
  if (found != layers_->end() && found->second.layer->version() >= layer.layer->version()) return;
  auto next = std::make_shared<Layers>(*layers_);
  const std::string name = layer.layer->name();
  next->insert_or_assign(name, std::move(layer));
  layers_ = std::move(next);
}

absl::StatusOr<BookedLayer> LayerOfEdition(std::string_view name, std::uint64_t version, Timestamp active_from,
                                           std::string_view body, const IndexSettings& settings) {
  WANGGE_ASSIGN_OR_RETURN(const catalog::LayerBody decoded, catalog::DecodeLayerBody(body));
  WANGGE_ASSIGN_OR_RETURN(geo::LayerSource source, geo::ParseGeoJson(decoded.geojson, decoded.key));
  BookedLayer booked{.sha256 = std::string(BytesOf(Sha256::Of(decoded.geojson))),
                     .active_from = active_from,
                     .illustrative = catalog::IsIllustrative(decoded)};
  geo::LayerOptions options{.name = std::string(name),
                            .version = version,
                            .key = decoded.key,
                            .datum = decoded.datum,
                            .index = decoded.index_of_geos ? geo::IndexKind::kGeos : geo::IndexKind::kCover,
                            .index_bytes_max = settings.bytes_max};
  std::optional<geo::KeptIndex> kept;
  if (settings.folder != nullptr && settings.folder->IsUsed() && !decoded.index_of_geos) {
    kept = settings.folder->For(name, body);
    booked.index_file = kept->file;
  }
  WANGGE_ASSIGN_OR_RETURN(booked.layer,
                          geo::BuildLayer(std::move(options), std::move(source), kept ? &*kept : nullptr));
  return booked;
}

}  // namespace wangge::grid
