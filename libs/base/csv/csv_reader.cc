#include "base/csv/csv_reader.h"

#include <algorithm>
#include <cstring>

#include "base/limits.h"
#include "base/status/text.h"

namespace wangge {
namespace {

constexpr std::size_t kBufferBytes = 64u << 10;
constexpr std::string_view kUtf8Mark = "\xEF\xBB\xBF";

std::string TooLong() {
  return "Expected a row of at most " + std::to_string(limits::kCsvLineBytesMax) + " bytes, but this one is longer";
}

}  // namespace

CsvReader::CsvReader(std::unique_ptr<ByteSource> source, std::string name)
    : source_(std::move(source)), name_(std::move(name)), buffer_(kBufferBytes) {}

absl::Status CsvReader::Bad(std::size_t line, std::size_t column, std::string_view text) const {
  std::string whole = name_ + ":" + std::to_string(line) + ":" + std::to_string(column) + ": ";
  return InvalidArgument(whole.append(text));
}

bool CsvReader::Fill() {
  if (ended_) return false;
  // What is not read yet moves to the front, so that two bytes can be looked at across two reads; so does what may have
  // to be read again. Only the latter can fill the buffer.
  const std::size_t kept = again_ ? again_->position : position_;
  if (kept > 0) std::memmove(buffer_.data(), buffer_.data() + kept, filled_ - kept);
  filled_ -= kept;
  position_ -= kept;
  if (again_) again_->position = 0;
  if (filled_ == buffer_.size()) buffer_.resize(buffer_.size() + kBufferBytes);
  const auto got = source_->Read(std::span(buffer_).subspan(filled_));
  if (!got.ok()) source_status_ = WithContext(name_, got.status());
  if (!got.ok() || *got == 0) {
    ended_ = true;
    return false;
  }
  filled_ += *got;
  return true;
}

int CsvReader::Peek() {
  if (position_ == filled_ && !Fill()) return -1;
  return static_cast<unsigned char>(buffer_[position_]);
}

void CsvReader::Take() {
  if (buffer_[position_] == '\n') ++line_;
  ++position_;
  ++row_bytes_;
}

bool CsvReader::TakeLineEnd() {
  const int next = Peek();
  if (next == '\n') {
    Take();
    return true;
  }
  if (next != '\r' || (filled_ - position_ < 2 && !Fill()) || buffer_[position_ + 1] != '\n') return false;
  Take();
  Take();
  return true;
}

void CsvReader::SkipMark() {
  started_ = true;
  while (filled_ < kUtf8Mark.size() && Fill()) {
  }
  const std::string_view head(buffer_.data(), filled_);
  if (head.substr(0, kUtf8Mark.size()) == kUtf8Mark) position_ = kUtf8Mark.size();
  if (head.substr(0, 2) == "\xFF\xFE" || head.substr(0, 2) == "\xFE\xFF") {
    source_status_ = Bad(1, 1, "Expected UTF-8, but the text begins with the mark of UTF-16");
    ended_ = true;
  }
}

bool CsvReader::SkipToRow() {
  if (!started_) SkipMark();
  while (source_status_.ok() && TakeLineEnd()) {
  }
  return source_status_.ok() && Peek() != -1;
}

void CsvReader::LeaveOut(const CsvRow& row) {
  if (!again_) {
    while (Peek() != -1 && !TakeLineEnd()) Take();
    return;
  }
  position_ = again_->position;
  line_ = row.line + 1;
}

absl::StatusOr<bool> CsvReader::Next(CsvRow& row) {
  if (!SkipToRow()) {
    row.fields.clear();
    if (!source_status_.ok()) return source_status_;
    return false;
  }
  row.line = row_line_ = line_;
  row_bytes_ = 0;
  absl::StatusOr<bool> read = ReadRow(row);
  if (!read.ok()) {
    row.fields.clear();
    if (source_status_.ok()) LeaveOut(row);
  }
  again_.reset();
  return read;
}

absl::StatusOr<bool> CsvReader::ReadRow(CsvRow& row) {
  std::size_t count = 0;
  while (true) {
    if (count == row.fields.size()) row.fields.emplace_back();
    row.fields[count].clear();
    column_ = count + 1;
    WANGGE_ASSIGN_OR_RETURN(const End end, ReadField(row.fields[count]));
    ++count;
    WANGGE_RETURN_IF_ERROR(CheckColumns(count, end));
    if (end == End::kRow) break;
  }
  row.fields.resize(count);
  return true;
}

absl::StatusOr<CsvReader::End> CsvReader::ReadField(std::string& field) {
  const bool quoted = Peek() == '"';
  WANGGE_RETURN_IF_ERROR(quoted ? ReadQuoted(field) : ReadPlain(field));
  const int next = Peek();
  if (!source_status_.ok()) return source_status_;
  if (next == ',') {
    Take();
    return End::kField;
  }
  if (next == -1 || TakeLineEnd()) return End::kRow;
  return BadRow("Expected a comma or the end of the line after a closing quote, but there is other text");
}

absl::Status CsvReader::CheckColumns(std::size_t count, End end) const {
  if (!again_ || columns_expected_ == 0) return absl::OkStatus();
  // A row that is too wide is known before its end, which may be that of the file.
  if (end == End::kRow ? count == columns_expected_ : count < columns_expected_) return absl::OkStatus();
  return BadRow("Expected " + std::to_string(columns_expected_) + " columns, but the row has " +
                (end == End::kRow ? std::to_string(count) : "more"));
}

absl::Status CsvReader::BadRow(std::string text) const {
  if (!again_) return Bad(line_, column_, text);
  return Bad(row_line_, again_->column,
             text + ". A quote opens here and the row runs on to line " + std::to_string(line_) +
                 "; only this line is left out (is a closing quote missing?)");
}

absl::Status CsvReader::ReadQuoted(std::string& field) {
  Take();
  while (true) {
    const int next = Peek();
    if (!source_status_.ok()) return source_status_;
    if (next == -1) return BadRow("Expected a closing quote, but the text ends before it");
    if (row_bytes_ >= limits::kCsvLineBytesMax) return BadRow(TooLong());
    Take();
    if (next == '\n' && !again_) again_ = {.position = position_, .column = column_};
    if (next == '"') {
      if (Peek() != '"') return source_status_;
      Take();
    }
    field.push_back(static_cast<char>(next));
  }
}

absl::Status CsvReader::ReadPlain(std::string& field) {
  while (true) {
    const int next = Peek();
    if (next == -1 || next == ',' || next == '\n') return source_status_;
    if (next == '\r' && (filled_ - position_ >= 2 || Fill()) && buffer_[position_ + 1] == '\n') return source_status_;
    if (row_bytes_ >= limits::kCsvLineBytesMax) return BadRow(TooLong());
    Take();
    field.push_back(static_cast<char>(next));
  }
}

absl::Status CsvReader::ReadHeader() {
  CsvRow row;
  WANGGE_ASSIGN_OR_RETURN(const bool found, Next(row));
  if (!found) return Bad(1, 1, "Expected a line with the names of the columns, but there is no line");
  for (std::size_t i = 0; i < row.fields.size(); ++i) {
    const std::string& name = row.fields[i];
    if (name.empty()) {
      return Bad(row.line, i + 1, "Expected a name for each column, but column " + std::to_string(i + 1) + " has none");
    }
    if (std::find(row.fields.begin(), row.fields.begin() + static_cast<std::ptrdiff_t>(i), name) !=
        row.fields.begin() + static_cast<std::ptrdiff_t>(i)) {
      return Bad(row.line, i + 1, "Expected each column once, but `" + name + "` stands twice");
    }
  }
  header_ = std::move(row.fields);
  ExpectColumns(header_.size());
  return absl::OkStatus();
}

absl::StatusOr<std::size_t> CsvReader::ColumnOf(std::string_view name) const {
  const auto found = std::find(header_.begin(), header_.end(), name);
  if (found != header_.end()) return static_cast<std::size_t>(found - header_.begin());
  std::string text = "Expected a column `";
  text.append(name).append("`, but there are only: ");
  for (std::size_t i = 0; i < header_.size(); ++i) text.append(i == 0 ? "" : ", ").append(header_[i]);
  return InvalidArgument(name_ + ": " + text);
}

}  // namespace wangge
