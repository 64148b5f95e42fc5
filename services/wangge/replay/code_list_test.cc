#include "services/wangge/replay/code_list.h"

#include <gtest/gtest.h>

#include "base/limits.h"
#include "base/utf8.h"

namespace wangge::replay {
namespace {

TEST(CodeList, AValueIsItsOwnIdAndLabel) {
  const Code code = CodeList().Of("Street Light Outages");
  EXPECT_EQ(code.id, "Street Light Outages");
  EXPECT_EQ(code.label, "Street Light Outages");
}

TEST(CodeList, AnEmptyValueHasAnId) {
  EXPECT_EQ(CodeList().Of("").id, "(none)");
  EXPECT_EQ(CodeList("unknown").Of("").id, "unknown");
}

TEST(CodeList, NamedValuesMayShareAnId) {
  CodeList list;
  list.Add("Public Works Dept", {"works", "Public Works"});
  list.Add("PUBLIC WORKS", {"works", "Public Works"});
  EXPECT_EQ(list.Of("Public Works Dept").id, "works");
  EXPECT_EQ(list.Of("PUBLIC WORKS").label, "Public Works");
  EXPECT_EQ(list.Of("Public works").id, "Public works");
}

TEST(CodeList, LongValuesStayApartWithinTheLimit) {
  const std::string start(limits::kIdBytesMax, 'x');
  EXPECT_EQ(CodeList().Of(start).id, start);
  const Code one = CodeList().Of(start + "1");
  const Code two = CodeList().Of(start + "2");
  EXPECT_EQ(one.id.size(), limits::kIdBytesMax);
  EXPECT_NE(one.id, two.id);
  EXPECT_EQ(one.label, start + "1");
  EXPECT_EQ(CodeList().Of(start + "1").id, one.id);
}

TEST(CodeList, AValueWithControlCharactersHasAnIdWithoutThem) {
  const Code code = CodeList().Of("two\nlines");
  EXPECT_EQ(code.id.substr(0, 10), "two lines~");
  EXPECT_EQ(code.label, "two\nlines");
  EXPECT_NE(CodeList().Of("two\tlines").id, code.id);
  EXPECT_NE(CodeList().Of("two lines").id, code.id);
}

TEST(CodeList, ALongValueIsCutBetweenCharacters) {
  for (std::size_t shift = 0; shift < 4; ++shift) {
    std::string value(shift, 'x');
    for (int i = 0; i < 40; ++i) value += "网";
    const Code code = CodeList().Of(value);
    EXPECT_TRUE(IsUtf8(code.id)) << shift;
    EXPECT_LE(code.id.size(), limits::kIdBytesMax);
  }
}

}  // namespace
}  // namespace wangge::replay
