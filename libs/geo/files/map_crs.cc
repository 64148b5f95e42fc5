#include "geo/files/map_crs.h"

#include <proj.h>

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "base/status/text.h"

namespace wangge::geo {
namespace {

struct Destroy {
  void operator()(PJ* object) const { proj_destroy(object); }
  void operator()(PJ_CONTEXT* context) const { proj_context_destroy(context); }
  void operator()(PJ_OBJ_LIST* list) const { proj_list_destroy(list); }
  void operator()(PJ_OPERATION_FACTORY_CONTEXT* context) const { proj_operation_factory_context_destroy(context); }
};
using Context = std::unique_ptr<PJ_CONTEXT, Destroy>;
using Object = std::unique_ptr<PJ, Destroy>;
using List = std::unique_ptr<PJ_OBJ_LIST, Destroy>;

constexpr double kSame = 1e10;  // steps of 1e-10 degree

Context MakeContext() {
  Context context(proj_context_create());
  proj_context_set_enable_network(context.get(), 0);
  proj_log_func(context.get(), nullptr, [](void*, int, const char*) {});  // our errors say it, not stderr
  return context;
}

std::string IdOf(const PJ* object) {
  const char* authority = proj_get_id_auth_name(object, 0);
  const char* code = proj_get_id_code(object, 0);
  return authority == nullptr || code == nullptr ? "" : std::string(authority) + ":" + code;
}

bool IsAnyOf(const PJ* object, std::initializer_list<PJ_TYPE> types) {
  return std::ranges::find(types, proj_get_type(object)) != types.end();
}

double Rounded(double degrees) { return std::round(degrees * kSame) / kSame; }

}  // namespace

struct MapCrs::Impl {
  Context context = MakeContext();  // first: it outlives what is made in it
  Object crs;
  Object base;        // its geographic part; `crs` itself where that is geographic
  Object normalized;  // `crs` with x first
  bool is_geographic = false;

