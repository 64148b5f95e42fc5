#include "base/csv/csv_field.h"

#include <gtest/gtest.h>

#include "base/csv/csv_reader.h"

namespace wangge {
namespace {

TEST(CsvField, PlainValuesStayAsTheyAre) {
  EXPECT_EQ(CsvField(""), "");
  EXPECT_EQ(CsvField("plain"), "plain");
  EXPECT_EQ(CsvField("网格 7"), "网格 7");
}

TEST(CsvField, ValuesWithMarksAreQuoted) {
  EXPECT_EQ(CsvField("a,b"), "\"a,b\"");
  EXPECT_EQ(CsvField("say \"no\""), "\"say \"\"no\"\"\"");
  EXPECT_EQ(CsvField("two\nlines"), "\"two\nlines\"");
  EXPECT_EQ(CsvField(" spaced"), "\" spaced\"");
}

TEST(CsvField, TheReaderGivesBackEachValue) {
  const std::vector<std::string> values = {"a,b", "\"", "", "x\r\ny", " z ", "plain"};
  std::string line;
  for (const std::string& value : values) line += CsvField(value) + ",";
  line.pop_back();
  CsvReader reader(ByteSource::OfText(line), "test");
  CsvRow row;
  ASSERT_TRUE(reader.Next(row).value());
  EXPECT_EQ(row.fields, values);
}

}  // namespace
}  // namespace wangge
