// Reads CSV (RFC 4180) row by row in constant memory: fields in quotes may hold commas, line ends and doubled quotes;
// lines end with LF or CRLF; a UTF-8 byte order mark is dropped and empty lines are skipped. A quote inside a field
// that did not begin with one is text, as real exports have it.
//
// A stray quote at the front of a field would swallow the rows up to the next one. So when a row that runs over a line
// end in quotes turns out to be faulty, only its first line, where that quote opens, is left out, and the lines behind
// it are read again as rows of their own. For that a row is kept until it is whole: at most limits::kCsvLineBytesMax
// and one read.
// Owned by one reader; thread-compatible.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "base/file/byte_source.h"

namespace wangge {

struct CsvRow {
  std::size_t line = 0;  // where the row begins, from 1; the header's line counts
  std::vector<std::string> fields;
};

class CsvReader {
 public:
  // `name` stands for the source in errors: a path, "stdin".
  CsvReader(std::unique_ptr<ByteSource> source, std::string name);

  // Puts the next row into `row` (whose memory is used again) and returns true; false at the end.
  // INVALID_ARGUMENT "name:line:column: ...", the column being the number of the field: text after a closing quote, a
  // quote that is never closed, a row longer than limits::kCsvLineBytesMax, or one over several lines that has not the
  // expected columns; `row.line` is the line that is left out, and reading goes on behind it when Next is called again.
  // After a UTF-16 mark (INVALID_ARGUMENT too) or an error of the source, which keeps its code, nothing follows.
  absl::StatusOr<bool> Next(CsvRow& row);

  // From now on a row over several lines must have `columns` fields: one that has not began with a stray quote. The
  // width of other rows is the caller's to judge.
  void ExpectColumns(std::size_t columns) { columns_expected_ = columns; }

  // Takes the next row as the names of the columns, which are then expected. INVALID_ARGUMENT: no row, an empty name or
  // one that stands twice.
  absl::Status ReadHeader();
  const std::vector<std::string>& header() const { return header_; }

  // The index of a column of the header. INVALID_ARGUMENT names the column and those that there are.
  absl::StatusOr<std::size_t> ColumnOf(std::string_view name) const;

 private:
  enum class End { kField, kRow };

  bool Fill();                       // false at the end or on an error of the source (then source_status_ holds it)
  int Peek();                        // the next byte, -1 when there is none
  void Take();                       // steps over the byte that Peek gave
  bool TakeLineEnd();                // steps over LF or CRLF, if one is next
  void SkipMark();                   // byte order mark
  bool SkipToRow();                  // over empty lines; false when there is no row
  void LeaveOut(const CsvRow& row);  // goes on behind the first line of a bad row
  absl::StatusOr<bool> ReadRow(CsvRow& row);
  absl::StatusOr<End> ReadField(std::string& field);
  absl::Status ReadQuoted(std::string& field);
  absl::Status ReadPlain(std::string& field);
  absl::Status CheckColumns(std::size_t count, End end) const;
  absl::Status BadRow(std::string text) const;  // at the field that is read, or at the quote that opened first
  absl::Status Bad(std::size_t line, std::size_t column, std::string_view text) const;

  std::unique_ptr<ByteSource> source_;
  std::string name_;
  std::vector<std::string> header_;
  std::vector<char> buffer_;
  std::size_t position_ = 0;  // in buffer_
  std::size_t filled_ = 0;
  std::size_t line_ = 1;
  std::size_t column_ = 1;  // of the field that is read, by its number
  std::size_t row_bytes_ = 0;
  std::size_t columns_expected_ = 0;  // 0: not known
  // Of the row that is read, once a field in quotes went over a line end:
  struct Again {
    std::size_t position;  // in buffer_: behind that line end
    std::size_t column;    // of that field
  };
  std::optional<Again> again_;
  std::size_t row_line_ = 1;
  bool started_ = false;
  bool ended_ = false;
  absl::Status source_status_;
};

}  // namespace wangge
