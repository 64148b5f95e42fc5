#include "geo/files/shapefile.h"

#include <shapefil.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <nlohmann/json.hpp>
#include <utility>

#include "base/big_endian.h"
#include "base/file/file.h"
#include "base/limits.h"
#include "base/status/text.h"
#include "geo/files/dbf_codes.h"
#include "geo/files/file_start.h"
#include "geo/files/ring_groups.h"
#include "geo/files/shape_messages.h"

namespace wangge::geo {
namespace {

constexpr std::size_t kHeaderBytes = 100;   // of a .shp and a .shx
constexpr std::size_t kLengthAt = 24;       // in words of two bytes, of the whole file
constexpr std::size_t kIndexBytes = 8;      // of a record in a .shx: where it begins and its length, in words
constexpr std::size_t kRecordBytesMin = 8;  // in front of a record in a .shp
constexpr std::string_view kMark("\0\0\x27\x0a", 4);

struct Close {
  void operator()(SHPInfo* file) const { SHPClose(file); }
  void operator()(SHPObject* shape) const { SHPDestroyObject(shape); }
};

absl::Status CheckHeader(const std::string& path, std::string_view header, std::uint64_t size) {
  if (header.size() < kHeaderBytes || !IsShapefile(header)) {
    return InvalidArgument(path + ": Expected the header of a Shapefile, but it is " +
                           (header.size() < kHeaderBytes ? "cut off" : "another one") + "; get the file again");
  }
  const std::uint64_t claimed = std::uint64_t{2} * ReadBigEndian<std::uint32_t>(header.substr(kLengthAt));
  if (claimed >= kHeaderBytes && claimed <= size) return absl::OkStatus();
  return InvalidArgument(path + ": Expected " + std::to_string(claimed) + " bytes, as its header says, but it has " +
                         std::to_string(size) + "; get the file again");
}

// Each record of the index lies in the .shp. Returns how many there are.
absl::StatusOr<std::size_t> CheckIndex(const std::string& path, std::uint64_t shp_size) {
  WANGGE_ASSIGN_OR_RETURN(const std::string index, ReadFile(path, limits::kConfigBodyBytesMax));
  WANGGE_RETURN_IF_ERROR(CheckHeader(path, std::string_view(index).substr(0, kHeaderBytes), index.size()));
  const std::size_t claimed = std::size_t{2} * ReadBigEndian<std::uint32_t>(std::string_view(index).substr(kLengthAt));
  const std::size_t records = (claimed - kHeaderBytes) / kIndexBytes;
  for (std::size_t i = 0; i < records; ++i) {
    const std::string_view record = std::string_view(index).substr(kHeaderBytes + i * kIndexBytes);
    const std::uint64_t begin = std::uint64_t{2} * ReadBigEndian<std::uint32_t>(record);
    const std::uint64_t length = std::uint64_t{2} * ReadBigEndian<std::uint32_t>(record.substr(4));
    if (begin >= kHeaderBytes && begin + kRecordBytesMin + length <= shp_size) continue;
    return InvalidArgument(path + ": Expected record " + std::to_string(i) + " within the " + std::to_string(shp_size) +
                           " bytes of the .shp, but it would be " + std::to_string(length) + " bytes at " +
                           std::to_string(begin) + "; get the files again");
  }
  return records;
}

struct Parts {
  std::string dbf{};
  std::size_t records = 0;
};

absl::StatusOr<Parts> CheckParts(const std::string& path) {
  WANGGE_ASSIGN_OR_RETURN(const FileStart start, ReadStart(path, kHeaderBytes));
  if (start.size > limits::kConfigBodyBytesMax) {
    return ResourceExhausted("Expected at most " + std::to_string(limits::kConfigBodyBytesMax) + " bytes, but " + path +
                             " has more");
  }
  WANGGE_RETURN_IF_ERROR(CheckHeader(path, start.bytes, start.size));
  const auto shx = Beside(path, ".shx"), dbf = Beside(path, ".dbf");
  if (!shx.has_value() || !dbf.has_value()) {
    return InvalidArgument(path + ": Expected the files of a Shapefile beside each other, but the " +
                           (shx.has_value() ? ".dbf, which holds the codes," : ".shx") + " is missing");
  }
  Parts parts{.dbf = *dbf};
  WANGGE_ASSIGN_OR_RETURN(parts.records, CheckIndex(*shx, start.size));
  return parts;
}

absl::StatusOr<std::vector<MapRing>> RingsOf(const SHPObject& shape) {
  std::vector<MapRing> rings;
  for (int part = 0; part < shape.nParts; ++part) {
    const int begin = shape.panPartStart[part];
    const int end = part + 1 < shape.nParts ? shape.panPartStart[part + 1] : shape.nVertices;
    MapRing ring;
    for (int i = begin; i < end; ++i) {
      if (!std::isfinite(shape.padfX[i]) || !std::isfinite(shape.padfY[i])) {
        return InvalidArgument("Expected coordinates that are numbers, but ring " + std::to_string(part) +
                               " has others");
      }
      ring.push_back({.x = shape.padfX[i], .y = shape.padfY[i]});
    }
    rings.push_back(std::move(ring));
  }
  return rings;
}

bool IsPolygon(int type) { return type == SHPT_POLYGON || type == SHPT_POLYGONZ || type == SHPT_POLYGONM; }

class Reading {
 public:
  Reading(SHPInfo& shapes, std::string_view key) : shapes_(shapes), key_(key) {}

