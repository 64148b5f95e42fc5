#include "geo/files/earth_geojson.h"

#include <charconv>
#include <string_view>
#include <utility>

#include "base/status/text.h"

namespace wangge::geo {
namespace {

void AppendNumber(double number, std::string& text) {
  char digits[32];
  const auto end = std::to_chars(digits, digits + sizeof(digits), number).ptr;
  text.append(digits, end);
}

void AppendRing(const Ring& ring, std::string& text) {
  text += '[';
  for (std::size_t i = 0; i < ring.size(); ++i) {
    text += i == 0 ? "[" : ",[";
    AppendNumber(ring[i].lon, text);
    text += ',';
    AppendNumber(ring[i].lat, text);
    text += ']';
  }
  text += ']';
}

class Writer {
 public:
  Writer(const RingToEarth& to_earth, std::size_t bytes_max) : to_earth_(to_earth), bytes_max_(bytes_max) {}

  absl::Status Add(const MapFeature& feature) {
    text_ += R"({"type":"Feature","properties":)" + feature.properties + R"(,"geometry":)";
    if (!feature.has_geometry) {
      text_ += "null}";
      return absl::OkStatus();
    }
    text_ += R"({"type":"MultiPolygon","coordinates":[)";
    std::size_t number = 0;
    for (std::size_t i = 0; i < feature.polygons.size(); ++i) {
      text_ += i == 0 ? "[" : ",[";
      for (std::size_t j = 0; j < feature.polygons[i].size(); ++j, ++number) {
        auto ring = to_earth_(feature.polygons[i][j]);
        if (!ring.ok()) return WithContext("ring " + std::to_string(number), ring.status());
        if (j > 0) text_ += ',';
        AppendRing(*ring, text_);
      }
      text_ += ']';
      if (text_.size() > bytes_max_) {
        return ResourceExhausted("Expected at most " + std::to_string(bytes_max_) +
                                 " bytes of GeoJSON, but it has more");
      }
    }
    text_ += "]}}";
    return absl::OkStatus();
  }

  void Append(std::string_view text) { text_.append(text); }
  std::string Result() && { return std::move(text_); }

 private:
  const RingToEarth& to_earth_;
  std::size_t bytes_max_;
  std::string text_;
};

}  // namespace

absl::StatusOr<std::string> WriteGeoJson(std::span<const MapFeature> features, const RingToEarth& to_earth,
                                         std::size_t bytes_max) {
  Writer writer(to_earth, bytes_max);
  writer.Append(R"({"type":"FeatureCollection","features":[)");
  for (std::size_t i = 0; i < features.size(); ++i) {
    writer.Append(i == 0 ? "\n" : ",\n");
    if (const absl::Status added = writer.Add(features[i]); !added.ok()) {
      return WithContext("feature " + std::to_string(i), added);
    }
  }
  writer.Append("\n]}\n");
  return std::move(writer).Result();
}

}  // namespace wangge::geo
