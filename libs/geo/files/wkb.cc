#include "geo/files/wkb.h"

#include <bit>
#include <cmath>
#include <cstdint>

#include "base/status/text.h"

namespace wangge::geo {
namespace {

constexpr std::uint32_t kPolygon = 3;
constexpr std::uint32_t kMultiPolygon = 6;

absl::Status CutOff() { return InvalidArgument("Expected more bytes of a geometry, but it is cut off"); }

class Reader {
 public:
  explicit Reader(std::string_view bytes) : bytes_(bytes) {}

  absl::StatusOr<std::vector<MapPolygon>> Read() {
    std::vector<MapPolygon> polygons;
    WANGGE_ASSIGN_OR_RETURN(const std::uint32_t type, ReadType());
    if (type == kPolygon) {
      WANGGE_RETURN_IF_ERROR(AddPolygon(polygons));
    } else if (type == kMultiPolygon) {
      constexpr std::size_t kPolygonBytesMin = 9;
      WANGGE_ASSIGN_OR_RETURN(const std::uint32_t count, ReadCount(kPolygonBytesMin));
      for (std::uint32_t i = 0; i < count; ++i) {
        WANGGE_ASSIGN_OR_RETURN(const std::uint32_t part, ReadType());
        if (part != kPolygon) return OtherType(part);
        WANGGE_RETURN_IF_ERROR(AddPolygon(polygons));
      }
    } else {
      return OtherType(type);
    }
    if (bytes_.empty()) return polygons;
    return InvalidArgument("Expected a geometry to end, but " + std::to_string(bytes_.size()) + " bytes follow");
  }

 private:
  static absl::Status OtherType(std::uint32_t type) {
    return InvalidArgument("Expected a polygon or multipolygon, but the geometry has the type " + std::to_string(type));
  }

  template <typename Number>
  Number Take() {
    Number number = 0;
    for (std::size_t i = 0; i < sizeof(Number); ++i) {
      const auto byte = static_cast<unsigned char>(bytes_[is_little_ ? i : sizeof(Number) - 1 - i]);
      number |= static_cast<Number>(Number{byte} << (8 * i));
    }
    bytes_.remove_prefix(sizeof(Number));
    return number;
  }

  // Sets byte order and dimensions; the type without them.
  absl::StatusOr<std::uint32_t> ReadType() {
    if (bytes_.size() < 1 + sizeof(std::uint32_t)) return CutOff();
    const char order = bytes_.front();
    bytes_.remove_prefix(1);
    if (order != 0 && order != 1)
      return InvalidArgument("Expected the byte order 0 or 1 of a geometry, but it has none");
    is_little_ = order == 1;
    const auto type = Take<std::uint32_t>();
    constexpr std::uint32_t kDimensions = 1'000, kDimensionsMax = 3;
    const std::uint32_t more = type / kDimensions;
    if (more > kDimensionsMax) return OtherType(type);
    point_bytes_ = sizeof(double) * (more == 0 ? 2 : more == kDimensionsMax ? 4 : 3);
    return type % kDimensions;
  }

  absl::StatusOr<std::uint32_t> ReadCount(std::size_t element_bytes) {
    if (bytes_.size() < sizeof(std::uint32_t)) return CutOff();
    const auto count = Take<std::uint32_t>();
    if (count <= bytes_.size() / element_bytes) return count;
    return InvalidArgument("Expected a geometry of " + std::to_string(bytes_.size()) + " more bytes, but it counts " +
                           std::to_string(count) + " parts");
  }

  absl::Status AddPolygon(std::vector<MapPolygon>& polygons) {
    MapPolygon polygon;
    WANGGE_ASSIGN_OR_RETURN(const std::uint32_t rings, ReadCount(sizeof(std::uint32_t)));
    for (std::uint32_t i = 0; i < rings; ++i) {
      WANGGE_ASSIGN_OR_RETURN(const std::uint32_t count, ReadCount(point_bytes_));
      MapRing ring(count);
      for (MapPoint& point : ring) {
        point.x = std::bit_cast<double>(Take<std::uint64_t>());
        point.y = std::bit_cast<double>(Take<std::uint64_t>());
        bytes_.remove_prefix(point_bytes_ - 2 * sizeof(double));
        if (!std::isfinite(point.x) || !std::isfinite(point.y)) {
          return InvalidArgument("Expected coordinates that are numbers, but ring " + std::to_string(i) +
                                 " has others");
        }
      }
      polygon.push_back(std::move(ring));
    }
    if (!polygon.empty()) polygons.push_back(std::move(polygon));
    return absl::OkStatus();
  }

  std::string_view bytes_;
  bool is_little_ = true;
  std::size_t point_bytes_ = 2 * sizeof(double);
};

}  // namespace

absl::StatusOr<std::vector<MapPolygon>> ReadWkb(std::string_view bytes) { return Reader(bytes).Read(); }

}  // namespace wangge::geo