  absl::Status Add(std::size_t record, std::string code) {
    MapFeature feature{.properties = nlohmann::json{{key_, code}}.dump()};
    const std::unique_ptr<SHPObject, Close> shape(SHPReadObject(&shapes_, static_cast<int>(record)));
    if (shape == nullptr) return Refuse(record, "Expected a shape, but it cannot be read: " + TakeShapeMessage());
    if (shape->nSHPType == SHPT_NULL) {
      feature.has_geometry = false;
    } else if (!IsPolygon(shape->nSHPType)) {
      return Refuse(record, "Expected a polygon, but it is of the type " + std::string(SHPTypeName(shape->nSHPType)));
    } else {
      auto rings = RingsOf(*shape);
      if (!rings.ok()) return Refuse(record, std::string(rings.status().message()));
      RingGroups groups = GroupRings(*std::move(rings));
      std::size_t ring = 0;  // counted as in the GeoJSON that becomes of it
      for (std::size_t i = 0; i < groups.polygons.size(); ring += groups.polygons[i++].size()) {
        if (!std::ranges::binary_search(groups.reversed, i)) continue;
        Find(record, code, ring, "the ring is wound as a hole, but lies in no outer ring", "repaired");
      }
      feature.polygons = std::move(groups.polygons);
    }
    file_.features.push_back(std::move(feature));
    return absl::OkStatus();
  }

  // Keeps its place in the numbering of features.
  void AddDeleted(std::size_t record) {
    file_.features.push_back({.properties = nlohmann::json{{key_, kDeleted}}.dump(), .has_geometry = false});
    Find(record, "", std::nullopt, "the record is marked as deleted", "skipped");
  }

  MapFile Result() && { return std::move(file_); }

 private:
  static constexpr std::string_view kDeleted = "(deleted)";

  static absl::Status Refuse(std::size_t record, const std::string& text) {
    return InvalidArgument("record " + std::to_string(record) + ": " + text);
  }
  void Find(std::size_t record, std::string code, std::optional<std::size_t> ring, std::string reason,
            std::string action) {
    file_.findings.push_back({.feature = record,
                              .code = std::move(code),
                              .ring = ring,
                              .reason = std::move(reason),
                              .action = std::move(action)});
  }

  SHPInfo& shapes_;
  const std::string key_;
  MapFile file_;
};

}  // namespace

bool IsShapefile(std::string_view start) { return start.starts_with(kMark); }

absl::StatusOr<MapFile> ReadShapefile(const std::string& path, std::string_view key, std::string_view encoding) {
  WANGGE_ASSIGN_OR_RETURN(const Parts parts, CheckParts(path));
  WANGGE_ASSIGN_OR_RETURN(const DbfCodes codes, DbfCodes::Open(parts.dbf, key, encoding));
  if (codes.records() != parts.records) {
    return InvalidArgument(path + ": Expected a record of the .dbf for each shape, but there are " +
                           std::to_string(parts.records) + " shapes and " + std::to_string(codes.records()) +
                           " records");
  }
  SAHooks hooks{};
  SASetupDefaultHooks(&hooks);
  hooks.Error = KeepShapeMessage;
  const std::unique_ptr<SHPInfo, Close> shapes(SHPOpenLL(path.c_str(), "rb", &hooks));
  if (shapes == nullptr) {
    return InvalidArgument(path + ": Expected a Shapefile, but it cannot be read: " + TakeShapeMessage());
  }
  if (!IsPolygon(shapes->nShapeType) && shapes->nShapeType != SHPT_NULL) {
    return InvalidArgument(path + ": Expected polygons, but it holds shapes of the type " +
                           std::string(SHPTypeName(shapes->nShapeType)));
  }
  Reading reading(*shapes, key);
  for (std::size_t record = 0; record < parts.records; ++record) {
    if (codes.IsDeleted(record)) {
      reading.AddDeleted(record);
      continue;
    }
    WANGGE_ASSIGN_OR_RETURN(std::string code, codes.CodeOf(record));
    if (const absl::Status added = reading.Add(record, std::move(code)); !added.ok()) return WithContext(path, added);
  }
  MapFile file = std::move(reading).Result();
  if (const auto prj = Beside(path, ".prj")) {
    constexpr std::size_t kDefinitionBytesMax = 64u << 10;
    WANGGE_ASSIGN_OR_RETURN(std::string wkt, ReadFile(*prj, kDefinitionBytesMax));
    file.crs = DeclaredCrs{.wkt = std::move(wkt), .where = *prj};
  }
  return file;
}

}  // namespace wangge::geo
