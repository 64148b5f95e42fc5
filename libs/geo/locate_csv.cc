#include "geo/locate_csv.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <utility>

#include "base/csv/csv_field.h"
#include "base/status/text.h"
#include "geo/degrees.h"
#include "geo/swap.h"

namespace wangge::geo {
namespace {

constexpr std::array<std::string_view, 3> kColumns = {"id", "lon", "lat"};

// Which of kColumns a header's field names, 3 for none.
std::size_t ColumnNamed(std::string_view field) {
  std::string name;
  for (const char c : field) {
    if (c != ' ') name.push_back(static_cast<char>(std::tolower(static_cast<unsigned char>(c))));
  }
  if (name == "longitude") name = "lon";
  if (name == "latitude") name = "lat";
  return static_cast<std::size_t>(std::find(kColumns.begin(), kColumns.end(), name) - kColumns.begin());
}

// Two decimals of a metre; integers only, so that every machine writes the same.
std::string Metres(std::optional<std::int64_t> cm) {
  if (!cm.has_value()) return "";
  const std::string fraction = std::to_string(*cm % 100);
  return std::to_string(*cm / 100) + (fraction.size() == 1 ? ".0" : ".") + fraction;
}

class LocateRun {
 public:
  LocateRun(CsvReader& in, const LocateFunction& locate, const TextSink& out, const TextSink& errors,
            LocateCsvCounts& counts)
      : in_(in), locate_(locate), out_(out), errors_(errors), counts_(counts) {}

  absl::Status Run() {
    bool first = true;
    while (true) {
      const auto next = in_.Next(row_);
      if (next.ok() && !*next) break;
      if (!next.ok() && next.status().code() != absl::StatusCode::kInvalidArgument) return next.status();
      if (std::exchange(first, false) && next.ok()) {
        WANGGE_ASSIGN_OR_RETURN(const bool is_header, TakeHeader());
        if (is_header) continue;
      }
      WANGGE_RETURN_IF_ERROR(next.ok() ? TakeRow() : Bad(std::string(next.status().message())));
    }
    WANGGE_RETURN_IF_ERROR(Flush());
    WANGGE_RETURN_IF_ERROR(out_(std::exchange(header_, {})));
    WANGGE_RETURN_IF_ERROR(TellSwapped());
    if (counts_.bad == 0) return absl::OkStatus();
    return InvalidArgument("Expected every line to be a point, but " + std::to_string(counts_.bad) + " of " +
                           std::to_string(counts_.bad + counts_.points) + " are not");
  }

 private:
  absl::Status TakeRow() {
    const std::string place = "line " + std::to_string(row_.line) + ": ";
    if (width_ == 0) width_ = row_.fields.size();
    if (row_.fields.size() > width_) {
      return Bad(place + "Expected " + std::to_string(width_) + " fields as in the first line, but there are " +
                 std::to_string(row_.fields.size()) + ": a comma within a field needs quotes around it");
    }
    for (std::size_t i = 0; i < kColumns.size(); ++i) {
      if (columns_[i] < row_.fields.size()) continue;
      return Bad(place + "Expected the column " + std::string(kColumns[i]) + ", but the line has only " +
                 std::to_string(row_.fields.size()));
    }
    const auto point = ParsePosition(row_.fields[columns_[1]], row_.fields[columns_[2]]);
    if (!point.ok()) return Bad(place + std::string(point.status().message()));
    ids_.push_back(row_.fields[columns_[0]]);
    points_.push_back(*point);
    return points_.size() == kLocateCsvBatch ? Flush() : absl::OkStatus();
  }

  absl::StatusOr<bool> TakeHeader() {
    std::array<std::size_t, 3> found = {row_.fields.size(), row_.fields.size(), row_.fields.size()};
    for (std::size_t i = 0; i < row_.fields.size(); ++i) {
      const std::size_t column = ColumnNamed(row_.fields[i]);
      if (column < found.size() && found[column] == row_.fields.size()) found[column] = i;
    }
    const auto missing = std::find(found.begin(), found.end(), row_.fields.size());
    if (std::all_of(found.begin(), found.end(), [&](std::size_t at) { return at == row_.fields.size(); })) return false;
    if (missing != found.end()) {
      std::string text = "line " + std::to_string(row_.line) + ": Expected the columns id, lon and lat, but ";
      return InvalidArgument(
          text.append(kColumns[static_cast<std::size_t>(missing - found.begin())]).append(" is missing"));
    }
    columns_ = found;
    width_ = row_.fields.size();
    in_.ExpectColumns(width_);
    return true;
  }

  absl::Status TellSwapped() {
    if (counts_.swapped == 0) return absl::OkStatus();
    return errors_("Expected the longitude in the column lon and the latitude in lat, but " +
                   std::to_string(counts_.swapped) + " of " + std::to_string(counts_.points) +
                   " points lie in no cell, and in the layer when the two are exchanged, first `" + first_swapped_ +
                   "`. Exchange the columns.\n");
  }

  absl::Status Bad(const std::string& text) {
    ++counts_.bad;
    return errors_(text + "\n");
  }

  absl::Status Flush() {
    if (points_.empty()) return absl::OkStatus();
    WANGGE_ASSIGN_OR_RETURN(const std::vector<LocatedPoint> located, locate_(points_));
    if (located.size() != points_.size()) {
      return Internal("Expected one answer a point, but " + std::to_string(points_.size()) + " points got " +
                      std::to_string(located.size()));
    }
    std::string lines = std::exchange(header_, {});
    for (std::size_t i = 0; i < located.size(); ++i) {
      const LocatedPoint& at = located[i];
      ++counts_.points;
      if (at.code.empty()) ++counts_.gaps;
      if (at.looks_swapped && counts_.swapped++ == 0) first_swapped_ = ids_[i];
      lines += CsvField(ids_[i]) + "," + CsvField(at.code) + "," + std::to_string(at.version) + "," +
               Metres(at.edge_cm) + "," + CsvField(at.nearest) + "," + Metres(at.nearest_cm) + "\n";
    }
    ids_.clear();
    points_.clear();
    return out_(lines);
  }

  CsvReader& in_;
  const LocateFunction& locate_;
  const TextSink& out_;
  const TextSink& errors_;
  LocateCsvCounts& counts_;
  CsvRow row_;
  std::array<std::size_t, 3> columns_ = {0, 1, 2};
  std::size_t width_ = 0;                                              // fields of the first line
  std::string header_ = "id,code,version,edge_m,nearest,nearest_m\n";  // until it is written, before the first line
  std::string first_swapped_;                                          // its id
  std::vector<std::string> ids_;
  std::vector<Position> points_;
};

}  // namespace

LocateFunction LocateIn(const Layer& layer) {
  return [&layer](std::span<const Position> points) -> absl::StatusOr<std::vector<LocatedPoint>> {
    std::vector<LocatedPoint> located;
    located.reserve(points.size());
    for (const Location& at : layer.LocateBatch(points, {.edge = true, .nearest = true})) {
      const Position point = points[located.size()];
      located.push_back({.code = std::string(at.code),
                         .version = at.version,
                         .edge_cm = at.edge_cm,
                         .nearest = std::string(at.nearest),
                         .nearest_cm = at.nearest_cm,
                         .looks_swapped = at.code.empty() && SuggestsSwap(point, layer.extent())});
    }
    return located;
  };
}

absl::Status LocateCsv(CsvReader& in, const LocateFunction& locate, const TextSink& out, const TextSink& errors,
                       LocateCsvCounts& counts) {
  counts = {};
  return LocateRun(in, locate, out, errors, counts).Run();
}

}  // namespace wangge::geo