  Object Registered(const char* code) const {
    return Object(proj_create_from_database(context.get(), "EPSG", code, PJ_CATEGORY_CRS, 0, nullptr));
  }
  bool IsSame(const PJ* one, const PJ* other) const {
    return proj_is_equivalent_to_with_ctx(context.get(), one, other, PJ_COMP_EQUIVALENT_EXCEPT_AXIS_ORDER_GEOGCRS) == 1;
  }
  bool HasBase(const char* code) const {
    const Object registered = Registered(code);
    return registered != nullptr && IsSame(base.get(), registered.get());
  }
  Object NormalizedCopy(const PJ* object) const {
    return Object(object == nullptr ? nullptr : proj_normalize_for_visualization(context.get(), object));
  }
  // Of coordinates to those of its geographic part; null where they are these.
  absl::StatusOr<Object> Unprojection() const;
  // Of the geographic part to WGS 84; null where it is WGS 84 or CGCS2000.
  absl::StatusOr<Object> Shift(const Box& area, std::string& note) const;
  absl::Status Take(Object found);
  absl::Status Unwrap();
};

namespace {

std::optional<MapPoint> Run(PJ* step, MapPoint at) {
  proj_errno_reset(step);
  const PJ_COORD to = proj_trans(step, PJ_FWD, proj_coord(at.x, at.y, 0, 0));
  if (proj_errno(step) != 0 || !std::isfinite(to.xy.x) || !std::isfinite(to.xy.y)) return std::nullopt;
  return MapPoint{.x = to.xy.x, .y = to.xy.y};
}

std::optional<Box> AreaOf(PJ* unprojection, const MapBox& extent) {
  Box area{.lon_min = 180, .lat_min = 90, .lon_max = -180, .lat_max = -90};
  constexpr int kParts = 4;
  for (int i = 0; i <= kParts; ++i) {
    for (int j = 0; j <= kParts; ++j) {
      const MapPoint at{.x = extent.low.x + (extent.high.x - extent.low.x) * i / kParts,
                        .y = extent.low.y + (extent.high.y - extent.low.y) * j / kParts};
      const auto lon_lat = unprojection == nullptr ? std::optional(at) : Run(unprojection, at);
      if (!lon_lat.has_value() || std::abs(lon_lat->x) > 180 || std::abs(lon_lat->y) > 90) return std::nullopt;
      area.lon_min = std::min(area.lon_min, lon_lat->x);
      area.lon_max = std::max(area.lon_max, lon_lat->x);
      area.lat_min = std::min(area.lat_min, lon_lat->y);
      area.lat_max = std::max(area.lat_max, lon_lat->y);
    }
  }
  return area;
}

}  // namespace

absl::Status MapCrs::Impl::Unwrap() {
  if (proj_get_type(crs.get()) == PJ_TYPE_COMPOUND_CRS) crs.reset(proj_crs_get_sub_crs(context.get(), crs.get(), 0));
  if (crs == nullptr || proj_get_type(crs.get()) != PJ_TYPE_BOUND_CRS) return absl::OkStatus();
  // A definition that brings its own shift of datum (TOWGS84): needless for our datums, and not to be trusted silently
  // for others, whose registered transformations it contradicts more often than not.
  crs.reset(proj_get_source_crs(context.get(), crs.get()));
  base.reset(crs == nullptr ? nullptr : proj_crs_get_geodetic_crs(context.get(), crs.get()));
  if (base != nullptr && (HasBase("4326") || HasBase("4490"))) return absl::OkStatus();
  return InvalidArgument(
      "Expected a coordinate system of the registry, but it has a shift of datum of its own "
      "(TOWGS84); convert the file to EPSG:4490 or EPSG:4326 first");
}

absl::Status MapCrs::Impl::Take(Object found) {
  crs = std::move(found);
  WANGGE_RETURN_IF_ERROR(Unwrap());
  const auto geographic = {PJ_TYPE_GEOGRAPHIC_2D_CRS, PJ_TYPE_GEOGRAPHIC_3D_CRS};
  is_geographic = crs != nullptr && IsAnyOf(crs.get(), geographic);
  if (!is_geographic && (crs == nullptr || proj_get_type(crs.get()) != PJ_TYPE_PROJECTED_CRS)) {
    return InvalidArgument("Expected longitude and latitude or a map projection, but the coordinate system is neither");
  }
  // A definition without a code that is the registered one becomes it: its name and area of use are known then.
  if (IdOf(crs.get()).empty()) {
    constexpr int kCertain = 100;
    int* confidence = nullptr;
    const List list(proj_identify(context.get(), crs.get(), "EPSG", nullptr, &confidence));
    if (list != nullptr && proj_list_get_count(list.get()) > 0 && confidence[0] == kCertain) {
      Object registered(proj_list_get(context.get(), list.get(), 0));
      const Object one = NormalizedCopy(registered.get()), other = NormalizedCopy(crs.get());
      if (one != nullptr && other != nullptr && IsSame(one.get(), other.get())) crs = std::move(registered);
    }
    proj_int_list_destroy(confidence);
  }
  base.reset(is_geographic ? proj_clone(context.get(), crs.get())
                           : proj_crs_get_geodetic_crs(context.get(), crs.get()));
  normalized = NormalizedCopy(crs.get());
  if (base != nullptr && normalized != nullptr) return absl::OkStatus();
  return InvalidArgument("Expected a coordinate system that PROJ can use, but it cannot use this one");
}

absl::StatusOr<Object> MapCrs::Impl::Unprojection() const {
  if (is_geographic) return Object();
  const char* options[] = {"ALLOW_BALLPARK=NO", nullptr};
  const Object way(proj_create_crs_to_crs_from_pj(context.get(), crs.get(), base.get(), nullptr, options));
  Object normal = NormalizedCopy(way.get());
  if (normal == nullptr) return InvalidArgument("Expected a map projection that PROJ can undo, but it cannot");
  return normal;
}

absl::StatusOr<Object> MapCrs::Impl::Shift(const Box& area, std::string& note) const {
  if (HasBase("4326") || HasBase("4490")) return Object();
  const std::unique_ptr<PJ_OPERATION_FACTORY_CONTEXT, Destroy> search(
      proj_create_operation_factory_context(context.get(), nullptr));
  proj_operation_factory_context_set_allow_ballpark_transformations(context.get(), search.get(), 0);
  proj_operation_factory_context_set_grid_availability_use(context.get(), search.get(),
                                                           PROJ_GRID_AVAILABILITY_DISCARD_OPERATION_IF_MISSING_GRID);
  proj_operation_factory_context_set_area_of_interest(context.get(), search.get(), area.lon_min, area.lat_min,
                                                      area.lon_max, area.lat_max);
  const Object wgs84 = Registered("4326");
  const List found(proj_create_operations(context.get(), base.get(), wgs84.get(), search.get()));
  const Object best(found == nullptr ? nullptr : proj_list_get(context.get(), found.get(), 0));
  Object normal = NormalizedCopy(best.get());
  if (normal == nullptr) {
    return InvalidArgument("Expected a datum with a known transformation to WGS 84 where the layer lies, but " +
                           std::string(proj_get_name(base.get())) +
                           " has none; convert the file with the parameters of the survey office first");
  }
  const double metres = proj_coordoperation_get_accuracy(context.get(), best.get());
  note = "converted by \"" + std::string(proj_get_name(best.get())) + "\"" +
         (metres < 0 ? ", of unknown accuracy" : ", accurate to " + std::to_string(std::lround(metres)) + " m");
  return normal;
}

MapCrs::MapCrs(std::shared_ptr<Impl> impl) : impl_(std::move(impl)) {}
MapCrs::~MapCrs() = default;
MapCrs::MapCrs(MapCrs&&) noexcept = default;
MapCrs& MapCrs::operator=(MapCrs&&) noexcept = default;

absl::StatusOr<MapCrs> MapCrs::OfCode(std::string_view code) {
  const std::size_t colon = code.find(':');
  const auto is_word = [](std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, [](unsigned char c) { return std::isalnum(c) != 0; });
  };
  const std::string said = "\"" + std::string(code.substr(0, 64)) + "\"";
  if (colon == std::string_view::npos || !is_word(code.substr(0, colon)) || !is_word(code.substr(colon + 1))) {
    return InvalidArgument("Expected the code of a coordinate system, e.g. EPSG:4549, but got " + said);
  }
  std::string authority(code.substr(0, colon));
  for (char& c : authority) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  auto impl = std::make_shared<Impl>();
  Object found(proj_create_from_database(impl->context.get(), authority.c_str(),
                                         std::string(code.substr(colon + 1)).c_str(), PJ_CATEGORY_CRS, 0, nullptr));
  if (found == nullptr) {
    return InvalidArgument(
        "Expected the code of a coordinate system, e.g. EPSG:4549, but the registry of PROJ has no " + said);
  }
  if (const absl::Status status = impl->Take(std::move(found)); !status.ok()) {
    return WithContext(std::string(code), status);
  }
  return MapCrs(std::move(impl));
}

