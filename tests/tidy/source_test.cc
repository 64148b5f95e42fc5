#include "tests/tidy/source.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace wangge::tidy {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

Source Of(const std::string& text) { return Parse({"libs/x/y.cc", text}); }

std::vector<std::string> Texts(const std::vector<Word>& words) {
  std::vector<std::string> texts;
  texts.reserve(words.size());
  for (const Word& word : words) texts.push_back(word.text);
  return texts;
}

TEST(Source, CodeHasNoComments) {
  EXPECT_THAT(Texts(Words(Of("int a; // int b\n/* int c\nint d */ int e;"))), ElementsAre("int", "a", "int", "e"));
}

TEST(Source, KeepsLineNumbersAcrossBlockComments) { EXPECT_EQ(Words(Of("/* one\ntwo\n*/ x")).front().line, 3); }

TEST(Source, StringsAreLiteralsAndNoCode) {
  const Source source = Of("f(\"a \\\" // b\", 'c', '\"');\ng(\"d\");");
  EXPECT_THAT(Texts(Words(source)), ElementsAre("f", "g"));
  ASSERT_EQ(source.literals.size(), 2U);
  EXPECT_EQ(source.literals[0].text, "a \\\" // b");
  EXPECT_EQ(source.literals[1].text, "d");
  EXPECT_EQ(source.literals[1].line, 2);
}

TEST(Source, RawStringsEndAtTheirDelimiter) {
  const Source source = Of("auto s = R\"x(one )\" two)x\"; int after;");
  ASSERT_EQ(source.literals.size(), 1U);
  EXPECT_EQ(source.literals[0].text, "one )\" two");
  EXPECT_THAT(Texts(Words(source)), ElementsAre("auto", "s", "int", "after"));
}

TEST(Source, DigitSeparatorsOpenNoCharacter) {
  EXPECT_THAT(Texts(Words(Of("int a = 1'000'000; int b; char c = u8'x'; int d;"))),
              ElementsAre("int", "a", "int", "b", "char", "c", "u8", "int", "d"));
}

TEST(Source, FindsIncludesButNotThoseInComments) {
  const Source source = Of("#include <map>\n// #include <set>\n #  include \"base/id.h\"  // why\n");
  ASSERT_EQ(source.includes.size(), 2U);
  EXPECT_EQ(source.includes[0].target, "map");
  EXPECT_TRUE(source.includes[0].is_angled);
  EXPECT_EQ(source.includes[1].target, "base/id.h");
  EXPECT_EQ(source.includes[1].line, 3);
  EXPECT_THAT(source.literals, IsEmpty());
}

TEST(Source, FindsEnumerators) {
  const Source source = Of("enum class Kind : int { kOne, kTwo = F(1, 2), kThree };\nenum class Later;\nint kFour;");
  EXPECT_THAT(Texts(Enumerators(source)), ElementsAre("kOne", "kTwo", "kThree"));
}

}  // namespace
}  // namespace wangge::tidy
