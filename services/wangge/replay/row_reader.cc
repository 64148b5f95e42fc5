#include "services/wangge/replay/row_reader.h"

#include <algorithm>
#include <utility>

#include "base/limits.h"
#include "base/status/text.h"
#include "base/utf8.h"
#include "domain/calendar/day.h"
#include "services/wangge/replay/coordinates.h"

namespace wangge::replay {
namespace {

// Exports write "no end" as a far year, and no calendar tells a deadline there: such a row is refused by its line, not
// the whole export by a clock.
constexpr int kFirstYear = 1900;
constexpr int kLastYear = 2199;

bool IsInRecordedYears(Timestamp instant) {
  const int year = domain::YearOf(domain::LocalDay(instant, Duration{}));
  return year >= kFirstYear && year <= kLastYear;
}

std::string_view WithoutBlanks(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\r\n";
  const std::size_t first = text.find_first_not_of(kBlanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

std::string ListOf(const std::vector<std::string>& header) {
  std::string list;
  for (const std::string& name : header) list.append(list.empty() ? "" : ", ").append(name);
  return list;
}

absl::StatusOr<std::optional<std::size_t>> IndexOf(const std::string& name, const std::vector<std::string>& header) {
  if (name.empty()) return std::optional<std::size_t>();
  const auto found = std::find(header.begin(), header.end(), name);
  if (found == header.end()) {
    return InvalidArgument("Expected a column `" + name + "`, but there are only: " + ListOf(header));
  }
  if (std::find(found + 1, header.end(), name) != header.end()) {
    return InvalidArgument("Expected one column `" + name + "`, but it stands twice: " + ListOf(header));
  }
  return std::optional(static_cast<std::size_t>(found - header.begin()));
}

Reject Refuse(const Record& record, RejectReason reason, const std::string& field, std::string_view value) {
  return {.line = record.line, .id = record.id, .reason = reason, .field = field, .value = std::string(value)};
}

}  // namespace

RowReader::RowReader(const ReplayMap& map, std::size_t width)
    : map_(&map), times_(map.zone, map.time_formats), width_(width) {}

absl::StatusOr<RowReader> RowReader::Of(const ReplayMap& map, const std::vector<std::string>& header) {
  RowReader reader(map, header.size());
  const Columns& names = map.columns;
  const std::pair<const std::string*, Column*> columns[] = {
      {&names.id, &reader.id_},         {&names.opened, &reader.opened_},       {&names.closed, &reader.closed_},
      {&names.due, &reader.due_},       {&names.category, &reader.category_},   {&names.unit, &reader.unit_},
      {&names.source, &reader.source_}, {&names.longitude, &reader.longitude_}, {&names.latitude, &reader.latitude_}};
  for (const auto& [name, column] : columns) {
    column->name = *name;
    WANGGE_ASSIGN_OR_RETURN(column->index, IndexOf(*name, header));
  }
  for (const LayerSource& layer : map.layers) {
    WANGGE_ASSIGN_OR_RETURN(const std::optional<std::size_t> index, IndexOf(layer.area_column, header));
    reader.areas_.push_back({layer.area_column, index});
  }
  return reader;
}

std::variant<ReadRow, Reject> RowReader::Read(const CsvRow& row) const {
  ReadRow read;
  Record& record = read.record;
  record.line = row.line;
  if (row.fields.size() != width_) {
    return Refuse(record, RejectReason::kRowShape, "",
                  std::to_string(row.fields.size()) + " columns, the header has " + std::to_string(width_));
  }
  if (auto problem = ReadId(row, record)) return *std::move(problem);
  if (auto problem = ReadTimes(row, record)) return *std::move(problem);
  if (auto problem = ReadPosition(row, record)) return *std::move(problem);
  if (auto problem = ReadLabel(row, category_, record, read.category)) return *std::move(problem);
  if (auto problem = ReadLabel(row, unit_, record, read.unit)) return *std::move(problem);
  if (auto problem = ReadLabel(row, source_, record, read.source)) return *std::move(problem);
  if (auto problem = ReadAreas(row, record)) return *std::move(problem);
  return read;
}

std::string_view RowReader::ValueOf(const CsvRow& row, const Column& column) const {
  if (!column.index) return {};
  const std::string_view value = WithoutBlanks(row.fields[*column.index]);
  const auto& missing = map_->missing_values;
  return std::find(missing.begin(), missing.end(), value) == missing.end() ? value : std::string_view();
}

RowReader::Problem RowReader::ReadId(const CsvRow& row, Record& record) const {
  const std::string_view id = ValueOf(row, id_);
  if (id.empty()) return Refuse(record, RejectReason::kMissingId, id_.name, row.fields[*id_.index]);
  if (!IsUtf8(id)) return Refuse(record, RejectReason::kNotUtf8, id_.name, id);
  record.id = id;
  if (id.size() > limits::kIdBytesMax) return Refuse(record, RejectReason::kIdTooLong, id_.name, id);
  return std::nullopt;
}

RowReader::Problem RowReader::ReadTimes(const CsvRow& row, Record& record) const {
  std::optional<Reading> opened, closed, due;
  if (auto problem = ReadTime(row, opened_, record, opened)) return problem;
  if (!opened) return Refuse(record, RejectReason::kMissingOpened, opened_.name, row.fields[*opened_.index]);
  if (auto problem = ReadTime(row, closed_, record, closed)) return problem;
  const Span span = SpanOf(*opened, closed);
  record.opened = span.opened;
  record.closed = span.closed;
  if (record.closed && *record.closed < record.opened) {
    return Refuse(record, RejectReason::kClosedBeforeOpened, closed_.name, ValueOf(row, closed_));
  }
  if (auto problem = ReadTime(row, due_, record, due)) return problem;
  if (due) record.due = due->instant;
  return std::nullopt;
}

RowReader::Problem RowReader::ReadTime(const CsvRow& row, const Column& column, const Record& record,
                                       std::optional<Reading>& reading) const {
  const std::string_view text = ValueOf(row, column);
  if (text.empty()) return std::nullopt;
  reading = times_.Read(text);
  if (reading && IsInRecordedYears(reading->instant)) return std::nullopt;
  return Refuse(record, RejectReason::kBadTime, column.name, text);
}

RowReader::Problem RowReader::ReadPosition(const CsvRow& row, Record& record) const {
  const std::string_view longitude = ValueOf(row, longitude_);
  const std::string_view latitude = ValueOf(row, latitude_);
  const Coordinates read = ReadCoordinates(longitude, latitude, map_->decimal_comma);
  switch (read.kind) {
    case CoordinatesKind::kNoPoint:
      return std::nullopt;
    case CoordinatesKind::kLongitudeBad:
      return Refuse(record, RejectReason::kBadCoordinate, longitude_.name, longitude);
    case CoordinatesKind::kLatitudeBad:
      return Refuse(record, RejectReason::kBadCoordinate, latitude_.name, latitude);
    case CoordinatesKind::kPoint:
      break;
  }
  record.position = read.position;
  const auto& defaults = map_->default_positions;
  const bool is_default =
      std::any_of(defaults.begin(), defaults.end(), [&](const auto& d) { return d.Covers(read.position); });
  record.position_source = is_default ? PositionSource::kDefault : PositionSource::kRecorded;
  return std::nullopt;
}

RowReader::Problem RowReader::ReadLabel(const CsvRow& row, const Column& column, const Record& record,
                                        std::string& label) const {
  const std::string_view value = ValueOf(row, column);
  if (value.size() > limits::kLabelBytesMax) return Refuse(record, RejectReason::kValueTooLong, column.name, value);
  if (!IsUtf8(value)) return Refuse(record, RejectReason::kNotUtf8, column.name, value);
  label = value;
  return std::nullopt;
}

RowReader::Problem RowReader::ReadAreas(const CsvRow& row, Record& record) const {
  std::string area;
  for (std::size_t i = 0; i < areas_.size(); ++i) {
    if (auto problem = ReadLabel(row, areas_[i], record, area)) return problem;
    record.recorded_areas.push_back(map_->layers[i].area_rules.OfRecord(area));
  }
  return std::nullopt;
}

}  // namespace wangge::replay
