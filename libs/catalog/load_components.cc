// Components: CSV, UTF-8, with a header; the columns in any order, a row a component.
//
//   id           of the component (部件标识码); by one of the system's id_schemes, each once
//   category     id of a category of the catalogue whose kind is one of the system's; the digits of the id for class
//   and
//                subclass are the category's
//   state        id of one of the system's states
//   accuracy     code of one of the system's accuracy_classes
//   supervising  code of a unit of the organisations (主管部门); may be empty
//   owning       the same (权属单位)
//   maintaining  the same (养护单位)
//   lon, lat     degrees; digits beyond the seventh after the point are rounded
//   datum        of the two: wgs84, cgcs2000, gcj02 or bd09; kept in WGS 84
//   name         optional, for people; at most 256 bytes
//
// Without a system, a catalogue or organisations to hold it against, what they would say is not asked.

#include <set>
#include <utility>

#include "base/limits.h"
#include "base/status/text.h"
#include "catalog/csv_table.h"
#include "catalog/load.h"
#include "catalog/names.h"
#include "geo/datum.h"
#include "geo/degrees.h"

namespace wangge::catalog {
namespace {

const std::vector<std::string> kColumns{"id",     "category",    "state", "accuracy", "supervising",
                                        "owning", "maintaining", "lon",   "lat",      "datum"};
const std::vector<std::string> kOptionalColumns{"name"};
constexpr const char* kBodyColumns[] = {"supervising", "owning", "maintaining"};
constexpr std::size_t kFaultsMax = 100;  // more are counted: they mostly have one cause

std::string Quoted(std::string_view text) { return "\"" + std::string(text) + "\""; }

class Reader {
 public:
  Reader(CsvTable table, const ComponentsFit& fit) : table_(std::move(table)), fit_(fit) {}

  absl::StatusOr<Components> Read() {
    for (;;) {
      WANGGE_ASSIGN_OR_RETURN(const bool is_row, table_.Next());
      if (!is_row) break;
      if (builder_.size() == limits::kComponentsMax) {
        return table_.Fault("id", "Expected at most " + std::to_string(limits::kComponentsMax) +
                                      " components in one edition, but there are more. Divide it by county.");
      }
      Add();
    }
    std::vector<std::uint32_t> order;
    Components components = std::move(builder_).Build(order);
    for (std::uint32_t i = 1; i < components.size(); ++i) {
      if (components.At(i).id != components.At(i - 1).id) continue;
      Note(table_.FaultAt(lines_[order[i]], "id",
                          "Expected each id once, but " + Quoted(components.At(i).id) + " stands in line " +
                              std::to_string(lines_[order[i - 1]]) + " too. Never give an id again."));
    }
    if (faults_ == 0) return components;
    if (faults_ > kFaultsMax) text_ += "\nand " + std::to_string(faults_ - kFaultsMax) + " more faults";
    return InvalidArgument(text_);
  }

 private:
  // A row at fault is told and left out; the others are still looked at.
  void Add() {
    Component component{.id = table_.Field("id"),
                        .category = table_.Field("category"),
                        .name = table_.Field("name"),
                        .state = table_.Field("state"),
                        .accuracy = table_.Field("accuracy"),
                        .supervising = table_.Field("supervising"),
                        .owning = table_.Field("owning"),
                        .maintaining = table_.Field("maintaining")};
    if (const absl::Status fault = Check(component); !fault.ok()) return Note(fault);
    if (!builder_.Add(component)) {
      return Note(table_.Fault("id",
                               "Expected a survey with at most 65,536 different bodies, categories, states and "
                               "classes, but there are more. Divide it by county."));
    }
    lines_.push_back(static_cast<std::uint32_t>(table_.line()));
  }

  absl::Status Check(Component& component) const {
    WANGGE_RETURN_IF_ERROR(CheckForm(component));
    WANGGE_RETURN_IF_ERROR(CheckRules(component));
    WANGGE_RETURN_IF_ERROR(CheckCatalogue(component));
    WANGGE_RETURN_IF_ERROR(CheckBodies());
    return Place(component);
  }

  absl::Status CheckForm(const Component& component) const {
    for (const char* column : {"id", "category", "state", "accuracy"}) {
      if (IsCode(table_.Field(column))) continue;
      return table_.Fault(column, "Expected a code (at most 64 bytes, without control characters), but got " +
                                      Quoted(table_.Field(column)) + ".");
    }
    if (component.name.size() <= limits::kLabelBytesMax) return absl::OkStatus();
    return table_.Fault("name", "Expected at most " + std::to_string(limits::kLabelBytesMax) +
                                    " bytes, but there are " + std::to_string(component.name.size()) + ".");
  }

