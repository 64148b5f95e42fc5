#include "catalog/layer_body.h"

#include <algorithm>

#include "base/status/text.h"

namespace wangge::catalog {
namespace {

constexpr std::string_view kMark = "wangge-layer 1 key=";
constexpr std::string_view kDatum = " datum=";
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
  std::string body;
  const std::string_view index = layer.index_of_geos ? kIndexOfGeos : std::string_view();
  body.reserve(kMark.size() + layer.key.size() + kDatum.size() + layer.datum.size() + index.size() + 1 +
               layer.geojson.size());
  body.append(kMark).append(layer.key).append(kDatum).append(layer.datum).append(index).append("\n");
  body.append(layer.geojson);
  return body;
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
  LayerBody layer{.key = std::string(line.substr(0, datum)),
                  .datum = std::string(line.substr(datum + kDatum.size())),
                  .geojson = body.substr(end + 1),
                  .index_of_geos = index_of_geos};
  if (!IsWord(layer.key) || !IsWord(layer.datum)) return Broken();
  return layer;
}

bool IsIllustrative(const LayerBody& layer) {
  return layer.geojson.find("\"illustrative\":true") != std::string_view::npos;
}

}  // namespace wangge::catalog