absl::StatusOr<MapCrs> MapCrs::OfWkt(std::string_view wkt) {
  auto impl = std::make_shared<Impl>();
  PROJ_STRING_LIST faults = nullptr;
  Object found(proj_create_from_wkt(impl->context.get(), std::string(wkt).c_str(), nullptr, nullptr, &faults));
  const std::string fault = faults == nullptr || *faults == nullptr ? "is not" : "is not: " + std::string(*faults);
  proj_string_list_destroy(faults);
  if (found == nullptr) {
    return InvalidArgument("Expected the definition of a coordinate system as WKT, but the text " + fault);
  }
  WANGGE_RETURN_IF_ERROR(impl->Take(std::move(found)));
  return MapCrs(std::move(impl));
}

absl::StatusOr<MapCrs> MapCrs::Of(const DeclaredCrs& declared) {
  auto crs = declared.code.empty() ? OfWkt(declared.wkt) : OfCode(declared.code);
  if (!crs.ok()) return WithContext(declared.where, crs.status());
  return crs;
}

std::string MapCrs::Name() const {
  const std::string id = IdOf(impl_->crs.get());
  const std::string name = proj_get_name(impl_->crs.get());
  return id.empty() ? "\"" + name + "\"" : id + " (" + name + ")";
}

std::string MapCrs::Word() const {
  std::string word = IdOf(impl_->crs.get());
  if (word.empty()) word = proj_get_name(impl_->crs.get());
  for (char& c : word) c = c >= 0 && c <= ' ' ? '_' : c;
  return word;
}

