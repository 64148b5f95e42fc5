#include "geo/geojson_feature.h"

#include <nlohmann/json.hpp>

#include "base/limits.h"
#include "base/status/text.h"

namespace wangge::geo {
namespace {

using Json = nlohmann::json;

const Json* Member(const Json& object, std::string_view name) {
  if (!object.is_object()) return nullptr;
  const auto found = object.find(std::string(name));
  return found == object.end() ? nullptr : &*found;
}

// A value as it stands in an error: short enough to read, whatever it is.
std::string Shown(const Json& value) {
  constexpr std::size_t kShownBytesMax = 60;
  if (value.is_structured()) return value.is_array() ? "an array" : "an object";
  const std::string text = value.dump(-1, ' ', true, Json::error_handler_t::replace);
  return text.size() <= kShownBytesMax ? text : text.substr(0, kShownBytesMax) + "...";
}

absl::Status Refuse(std::size_t number, const std::string& text) {
  return InvalidArgument("feature " + std::to_string(number) + text);
}

absl::StatusOr<std::string> CodeOf(const Json& feature, std::string_view key, std::size_t number) {
  std::string quoted = "`";
  quoted.append(key).append("`");
  const Json* properties = Member(feature, "properties");
  const Json* value = properties == nullptr ? nullptr : Member(*properties, key);
  if (value == nullptr) return Refuse(number, ": Expected the property " + quoted + ", but there is none");
  if (value->is_number_integer()) return value->dump();
  if (!value->is_string()) {
    return Refuse(number, ": Expected " + quoted + " to be a string or an integer, but it is " + Shown(*value));
  }
  std::string code = value->get<std::string>();
  if (code.find_first_not_of(" \t\r\n") == std::string::npos) {
    return Refuse(number, ": Expected " + quoted + " to hold a code, but it is empty");
  }
  if (code.size() > limits::kIdBytesMax) {
    return Refuse(number, ": Expected " + quoted + " to have at most " + std::to_string(limits::kIdBytesMax) +
                              " bytes, but it has " + std::to_string(code.size()));
  }
  return code;
}

// Written so that a value that is no number fails as well.
bool IsOnEarth(LonLat at) { return at.lon >= -180 && at.lon <= 180 && at.lat >= -90 && at.lat <= 90; }

// What coordinates may be that are not on Earth.
std::string GuessOf(LonLat at) {
  if (IsOnEarth({.lon = at.lat, .lat = at.lon})) {
    return "latitude and longitude look exchanged: the longitude comes first";
  }
  return "coordinates of a map projection need the code of their coordinate system, e.g. EPSG:4549";
}

// Reads the rings of one feature; knows where it is, for errors and findings.
class Shape {
 public:
  Shape(Feature& feature, std::size_t number, Coordinates coordinates)
      : feature_(feature), number_(number), coordinates_(coordinates) {}

  absl::Status AddPolygon(const Json& rings) {
    if (!rings.is_array()) return Refused("Expected a polygon to be an array of rings, but it is " + Shown(rings));
    SourcePolygon polygon{.feature = number_, .first_ring = ring_, .rings = {}};
    bool dropped = false;  // the outer ring, so its holes go too
    for (std::size_t i = 0; i < rings.size(); ++i, ++ring_) {
      WANGGE_ASSIGN_OR_RETURN(Ring ring, ReadRing(rings[i]));
      if (!dropped && IsKept(ring)) polygon.rings.push_back(std::move(ring));
      dropped = dropped || (i == 0 && polygon.rings.empty());
    }
    if (!polygon.rings.empty()) feature_.polygons.push_back(std::move(polygon));
    return absl::OkStatus();
  }

  void Find(std::optional<std::size_t> ring, std::string reason, std::string action,
            std::optional<LonLat> at = std::nullopt) {
    feature_.findings.push_back({.feature = number_,
                                 .code = feature_.code,
                                 .ring = ring,
                                 .reason = std::move(reason),
                                 .action = std::move(action),
                                 .at = at});
  }

