#include "base/csv/csv_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/limits.h"

namespace wangge {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

// Gives one byte a read: each boundary between two reads is met.
class DripSource final : public ByteSource {
 public:
  explicit DripSource(std::string bytes) : bytes_(std::move(bytes)) {}
  absl::StatusOr<std::size_t> Read(std::span<char> room) override {
    if (next_ == bytes_.size() || room.empty()) return 0;
    room[0] = bytes_[next_++];
    return 1;
  }

 private:
  std::string bytes_;
  std::size_t next_ = 0;
};

class FailingSource final : public ByteSource {
 public:
  absl::StatusOr<std::size_t> Read(std::span<char> room) override {
    if (asked_) return absl::DataLossError("it ends early");
    asked_ = true;
    room[0] = 'a';
    return 1;
  }

 private:
  bool asked_ = false;
};

CsvReader Of(std::string text) { return CsvReader(ByteSource::OfText(std::move(text)), "in.csv"); }

std::vector<std::vector<std::string>> RowsOf(CsvReader reader) {
  std::vector<std::vector<std::string>> rows;
  CsvRow row;
  while (true) {
    const auto next = reader.Next(row);
    EXPECT_TRUE(next.ok()) << next.status();
    if (!next.ok() || !*next) return rows;
    rows.push_back(row.fields);
  }
}

TEST(CsvReader, BothLineEndsAndAMissingLastOneGiveTheSameRows) {
  for (const char* text : {"a,b\n1,2\n", "a,b\r\n1,2\r\n", "a,b\n1,2", "a,b\r\n1,2", "\n\r\na,b\n\n1,2\n\n"}) {
    EXPECT_THAT(RowsOf(Of(text)), ElementsAre(ElementsAre("a", "b"), ElementsAre("1", "2"))) << text;
  }
}

TEST(CsvReader, NothingButLineEndsIsNoRow) {
  EXPECT_TRUE(RowsOf(Of("")).empty());
  EXPECT_TRUE(RowsOf(Of("\r\n\n")).empty());
  EXPECT_TRUE(RowsOf(Of("\xEF\xBB\xBF")).empty());
}

TEST(CsvReader, QuotesHoldCommasLineEndsAndQuotes) {
  EXPECT_THAT(RowsOf(Of("\"a,b\",\"c\r\nd\",\"say \"\"no\"\"\"\n\"\",x\n")),
              ElementsAre(ElementsAre("a,b", "c\r\nd", "say \"no\""), ElementsAre("", "x")));
}

TEST(CsvReader, EmptyFieldsAreKept) {
  EXPECT_THAT(RowsOf(Of(",\n1,,3\n,,")),
              ElementsAre(ElementsAre("", ""), ElementsAre("1", "", "3"), ElementsAre("", "", "")));
}

TEST(CsvReader, AMarkBeforeAQuotedFieldIsDropped) {
  EXPECT_THAT(RowsOf(Of("\xEF\xBB\xBF\"id\",x\n")), ElementsAre(ElementsAre("id", "x")));
}

TEST(CsvReader, ALoneCarriageReturnOrInnerQuoteIsText) {
  EXPECT_THAT(RowsOf(Of("a\rb,5\" pipe\r")), ElementsAre(ElementsAre("a\rb", "5\" pipe\r")));
}

TEST(CsvReader, ReadBoundariesChangeNothing) {
  const std::string text =
      "\xEF\xBB\xBF"
      "a,\"b\"\"c\"\r\n\r\n\"d\r\ne\",f\r\n";
  EXPECT_EQ(RowsOf(CsvReader(std::make_unique<DripSource>(text), "drip")), RowsOf(Of(text)));
}

TEST(CsvReader, RowsLargerThanTheBufferAreWhole) {
  const std::string wide(200'000, 'w');
  EXPECT_THAT(RowsOf(Of(wide + ",\"" + wide + "\"\nx,y\n")),
              ElementsAre(ElementsAre(wide, wide), ElementsAre("x", "y")));
}

TEST(CsvReader, ARowKnowsTheLineWhereItBegins) {
  CsvReader reader = Of("h\n\n\"a\nb\"\nc\n");
  CsvRow row;
  std::vector<std::size_t> lines;
  while (reader.Next(row).value()) lines.push_back(row.line);
  EXPECT_THAT(lines, ElementsAre(1, 3, 5));
}

TEST(CsvReader, TextAfterAClosingQuoteIsNamedAndTheNextRowIsRead) {
  CsvReader reader = Of("h\n\"a\"b,c\nd\n");
  CsvRow row;
  ASSERT_TRUE(reader.Next(row).value());
  const auto bad = reader.Next(row);
  EXPECT_EQ(bad.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(bad.status().message()), HasSubstr("in.csv:2:1: Expected a comma"));
  ASSERT_TRUE(reader.Next(row).value());
  EXPECT_THAT(row.fields, ElementsAre("d"));
  EXPECT_EQ(row.line, 3u);
}

TEST(CsvReader, AnUnclosedQuoteIsNamedByTheLineWhereItOpens) {
  CsvReader reader = Of("h\nx,\"never\nclosed\n");
  CsvRow row;
  ASSERT_TRUE(reader.Next(row).value());
  const auto bad = reader.Next(row);
  EXPECT_THAT(std::string(bad.status().message()), HasSubstr("in.csv:2:2: Expected a closing quote"));
  EXPECT_FALSE(reader.Next(row).value());
}

TEST(CsvReader, ARowOverTheLimitIsNamedAndTheNextRowIsRead) {
  const std::string most(limits::kCsvLineBytesMax, 'x');
  EXPECT_EQ(RowsOf(Of(most + "\n")).size(), 1u);
  CsvReader reader = Of("h\n" + most + "x\nlast\n");
  CsvRow row;
  ASSERT_TRUE(reader.Next(row).value());
  const auto bad = reader.Next(row);
  EXPECT_THAT(std::string(bad.status().message()), HasSubstr("in.csv:2:1: Expected a row of at most 1048576 bytes"));
  ASSERT_TRUE(reader.Next(row).value());
  EXPECT_THAT(row.fields, ElementsAre("last"));
}

TEST(CsvReader, AFailingSourceIsNotTakenForTheEnd) {
  CsvReader reader(std::make_unique<FailingSource>(), "in.csv.gz");
  CsvRow row;
  EXPECT_EQ(reader.Next(row).status().code(), absl::StatusCode::kDataLoss);
  EXPECT_EQ(reader.Next(row).status().code(), absl::StatusCode::kDataLoss);
}

TEST(CsvReader, Utf16IsRefused) {
  CsvReader reader = Of(std::string("\xFF\xFEi\0d\0", 6));
  CsvRow row;
  EXPECT_THAT(std::string(reader.Next(row).status().message()), HasSubstr("UTF-16"));
}

TEST(CsvReader, ColumnsAreFoundByName) {
  CsvReader reader = Of("\xEF\xBB\xBFid,lon,lat\r\n1,2,3\r\n");
  ASSERT_TRUE(reader.ReadHeader().ok());
  EXPECT_EQ(reader.ColumnOf("id").value(), 0u);
  EXPECT_EQ(reader.ColumnOf("lat").value(), 2u);
  const auto missing = reader.ColumnOf("height");
  EXPECT_THAT(std::string(missing.status().message()), HasSubstr("Expected a column `height`, but there are only: id"));
}

TEST(CsvReader, AHeaderThatCannotNameColumnsIsRefused) {
  EXPECT_FALSE(Of("").ReadHeader().ok());
  EXPECT_THAT(std::string(Of("a,b,a\n").ReadHeader().message()), HasSubstr("`a` stands twice"));
  EXPECT_THAT(std::string(Of("a,,c\n").ReadHeader().message()), HasSubstr("column 2 has none"));
}

}  // namespace
}  // namespace wangge
