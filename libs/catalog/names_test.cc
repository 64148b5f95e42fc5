#include "catalog/names.h"

#include <string>

#include "gtest/gtest.h"

namespace wangge::catalog {
namespace {

TEST(Names, AnIdIsLowerCaseAsciiThatBeginsWithALetter) {
  for (const std::string& id :
       {std::string("a"), std::string("pending_file"), std::string("hotline_12345"), std::string(64, 'x')}) {
    EXPECT_TRUE(IsId(id)) << id;
  }
  for (const std::string& text : {std::string(), std::string("1a"), std::string("_a"), std::string("Ab"),
                                  std::string("a-b"), std::string("a b"), std::string("网格"), std::string(65, 'x')}) {
    EXPECT_FALSE(IsId(text)) << text;
  }
}

TEST(Names, ACodeIsWhatACityWritesWithoutControlCharactersOrBlanksAtItsEnds) {
  for (const char* code : {"100101", "331102-JZ", "PWDx", "a/b", "Solid Waste", "网格"})
    EXPECT_TRUE(IsCode(code)) << code;
  for (const char* text : {"", " a", "a ", "a\tb", "a\nb", "\x7F", "\xBE\xAE"}) EXPECT_FALSE(IsCode(text)) << text;
}

TEST(Names, FindsTheLineThatIsNotUtf8) {
  EXPECT_EQ(FirstLineNotUtf8(""), 0u);
  EXPECT_EQ(FirstLineNotUtf8("井盖\n²\n😀\n\xF4\x8F\xBF\xBF"), 0u);
  EXPECT_EQ(FirstLineNotUtf8("a\nb\n\xBE\xAE\xB8\xC7"), 3u) << "GBK";
}

TEST(Names, Utf8HasOneFormOfACharacterAndNoSurrogates) {
  for (const char* bytes : {"\x80", "\xC0\x80", "\xC1\xBF", "\xE0\x9F\xBF", "\xED\xA0\x80", "\xF0\x8F\xBF\xBF",
                            "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xFF", "\xE4\xBA", "\xC3", "\xF0\x9F\x98"}) {
    EXPECT_EQ(FirstLineNotUtf8(bytes), 1u);
  }
}

}  // namespace
}  // namespace wangge::catalog
