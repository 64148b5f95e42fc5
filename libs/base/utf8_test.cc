#include "base/utf8.h"

#include <gtest/gtest.h>

namespace wangge {
namespace {

TEST(Utf8, AcceptsEveryLength) {
  for (const char* text : {"", "abc", "Köztisztaság", "网格", "\xF0\x9F\x9A\xA7", "\xF4\x8F\xBF\xBF"}) {
    EXPECT_TRUE(IsUtf8(text)) << text;
  }
}

TEST(Utf8, RefusesWhatIsCutOverlongOrNoCharacter) {
  for (const char* text : {"\x80", "a\xC3", "\xC0\x80", "\xE0\x80\x80", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xFF",
                           "K\xF6zter\xFClet", "\xE7\xBD"}) {
    EXPECT_FALSE(IsUtf8(text));
  }
}

}  // namespace
}  // namespace wangge
