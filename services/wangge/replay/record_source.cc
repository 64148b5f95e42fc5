#include "services/wangge/replay/record_source.h"

#include <algorithm>
#include <utility>
#include <variant>

#include "base/status/text.h"

namespace wangge::replay {
namespace {

std::string Enter(const CodeList& list, std::string_view value, Labels& labels) {
  Code code = list.Of(value);
  labels.try_emplace(code.id, std::move(code.label));
  return std::move(code.id);
}

}  // namespace

absl::StatusOr<std::unique_ptr<RecordSource>> RecordSource::Open(const ReplayMap& map, const std::string& input) {
  WANGGE_ASSIGN_OR_RETURN(std::unique_ptr<ByteSource> bytes, ByteSource::Open(input));
  return Of(map, std::move(bytes), input);
}

absl::StatusOr<std::unique_ptr<RecordSource>> RecordSource::Of(const ReplayMap& map, std::unique_ptr<ByteSource> bytes,
                                                               const std::string& name) {
  CsvReader csv(std::move(bytes), name);
  CsvRow header;
  // Not CsvReader::ReadHeader: exports have columns without a name, which matter only when the map names them.
  WANGGE_ASSIGN_OR_RETURN(const bool found, csv.Next(header));
  if (!found) return InvalidArgument(name + ": Expected a line with the names of the columns, but the input is empty");
  absl::StatusOr<RowReader> rows = RowReader::Of(map, header.fields);
  if (!rows.ok()) return WithContext(name, rows.status());
  csv.ExpectColumns(header.fields.size());
  return std::unique_ptr<RecordSource>(new RecordSource(map, std::move(csv), *std::move(rows)));
}

RecordSource::RecordSource(const ReplayMap& map, CsvReader csv, RowReader rows)
    : map_(map), csv_(std::move(csv)), row_reader_(std::move(rows)) {}

absl::StatusOr<bool> RecordSource::Next(Record& record) {
  while (true) {
    const absl::StatusOr<bool> found = csv_.Next(row_);
    if (!found.ok()) {
      WANGGE_RETURN_IF_ERROR(PassOver(found.status()));
      continue;
    }
    if (!*found) return false;
    ++rows_;
    std::variant<ReadRow, Reject> read = row_reader_.Read(row_);
    if (const Reject* reject = std::get_if<Reject>(&read)) {
      rejects_.Add(*reject);
      continue;
    }
    ReadRow& good = std::get<ReadRow>(read);
    if (!ids_.insert(good.record.id).second) {
      rejects_.Add({row_.line, good.record.id, RejectReason::kDuplicateId, map_.columns.id, good.record.id});
      continue;
    }
    record = std::move(good.record);
    record.category = Enter(map_.categories, good.category, categories_);
    record.unit = Enter(map_.units, good.unit, units_);
    record.source = Enter(map_.sources, good.source, sources_);
    return true;
  }
}

absl::Status RecordSource::PassOver(const absl::Status& error) {
  std::string text(ToStd(error.message()));
  // A bad row is told once, behind it reading goes on; an error that stays is one of the source.
  if (error.code() != absl::StatusCode::kInvalidArgument || text == last_error_) return error;
  ++rows_;
  rejects_.Add({.line = row_.line, .id = "", .reason = RejectReason::kRowShape, .field = "", .value = text});
  last_error_ = std::move(text);
  return absl::OkStatus();
}

absl::StatusOr<Records> LoadAll(const ReplayMap& map, const std::string& input) {
  WANGGE_ASSIGN_OR_RETURN(const std::unique_ptr<RecordSource> source, RecordSource::Open(map, input));
  Records all;
  Record record;
  while (true) {
    WANGGE_ASSIGN_OR_RETURN(const bool found, source->Next(record));
    if (!found) break;
    all.records.push_back(std::move(record));
  }
  std::stable_sort(all.records.begin(), all.records.end(),
                   [](const Record& a, const Record& b) { return a.opened < b.opened; });
  all.rows = source->rows();
  all.rejects = source->rejects();
  all.categories = source->categories();
  all.units = source->units();
  all.sources = source->sources();
  return all;
}

}  // namespace wangge::replay