  absl::Status CheckRules(const Component& component) const {
    if (fit_.rules == nullptr) return absl::OkStatus();
    if (fit_.rules->SchemeOf(component.id) == nullptr) {
      std::string schemes;
      for (const geo::CodeScheme& scheme : fit_.rules->id_schemes) {
        schemes.append(schemes.empty() ? "" : "; or ").append(scheme.ToText());
      }
      return table_.Fault("id", "Expected an id of " + schemes + ", but got " + Quoted(component.id) + ".");
    }
    if (!fit_.rules->states.contains(component.state)) {
      return table_.Fault("state", "Expected a state of the system (" + Listed(fit_.rules->states) + "), but got " +
                                       Quoted(component.state) + ".");
    }
    if (fit_.rules->accuracy_cm.contains(component.accuracy)) return absl::OkStatus();
    return table_.Fault("accuracy", "Expected an accuracy class of the system (" + Listed(fit_.rules->accuracy_cm) +
                                        "), but got " + Quoted(component.accuracy) + ".");
  }

  absl::Status CheckCatalogue(const Component& component) const {
    if (fit_.rules == nullptr || fit_.catalogue == nullptr) return absl::OkStatus();
    const domain::Category* category = fit_.catalogue->FindCategory(component.category);
    if (category == nullptr || !fit_.rules->duty.kinds.contains(category->kind)) {
      return table_.Fault("category", "Expected a category of components in the catalogue, but " +
                                          Quoted(component.category) +
                                          (category == nullptr ? " is not in it." : " is of another kind."));
    }
    const geo::CodeScheme& scheme = *fit_.rules->SchemeOf(component.id);
    for (const auto& [part, expected] :
         {std::pair(kClassPart, &category->main), {kSubclassPart, &category->subclass}}) {
      const std::string_view digits = scheme.PartOf(component.id, part);
      if (digits == *expected) continue;
      return table_.Fault("id", "Expected " + Quoted(*expected) + " as the digits of the " + std::string(part) +
                                    ", because the category is " + Quoted(component.category) + ", but the id " +
                                    Quoted(component.id) + " has " + Quoted(digits) + ".");
    }
    return absl::OkStatus();
  }

  absl::Status CheckBodies() const {
    for (const char* column : kBodyColumns) {
      const std::string_view body = table_.Field(column);
      if (body.empty()) continue;
      if (!IsCode(body)) return table_.Fault(column, "Expected the code of a unit, but got " + Quoted(body) + ".");
      if (fit_.organisations == nullptr) continue;
      const auto known = fit_.organisations->find(body);
      if (known != fit_.organisations->end() && known->second.kind == domain::OrganisationKind::kUnit) continue;
      return table_.Fault(column, "Expected a unit of the organisations that can be given cases, or nothing, but " +
                                      Quoted(body) + " is none.");
    }
    return absl::OkStatus();
  }

  absl::Status Place(Component& component) const {
    const std::string_view name = table_.Field("datum");
    const auto datum = geo::DatumNamed(name);
    if (!datum) {
      return table_.Fault("datum", "Expected the datum of lon and lat, " + std::string(geo::kDatumNames) +
                                       ", but got " + Quoted(name) + ". It is never guessed.");
    }
    const auto point = geo::ParsePosition(table_.Field("lon"), table_.Field("lat"));
    if (!point.ok()) {
      const std::string_view text = ToStd(point.status().message());
      const bool is_of_lat = text.starts_with("Expected lat") || text.starts_with("Expected a number for lat");
      return table_.Fault(is_of_lat ? "lat" : "lon", std::string(text) + ".");
    }
    component.point = *point;
    if (*datum == geo::Datum::kWgs84 || *datum == geo::Datum::kCgcs2000) return absl::OkStatus();
    constexpr double kE7 = 1e7;
    component.point = geo::ToPosition(geo::ToWgs84({point->lon_e7 / kE7, point->lat_e7 / kE7}, *datum));
    return absl::OkStatus();
  }

  template <typename Map>
  static std::string Listed(const Map& map) {
    std::string list;
    for (const auto& [id, value] : map) list.append(list.empty() ? "" : ", ").append(id);
    return list;
  }

  void Note(const absl::Status& fault) {
    if (++faults_ > kFaultsMax) return;
    text_.append(text_.empty() ? "" : "\n").append(ToStd(fault.message()));
  }

  CsvTable table_;
  const ComponentsFit& fit_;
  ComponentsBuilder builder_;
  std::vector<std::uint32_t> lines_;  // of each added
  std::size_t faults_ = 0;
  std::string text_;
};

}  // namespace

absl::StatusOr<Components> LoadComponents(std::string_view body, std::string_view file_name, const ComponentsFit& fit) {
  WANGGE_ASSIGN_OR_RETURN(CsvTable table, CsvTable::Open(body, file_name, kColumns, kOptionalColumns));
  return Reader(std::move(table), fit).Read();
}

}  // namespace wangge::catalog
