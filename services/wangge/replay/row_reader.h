// One row of the CSV becomes a record or a reason why not. Owned by one RecordSource; thread-compatible.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "absl/status/statusor.h"
#include "base/csv/csv_reader.h"
#include "services/wangge/replay/civil_time.h"
#include "services/wangge/replay/record.h"
#include "services/wangge/replay/rejects.h"
#include "services/wangge/replay/replay_map.h"

namespace wangge::replay {

// A record with its category, unit and source as the export writes them.
struct ReadRow {
  Record record;
  std::string category, unit, source;
};

class RowReader {
 public:
  // `map` must outlive the reader. INVALID_ARGUMENT names a mapped column that the header does not have once, and what
  // it has; columns that are not mapped may be without a name or stand twice.
  static absl::StatusOr<RowReader> Of(const ReplayMap& map, const std::vector<std::string>& header);

  std::variant<ReadRow, Reject> Read(const CsvRow& row) const;

 private:
  struct Column {
    std::string name;
    std::optional<std::size_t> index;  // nullopt: the map names none
  };
  using Problem = std::optional<Reject>;

  RowReader(const ReplayMap& map, std::size_t width);

  // The value without outer blanks; empty when it is one of the map's missing values.
  std::string_view ValueOf(const CsvRow& row, const Column& column) const;
  Problem ReadId(const CsvRow& row, Record& record) const;
  Problem ReadTimes(const CsvRow& row, Record& record) const;
  Problem ReadTime(const CsvRow& row, const Column& column, const Record& record,
                   std::optional<Reading>& reading) const;
  Problem ReadPosition(const CsvRow& row, Record& record) const;
  Problem ReadLabel(const CsvRow& row, const Column& column, const Record& record, std::string& label) const;
  Problem ReadAreas(const CsvRow& row, Record& record) const;

  const ReplayMap* map_;
  LocalTimeReader times_;
  std::size_t width_;
  Column id_, opened_, closed_, due_, category_, unit_, source_, longitude_, latitude_;
  std::vector<Column> areas_;  // parallel to map.layers
};

}  // namespace wangge::replay
