#include "services/ledger/editions_in_force.h"

#include <algorithm>

#include "base/status/text.h"
#include "catalog/layer_body.h"
#include "geo/geojson.h"
#include "geo/swap.h"
#include "wire/enums.h"

namespace wangge::ledger {
namespace {

using domain::EditionKind;

bool IsLatestOfItsKind(const domain::Editions& editions, EditionKind kind, domain::EditionId id) {
  return std::ranges::none_of(editions.activations,
                              [&](const auto& other) { return other.first.first == kind && other.second.id > id; });
}

absl::StatusOr<std::optional<geo::Box>> ExtentOfBody(std::string_view body) {
  WANGGE_ASSIGN_OR_RETURN(const catalog::LayerBody layer, catalog::DecodeLayerBody(body));
  WANGGE_ASSIGN_OR_RETURN(const geo::LayerSource source, geo::ParseGeoJson(layer.geojson, layer.key));
  return geo::ExtentOf(source);
}

}  // namespace

absl::Status CheckNotExchanged(const catalog::ConfigEdition& layer, const domain::Editions& editions,
                               const BodyOf& body_of) {
  constexpr double kLatitudeMax = 90;
  WANGGE_ASSIGN_OR_RETURN(const std::optional<geo::Box> extent, ExtentOfBody(layer.body));
  // Longitudes of more cannot be latitudes: the most common case, and no other layer needs to be read for it.
  if (!extent.has_value() || extent->lon_max > kLatitudeMax || extent->lon_min < -kLatitudeMax) return absl::OkStatus();
  auto other = editions.activations.find({EditionKind::kLayer, layer.name});
  if (other == editions.activations.end()) {
    other = std::ranges::find_if(editions.activations,
                                 [](const auto& one) { return one.first.first == EditionKind::kLayer; });
  }
  if (other == editions.activations.end()) return absl::OkStatus();
  WANGGE_ASSIGN_OR_RETURN(const auto body, body_of(EditionKind::kLayer, other->second.hash));
  if (!body) return absl::OkStatus();
  WANGGE_ASSIGN_OR_RETURN(const std::optional<geo::Box> area, ExtentOfBody(*body));
  if (!area.has_value() || !geo::SuggestsSwap(*extent, *area)) return absl::OkStatus();
  return InvalidArgument(layer.file +
                         ": Expected longitude first, but the coordinates look exchanged: the layer lies " +
                         "where the layer " + other->first.second + " in force does only with the other order");
}

absl::StatusOr<std::vector<catalog::ConfigEdition>> EditionsInForce(const domain::Editions& editions,
                                                                    const BodyOf& body_of) {
  std::vector<catalog::ConfigEdition> in_force;
  for (const auto& [key, activation] : editions.activations) {
    const auto& [kind, name] = key;
    const bool is_only =
        kind == EditionKind::kRoles || kind == EditionKind::kOrganisations || kind == EditionKind::kAbsences;
    if (is_only && !IsLatestOfItsKind(editions, kind, activation.id)) continue;
    catalog::ConfigEdition edition{
        .kind = kind, .name = name, .body = {}, .file = std::string(wire::KindName(kind)) + "/" + name};
    const bool is_large = kind == EditionKind::kLayer || kind == EditionKind::kComponents;  // nothing refers into them
    if (!is_large) {
      WANGGE_ASSIGN_OR_RETURN(auto body, body_of(kind, activation.hash));
      if (!body) return DataLoss("Expected the body of " + edition.file + ", which is in force, but it is missing.");
      edition.body = *std::move(body);
    }
    in_force.push_back(std::move(edition));
  }
  return in_force;
}

}  // namespace wangge::ledger
