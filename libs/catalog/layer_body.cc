#include "catalog/layer_body.h"

#include <algorithm>

#include "base/status/text.h"

namespace wangge::catalog {
namespace {

constexpr std::string_view kMark = "wangge-layer 1 key=";
constexpr std::string_view kDatum = " datum=";
constexpr std::string_view kSource = " source=";
constexpr std::string_view kCrs = " crs=";
constexpr std::string_view kIndexOfGeos = " index=geos";

// Bytes above ASCII are let through: attributes of city files have Chinese names.
bool IsWord(std::string_view text) {
  return !text.empty() && std::ranges::none_of(text, [](char c) { return (c >= 0 && c <= ' ') || c == 0x7F; });
}

absl::Status Broken() {
  return DataLoss("Expected a layer that begins with \"" + std::string(kMark) + "<key>" + std::string(kDatum) +
                  "<datum>\" and at most \"" + std::string(kIndexOfGeos) + "\" behind it, but it begins otherwise.");
}

}  // namespace

absl::StatusOr<std::string> EncodeLayerBody(const LayerBody& layer) {
  if (!IsWord(layer.key)) return InvalidArgument("Expected a layer key without blanks, but got \"" + layer.key + "\".");
  if (!IsWord(layer.datum)) {
    return InvalidArgument("Expected a layer datum without blanks, but got \"" + layer.datum + "\".");
  }
  const bool is_converted = !layer.source.empty() || !layer.crs.empty();
  if (is_converted && !(IsWord(layer.source) && IsWord(layer.crs))) {
    return InvalidArgument("Expected the source and the crs of a converted layer without blanks, but got \"" +
                           layer.source + "\" and \"" + layer.crs + "\".");
  }
  std::string line(kMark);
  line.append(layer.key).append(kDatum).append(layer.datum);
  if (is_converted) line.append(kSource).append(layer.source).append(kCrs).append(layer.crs);
  if (layer.index_of_geos) line.append(kIndexOfGeos);
  std::string body;
  body.reserve(line.size() + 1 + layer.geojson.size());
  return body.append(line).append("\n").append(layer.geojson);
}

absl::StatusOr<LayerBody> DecodeLayerBody(std::string_view body) {
  const std::size_t end = body.find('\n');
  std::string_view line = body.substr(0, end);
  if (end == std::string_view::npos || !line.starts_with(kMark)) return Broken();
  line.remove_prefix(kMark.size());
  const bool index_of_geos = line.ends_with(kIndexOfGeos);
  if (index_of_geos) line.remove_suffix(kIndexOfGeos.size());
  const std::size_t datum = line.find(kDatum);
  if (datum == std::string_view::npos) return Broken();
  LayerBody layer{
      .key = std::string(line.substr(0, datum)), .geojson = body.substr(end + 1), .index_of_geos = index_of_geos};
  line.remove_prefix(datum + kDatum.size());
  const std::size_t source = line.find(kSource);
  layer.datum = line.substr(0, source);
  if (source != std::string_view::npos) {
    line.remove_prefix(source + kSource.size());
    const std::size_t crs = line.find(kCrs);
    if (crs == std::string_view::npos) return Broken();
    layer.source = line.substr(0, crs);
    layer.crs = line.substr(crs + kCrs.size());
    if (!IsWord(layer.source) || !IsWord(layer.crs)) return Broken();
  }
  if (!IsWord(layer.key) || !IsWord(layer.datum)) return Broken();
  return layer;
}

bool IsIllustrative(const LayerBody& layer) {
  return layer.geojson.find("\"illustrative\":true") != std::string_view::npos;
}

}  // namespace wangge::catalog
