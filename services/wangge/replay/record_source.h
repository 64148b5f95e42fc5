// Reads the records of a city's export in the order of the file, and counts what it leaves out.
// Owned by one reader; thread-compatible.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/status/statusor.h"
#include "base/csv/csv_reader.h"
#include "base/file/byte_source.h"
#include "services/wangge/replay/record.h"
#include "services/wangge/replay/rejects.h"
#include "services/wangge/replay/replay_map.h"
#include "services/wangge/replay/row_reader.h"

namespace wangge::replay {

// Label by id.
using Labels = std::map<std::string, std::string>;

class RecordSource {
 public:
  // `input` is CSV, also gzip; `map` must outlive the source. Errors of ByteSource::Open; INVALID_ARGUMENT: no header,
  // or a mapped column that is not in it (the text names the column and lists the header).
  static absl::StatusOr<std::unique_ptr<RecordSource>> Open(const ReplayMap& map, const std::string& input);
  // The same from bytes; `name` stands for them in errors.
  static absl::StatusOr<std::unique_ptr<RecordSource>> Of(const ReplayMap& map, std::unique_ptr<ByteSource> bytes,
                                                          const std::string& name);

  // Puts the next good record into `record` and returns true; false at the end. Bad rows are counted and passed over.
  // INVALID_ARGUMENT: the gzip content is damaged or cut; others: the file cannot be read. Then nothing follows.
  absl::StatusOr<bool> Next(Record& record);

  // Rows seen so far, good and bad; the header and empty lines do not count.
  std::uint64_t rows() const { return rows_; }
  const Rejects& rejects() const { return rejects_; }

  // Ids that have occurred in good records, with their labels: what a catalogue and organisations are made of.
  const Labels& categories() const { return categories_; }
  const Labels& units() const { return units_; }
  const Labels& sources() const { return sources_; }

 private:
  RecordSource(const ReplayMap& map, CsvReader csv, RowReader rows);

  // Counts a row that could not be read as CSV; the error itself when reading cannot go on.
  absl::Status PassOver(const absl::Status& error);

  const ReplayMap& map_;
  CsvReader csv_;
  RowReader row_reader_;
  CsvRow row_;
  std::string last_error_;
  absl::flat_hash_set<std::string> ids_;
  std::uint64_t rows_ = 0;
  Rejects rejects_;
  Labels categories_, units_, sources_;
};

// A whole export in memory, about 400 bytes a record: a replay runs on a virtual clock and so needs the order of time.
struct Records {
  std::vector<Record> records;  // by `opened`, then as in the file
  std::uint64_t rows = 0;       // records.size() + rejects.total()
  Rejects rejects;
  Labels categories, units, sources;
};

// Errors of RecordSource.
absl::StatusOr<Records> LoadAll(const ReplayMap& map, const std::string& input);

}  // namespace wangge::replay
