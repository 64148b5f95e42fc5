#include "services/wangge/client/fix_csv.h"

#include <optional>
#include <utility>

#include "absl/strings/numbers.h"
#include "base/csv/csv_reader.h"
#include "base/file/byte_source.h"
#include "base/rfc3339.h"
#include "base/status/text.h"
#include "wire/time.h"

namespace wangge::client {
namespace {

// The values of one row by the names of the header.
class FixRow {
 public:
  FixRow(const CsvReader& csv, const CsvRow& row, const std::string& path) : csv_(csv), row_(row), path_(path) {}

  // Empty where the column is missing.
  std::string Text(std::string_view column) const {
    for (std::size_t i = 0; i < csv_.header().size() && i < row_.fields.size(); ++i) {
      if (csv_.header()[i] == column) return row_.fields[i];
    }
    return {};
  }
  absl::StatusOr<double> Number(std::string_view column) const {
    double value = 0;
    if (absl::SimpleAtod(Text(column), &value)) return value;
    return Bad(column, "a number");
  }
  absl::StatusOr<std::optional<double>> OptionalNumber(std::string_view column) const {
    if (Text(column).empty()) return std::optional<double>();
    WANGGE_ASSIGN_OR_RETURN(const double value, Number(column));
    return std::optional(value);
  }
  absl::Status Bad(std::string_view column, const std::string& expected) const {
    return InvalidArgument(path_ + ":" + std::to_string(row_.line) + ": Expected " + expected + " in column " +
                           std::string(column) + ", but it is \"" + Text(column) + "\".");
  }

 private:
  const CsvReader& csv_;
  const CsvRow& row_;
  const std::string& path_;
};

absl::StatusOr<report::v1::Fix> FixOf(const FixRow& row) {
  report::v1::Fix fix;
  std::uint32_t sequence = 0;
  if (!absl::SimpleAtoi(row.Text("sequence"), &sequence)) return row.Bad("sequence", "a whole number from 1 on");
  fix.set_sequence(sequence);
  WANGGE_ASSIGN_OR_RETURN(const double longitude, row.Number("lon"));
  WANGGE_ASSIGN_OR_RETURN(const double latitude, row.Number("lat"));
  WANGGE_ASSIGN_OR_RETURN(const double accuracy, row.Number("accuracy_m"));
  fix.set_longitude(longitude);
  fix.set_latitude(latitude);
  fix.set_accuracy_m(accuracy);
  const auto time = ParseRfc3339(row.Text("time"));
  if (!time) return row.Bad("time", "an instant, e.g. 2026-02-13T09:00:00+08:00,");
  *fix.mutable_device_time() = wire::ToProto(*time);
  const std::string mock = row.Text("mock");
  if (!mock.empty() && mock != "true" && mock != "false") return row.Bad("mock", "true or false");
  fix.set_mock(mock == "true");
  WANGGE_ASSIGN_OR_RETURN(const auto speed, row.OptionalNumber("speed_mps"));
  if (speed) fix.set_speed_mps(*speed);
  WANGGE_ASSIGN_OR_RETURN(const auto heading, row.OptionalNumber("heading_deg"));
  if (heading) fix.set_heading_deg(*heading);
  return fix;
}

}  // namespace

absl::StatusOr<std::vector<report::v1::Fix>> ReadFixes(const std::string& path) {
  WANGGE_ASSIGN_OR_RETURN(auto bytes, ByteSource::Open(path));
  CsvReader csv(std::move(bytes), path);
  WANGGE_RETURN_IF_ERROR(csv.ReadHeader());
  for (const char* column : {"sequence", "lon", "lat", "accuracy_m", "time"}) {
    WANGGE_RETURN_IF_ERROR(csv.ColumnOf(column).status());
  }
  std::vector<report::v1::Fix> fixes;
  for (CsvRow row;;) {
    WANGGE_ASSIGN_OR_RETURN(const bool more, csv.Next(row));
    if (!more) return fixes;
    WANGGE_ASSIGN_OR_RETURN(report::v1::Fix fix, FixOf(FixRow(csv, row, path)));
    fixes.push_back(std::move(fix));
  }
}

}  // namespace wangge::client