 private:
  absl::Status Refused(const std::string& text) const {
    return Refuse(number_, " \"" + feature_.code + "\" ring " + std::to_string(ring_) + ": " + text);
  }

  absl::StatusOr<Ring> ReadRing(const Json& points) const {
    if (!points.is_array()) return Refused("Expected a ring to be an array of points, but it is " + Shown(points));
    Ring ring;
    ring.reserve(points.size());
    for (const Json& point : points) {
      if (!point.is_array() || point.size() < 2 || !point[0].is_number() || !point[1].is_number()) {
        return Refused("Expected point " + std::to_string(ring.size()) + " to be [longitude, latitude], but it is not");
      }
      const LonLat at{.lon = point[0].get<double>(), .lat = point[1].get<double>()};
      if (coordinates_ == Coordinates::kDegrees && !IsOnEarth(at)) {
        return Refused("Expected degrees of longitude and latitude, but point " + std::to_string(ring.size()) +
                       " is [" + Shown(point[0]) + ", " + Shown(point[1]) + "] (" + GuessOf(at) + ")");
      }
      ring.push_back(at);
    }
    return ring;
  }

  // Closes an open ring; says whether the ring can bound an area.
  bool IsKept(Ring& ring) {
    if (ring.size() >= 3 && !(ring.front() == ring.back())) {
      Find(ring_, "the ring does not end where it began", "closed", ring.back());
      ring.push_back(ring.front());
    }
    if (ring.size() >= 4) return true;
    Find(ring_, "the ring has " + std::to_string(ring.size()) + " points, fewer than the four of a triangle", "dropped",
         ring.empty() ? std::nullopt : std::optional(ring.front()));
    return false;
  }

  Feature& feature_;
  std::size_t number_;
  Coordinates coordinates_;
  std::size_t ring_ = 0;
};

absl::Status ReadGeometry(const Json& geometry, Feature& feature, std::size_t number, Coordinates kind) {
  Shape shape(feature, number, kind);
  const Json* type = Member(geometry, "type");
  const Json* coordinates = Member(geometry, "coordinates");
  const bool single = type != nullptr && *type == "Polygon";
  if (!single && (type == nullptr || *type != "MultiPolygon")) {
    return Refuse(number, " \"" + feature.code + "\": Expected a Polygon or MultiPolygon, but the geometry is " +
                              (type == nullptr ? "without type" : Shown(*type)));
  }
  if (coordinates == nullptr || !coordinates->is_array()) {
    return Refuse(number, " \"" + feature.code + "\": Expected an array `coordinates`, but there is none");
  }
  if (single) {
    WANGGE_RETURN_IF_ERROR(shape.AddPolygon(*coordinates));
  } else {
    for (const Json& polygon : *coordinates) WANGGE_RETURN_IF_ERROR(shape.AddPolygon(polygon));
  }
  if (feature.polygons.empty()) shape.Find(std::nullopt, "the feature has no polygon that can be built", "kept out");
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<Feature> ParseFeature(const Json& json, std::string_view key, std::size_t number, Coordinates kind) {
  const Json* type = Member(json, "type");
  if (type == nullptr || *type != "Feature") {
    return Refuse(number, ": Expected an object with \"type\": \"Feature\", but it is " +
                              (type == nullptr ? Shown(json) : "of type " + Shown(*type)));
  }
  Feature feature;
  WANGGE_ASSIGN_OR_RETURN(feature.code, CodeOf(json, key, number));
  const Json* geometry = Member(json, "geometry");
  if (geometry == nullptr || geometry->is_null()) {
    Shape(feature, number, kind).Find(std::nullopt, "the feature has no geometry", "skipped");
    return feature;
  }
  WANGGE_RETURN_IF_ERROR(ReadGeometry(*geometry, feature, number, kind));
  return feature;
}

}  // namespace wangge::geo