bool MapCrs::IsGeographic() const { return impl_->is_geographic; }
bool MapCrs::IsCgcs2000() const { return impl_->HasBase("4490"); }
bool MapCrs::IsWgs84() const { return impl_->HasBase("4326"); }

bool MapCrs::IsSameAs(const MapCrs& other) const {
  return impl_->IsSame(impl_->normalized.get(), other.impl_->normalized.get());
}

std::optional<Box> MapCrs::AreaOfUse() const {
  Box area;
  const int is_known = proj_get_area_of_use(impl_->context.get(), impl_->crs.get(), &area.lon_min, &area.lat_min,
                                            &area.lon_max, &area.lat_max, nullptr);
  if (is_known != 1 || area.lon_min > area.lon_max || area.lon_max - area.lon_min >= 360) return std::nullopt;
  return area;
}

double MapCrs::Tolerance() const {
  constexpr double kDegrees = 1e-9, kMetres = 1e-4;
  if (impl_->is_geographic) return kDegrees;
  const Object axes(proj_crs_get_coordinate_system(impl_->context.get(), impl_->crs.get()));
  double metres = 1;
  if (axes != nullptr) {
    proj_cs_get_axis_info(impl_->context.get(), axes.get(), 0, nullptr, nullptr, nullptr, &metres, nullptr, nullptr,
                          nullptr);
  }
  return metres > 0 ? kMetres / metres : kMetres;
}

absl::StatusOr<MapCrs::Way> MapCrs::WayToEarth(const MapBox& extent) const {
  WANGGE_ASSIGN_OR_RETURN(Object unprojection, impl_->Unprojection());
  const auto area = AreaOf(unprojection.get(), extent);
  if (!area.has_value()) {
    return InvalidArgument("Expected coordinates on the map of " + Name() + ", but the layer reaches from [" +
                           std::to_string(extent.low.x) + ", " + std::to_string(extent.low.y) + "] to [" +
                           std::to_string(extent.high.x) + ", " + std::to_string(extent.high.y) +
                           "]; see whether the zone is right, and whether eastings begin with the number of the zone "
                           "(as in EPSG:4528) or not (as in EPSG:4549)");
  }
  Way way;
  WANGGE_ASSIGN_OR_RETURN(Object shift, impl_->Shift(*area, way.note));
  const auto steps = std::make_shared<std::vector<Object>>();
  if (unprojection != nullptr) steps->push_back(std::move(unprojection));
  if (shift != nullptr) steps->push_back(std::move(shift));
  way.to_earth = [context_owner = impl_, steps](MapPoint at) -> std::optional<LonLat> {
    std::optional<MapPoint> reached = at;
    for (const Object& step : *steps) {
      reached = Run(step.get(), *reached);
      if (!reached.has_value()) return std::nullopt;
    }
    if (std::abs(reached->x) > 180 || std::abs(reached->y) > 90) return std::nullopt;
    return LonLat{.lon = Rounded(reached->x), .lat = Rounded(reached->y)};
  };
  return way;
}

}  // namespace wangge::geo
