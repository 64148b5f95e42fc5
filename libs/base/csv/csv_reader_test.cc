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

// The rows of `reader`, and "line: text" of each that is left out.
std::vector<std::string> RowsAndFaultsOf(CsvReader reader, std::size_t columns = 0) {
  reader.ExpectColumns(columns);
  std::vector<std::string> all;
  CsvRow row;
  while (true) {
    const auto next = reader.Next(row);
    if (next.ok() && !*next) return all;
    std::string& text = all.emplace_back(std::to_string(row.line) + ": ");
    if (!next.ok()) text += std::string(next.status().message());
    for (const std::string& field : row.fields) text += "[" + field + "]";
  }
}

TEST(CsvReader, AnUnclosedQuoteCostsOnlyTheLineWhereItOpens) {
  EXPECT_THAT(RowsAndFaultsOf(Of("h\nx,\"never\nclosed,1\nlast,2\n")),
              ElementsAre("1: [h]", HasSubstr("2: in.csv:2:2: Expected a closing quote, but the text ends before it"),
                          "3: [closed][1]", "4: [last][2]"));
  EXPECT_THAT(RowsAndFaultsOf(Of("x,\"never")), ElementsAre(HasSubstr("1: in.csv:1:2: Expected a closing quote")));
  EXPECT_THAT(RowsAndFaultsOf(Of("x,\"never\n")), ElementsAre(HasSubstr("1: in.csv:1:2: Expected a closing quote")));
}

TEST(CsvReader, TextAfterAQuoteThatClosedOnALaterLineCostsOnlyTheLineWhereItOpened) {
  EXPECT_THAT(RowsAndFaultsOf(Of("a,\"stray\r\nb,c\r\nd,\"quoted\"\r\ne,f\r\n")),
              ElementsAre(HasSubstr("1: in.csv:1:2: Expected a comma"), "2: [b][c]", "3: [d][quoted]", "4: [e][f]"));
}

TEST(CsvReader, ARowOverLinesWithOtherColumnsThanExpectedCostsOnlyItsFirstLine) {
  const std::string text = "1,\"stray\n2,b\n3,\",\"\n4,\"two\nlines\"\n";
  EXPECT_THAT(
      RowsAndFaultsOf(Of(text), 2),
      ElementsAre(HasSubstr("1: in.csv:1:2: Expected 2 columns, but the row has more. A quote opens here and the "
                            "row runs on to line 3"),
                  "2: [2][b]", "3: [3][,]", "4: [4][two\nlines]"));
  EXPECT_THAT(RowsAndFaultsOf(Of("\"a\nb\"\nc,d\n"), 2),
              ElementsAre(HasSubstr("Expected 2 columns, but the row has 1."), "2: [b\"]", "3: [c][d]"));
}

TEST(CsvReader, TheColumnsOfAHeaderAreExpected) {
  CsvReader reader = Of("h,i\n\"a\nb,c\n\",d,e\n");
  ASSERT_TRUE(reader.ReadHeader().ok());
  CsvRow row;
  EXPECT_FALSE(reader.Next(row).ok());
  ASSERT_TRUE(reader.Next(row).value());
  EXPECT_THAT(row.fields, ElementsAre("b", "c"));
}

TEST(CsvReader, LinesBehindAStrayQuoteAreReadAgainWhateverTheReadsAre) {
  std::string text = "x,\"stray\n";
  for (int i = 0; i < 5'000; ++i) text += "row,of,\"some\" length\n" + std::to_string(i) + ",y\r\n";
  text += "last,\"one\nmore\"";
  const std::vector<std::string> whole = RowsAndFaultsOf(Of(text), 2);
  EXPECT_EQ(whole.size(), 10'002u);
  EXPECT_EQ(whole.back(), "10002: [last][one\nmore]");
  EXPECT_EQ(RowsAndFaultsOf(CsvReader(std::make_unique<DripSource>(text), "in.csv"), 2), whole);
}

TEST(CsvReader, AStrayQuoteIsFollowedNoFurtherThanTheLimitOfARow) {
  std::string text = "x,\"stray\n";
  const std::string line = std::string(99, 'y') + "\n";
  while (text.size() < 3 * limits::kCsvLineBytesMax) text += line;
  const std::vector<std::string> all = RowsAndFaultsOf(Of(text));
  EXPECT_THAT(all[0], HasSubstr("in.csv:1:2: Expected a row of at most 1048576 bytes"));
  EXPECT_EQ(all.size(), 1 + (text.size() - 9) / 100);
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
